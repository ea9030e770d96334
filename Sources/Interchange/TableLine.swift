/// The cells of a line with vertical bars.
struct TableCells {
    /// Most cells that are told apart; the rest of a longer line is one cell.
    ///
    /// Ours: the node's table has seven, with the two outside it; a log prefix may have bars too.
    private static let cellsMax = 32

    /// Trimmed texts between the bars, with what stands before the first and after the last one.
    let cells: [Substring]

    /// `nil` when the line has no bar.
    init?(_ line: String) {
        let scalars = line.unicodeScalars
        guard scalars.contains(where: Self.isBar) else { return nil }
        cells = scalars.split(
            maxSplits: Self.cellsMax - 1, omittingEmptySubsequences: false,
            whereSeparator: Self.isBar
        )
        .map { Substring($0).trimmingSpace() }
    }

    /// A bar of ASCII or of the box drawing block.
    static func isBar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x7C, 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x254E, 0x254F, 0x2551: true
        default: false
        }
    }
}

/// A line that draws a border: `+----+`, `|----+----|`, `+====+`, `|:---|`, or in box drawing.
struct TableBorder {
    /// Where such a line may stand.
    enum Place { case top, inside, bottom, anywhere }

    let place: Place
    /// Whether it is drawn double, as below the header only.
    let isDouble: Bool

    /// `nil` when the line does not end in a border; a log prefix before it is left out.
    init?(_ line: String) {
        var drawn: [Unicode.Scalar] = []
        for scalar in line.unicodeScalars.reversed() {
            guard Self.draws(scalar) || scalar == " " || scalar.properties.isWhitespace else {
                break
            }
            drawn.append(scalar)
        }
        drawn.reverse()
        let strokes = drawn.filter(Self.isStroke)
        // Three is the fewest strokes of a Markdown column.
        guard strokes.count >= 3, let first = drawn.firstIndex(where: Self.isStroke) else {
            return nil
        }
        isDouble = strokes.contains { $0 == "=" || $0 == "═" }
        let lead = drawn[max(first - 1, 0)]
        place = Self.place(of: lead)
    }

    private static func place(of lead: Unicode.Scalar) -> Place {
        switch lead.value {
        case 0x2B: .anywhere
        case 0x250C...0x250F, 0x2552...0x2554, 0x256D: .top
        case 0x2514...0x2517, 0x2558...0x255A, 0x2570: .bottom
        default: .inside
        }
    }

    private static func draws(_ scalar: Unicode.Scalar) -> Bool {
        isStroke(scalar) || scalar == "+" || scalar == ":" || scalar == "|"
            || (0x2500...0x257F).contains(scalar.value)
    }

    private static func isStroke(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2D, 0x3D, 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x254D, 0x2550:
            true
        default: false
        }
    }
}
