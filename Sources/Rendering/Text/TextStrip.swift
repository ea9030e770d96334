/// A strip as characters of eight heights.
enum TextStrip {
    /// The least first.
    private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// The row's bars, cut into lines of at most `columns`, each with its signs below.
    static func lines(_ row: Page.Strip.Row, columns: Int) -> [String] {
        var lines: [String] = []
        var rest = row.points[...]
        while !rest.isEmpty {
            let points = rest.prefix(max(1, columns - 2))
            rest = rest.dropFirst(points.count)
            lines.append("  " + String(points.map { block($0.value, row) }))
            let signs = points.map { $0.mark ?? " " }.joined()
            if signs.contains(where: { $0 != " " }) {
                lines.append("  " + String(signs.reversed().drop { $0 == " " }.reversed()))
            }
        }
        return lines
    }

    /// Figures that are all alike stand at half height.
    private static func block(_ value: Double, _ row: Page.Strip.Row) -> Character {
        guard row.high > row.low, value.isFinite else { return blocks[3] }
        return blocks[min(7, max(0, Int((value - row.low) / (row.high - row.low) * 8)))]
    }
}
