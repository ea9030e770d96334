import Model

/// How the columns of a table are distinguished.
enum ColumnSeparator: CaseIterable {
    /// Vertical bars, of ASCII or box drawing.
    case bar
    case tab
    /// Commas, but for those between quotation marks.
    case comma
    case semicolon
    /// White space alone: category, function and score are recognised by their words.
    case space
}

/// The cells of a line.
struct TableCells {
    /// Most cells that are distinguished; the rest of a longer line is one cell.
    ///
    /// Ours: the node's table has seven, with the two outside it; a log prefix may have bars too.
    private static let cellsMax = 32

    /// Texts between the separators, with what stands before the first and after the last one.
    ///
    /// Trimmed, without quotation marks and emphasis around them, white space as single spaces.
    let cells: [String]

    /// nil if the line has no such separator.
    init?(_ line: String, separatedBy separator: ColumnSeparator = .bar) {
        let parts: [Substring]
        switch separator {
        case .bar: parts = Self.split(line) { Self.isBar($0) }
        case .tab: parts = Self.split(line) { $0 == "\t" }
        case .semicolon: parts = Self.split(line) { $0 == ";" }
        case .comma:
            var isQuoted = false
            parts = Self.split(line) { scalar in
                if scalar == "\"" { isQuoted.toggle() }
                return scalar == "," && !isQuoted
            }
        case .space:
            guard let words = Self.byWords(line) else { return nil }
            cells = words
            return
        }
        if parts.count < 2 { return nil }
        cells = parts.map(Self.bare)
    }

    /// A bar of ASCII or of the box drawing block.
    static func isBar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x7C, 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x254E, 0x254F, 0x2551: true
        default: false
        }
    }

    private static func split(
        _ line: String, _ isSeparator: (Unicode.Scalar) -> Bool
    ) -> [Substring] {
        line.unicodeScalars.split(
            maxSplits: cellsMax - 1, omittingEmptySubsequences: false, whereSeparator: isSeparator
        )
        .map(Substring.init)
    }

    private static func bare(_ cell: Substring) -> String {
        let isAround: (Character) -> Bool = { $0.isWhitespace || "\"'_“”„«»‘’".contains($0) }
        let trimmed = cell.drop(while: isAround)
        guard let last = trimmed.lastIndex(where: { !isAround($0) }) else { return "" }
        return trimmed[...last].split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Category, function and the rest of a line whose columns have nothing but spaces between.
    private static func byWords(_ line: String) -> [String]? {
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count >= 3 else { return nil }
        let category = words[0].lowercased()
        if category == "category" { return Array(words[..<3]) }
        let metrics = NodeMetric.allCases.filter { $0.category.lowercased() == category }
        if metrics.isEmpty { return nil }
        let rest = words.dropFirst().joined(separator: " ")
        let metric = metrics.max { first, second in
            // The longest name that fits: one is the beginning of another.
            (rest.hasPrefix(first.function + " ") ? first.function.count : 0)
                < (rest.hasPrefix(second.function + " ") ? second.function.count : 0)
        }
        if let function = metric?.function, rest.hasPrefix(function + " ") {
            return [words[0], function, String(rest.dropFirst(function.count + 1))]
        }
        return [words[0], words[1], words[2...].joined(separator: " ")]
    }
}

/// A line that draws a border: `+----+`, `|----+----|`, `+====+`, `|:---|`, or in box drawing.
struct TableBorder {
    /// Where such a line may stand.
    enum Place { case top, inside, bottom, anywhere }

    let place: Place
    /// Whether it is drawn double, as below the header only.
    let isDouble: Bool

    /// nil if the line does not end in a border; a log prefix before it is left out, and so are
    /// quotation marks and the like behind it.
    init?(_ line: String) {
        var drawn: [Unicode.Scalar] = []
        let ending = line.unicodeScalars.reversed().drop {
            "\"'\\,;) \t".unicodeScalars.contains($0)
        }
        for scalar in ending {
            guard Self.draws(scalar) || scalar == " " || scalar.properties.isWhitespace else {
                break
            }
            drawn.append(scalar)
        }
        drawn.reverse()
        drawn = Self.withoutPrefix(drawn)
        let strokes = drawn.filter(Self.isStroke)
        // Three is the fewest strokes of a Markdown column.
        guard strokes.count >= 3, let first = drawn.firstIndex(where: Self.isStroke) else {
            return nil
        }
        isDouble = strokes.contains { $0 == "=" || $0 == "═" }
        let lead = drawn[max(first - 1, 0)]
        place = Self.place(of: lead)
    }

    /// The border alone: dashes of a log's prefix, as in `node - - +----+`, stand before its corner
    /// with a space between.
    private static func withoutPrefix(_ drawn: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard let corner = drawn.firstIndex(where: isJoint), corner > 0, drawn[corner] != "|",
            drawn[corner - 1] == " "
        else { return drawn }
        return Array(drawn[corner...])
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

    /// Where a border meets a column's edge.
    static func isJoint(_ scalar: Unicode.Scalar) -> Bool {
        draws(scalar) && !isStroke(scalar) && scalar != ":"
    }

    static func isStroke(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2D, 0x3D, 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x254D, 0x2550:
            true
        default: false
        }
    }
}
