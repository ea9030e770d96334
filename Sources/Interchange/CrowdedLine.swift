/// Gives a table back the line ends it has lost, when several of its lines stand in one.
enum CrowdedLine {
    /// Words that begin a line of the table: its header's first, and the categories.
    private static let firstWords = ["category", "cpu", "memory", "disk"]

    /// The lines of the table in the line, with what stands before and behind them; the line itself
    /// when it holds no more than one.
    static func lines(_ line: String) -> [String] {
        let scalars = Array(line.unicodeScalars)
        guard scalars.contains(where: { TableCells.isBar($0) || $0 == "+" }) else { return [line] }
        let borders = borders(in: scalars)
        let rows = rowStarts(in: scalars)
        // A prefix with a bar, or a border behind a prefix, is one line all the same.
        guard rows.count > 1 || !borders.isEmpty && borders.count + rows.count > 1 else {
            return [line]
        }
        let cuts = Set(borders.flatMap { [$0.lowerBound, $0.upperBound] } + rows)
        var lines: [String] = []
        var piece = String.UnicodeScalarView()
        func end() {
            if piece.contains(where: { $0 != " " && $0 != "\t" }) { lines.append(String(piece)) }
            piece = .init()
        }
        for (index, scalar) in scalars.enumerated() {
            if cuts.contains(index) { end() }
            piece.append(scalar)
        }
        end()
        return lines
    }

    /// Where borders stand: strokes between joints, such as `|----+----|`.
    ///
    /// Two joints side by side belong to two lines: `… |` and `|----|`.
    private static func borders(in scalars: [Unicode.Scalar]) -> [Range<Int>] {
        var borders: [Range<Int>] = []
        var start: Int?
        var lastJoint: Int?
        var strokes = 0
        // Whether there was a stroke or a colon since the last joint.
        var hasColumn = false
        func close() {
            if let start, let lastJoint, strokes >= 3 {
                borders.append(start..<(lastJoint + 1))
            }
            (start, lastJoint, strokes, hasColumn) = (nil, nil, 0, false)
        }
        for (index, scalar) in scalars.enumerated() {
            if TableBorder.isStroke(scalar) || scalar == ":" {
                if start == nil { continue }
                strokes += TableBorder.isStroke(scalar) ? 1 : 0
                hasColumn = true
            } else if TableBorder.isJoint(scalar) {
                if !hasColumn { close() }
                if start == nil { start = index }
                lastJoint = index
                hasColumn = false
            } else if scalar != " " {
                close()
            }
        }
        close()
        return borders
    }

    /// Where a bar stands before one of the words that begin a row, with another bar behind it.
    private static func rowStarts(in scalars: [Unicode.Scalar]) -> [Int] {
        scalars.indices.filter { index in
            guard TableCells.isBar(scalars[index]) else { return false }
            let cell = scalars[(index + 1)...].prefix(16).prefix { !TableCells.isBar($0) }
            guard cell.endIndex < scalars.count, TableCells.isBar(scalars[cell.endIndex]) else {
                return false
            }
            let word = String(String.UnicodeScalarView(cell)).trimmingSpace().lowercased()
            return firstWords.contains(word)
        }
    }
}
