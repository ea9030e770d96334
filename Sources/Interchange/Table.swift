import Model

/// One table as it is read, row by row.
struct Table {
    /// How one can tell that the table is whole.
    private enum Style {
        /// The header's line is drawn unlike the last border, or nothing has been drawn yet.
        case drawn
        /// All borders look alike, as older nodes print them: any of them could be the last one.
        case repeated
        /// Markdown: there is no last border.
        case open
    }

    let headerLine: Int
    private(set) var rows: [PastedScore] = []
    private let cellCount: Int
    private let categoryColumn: Int
    private let functionColumn: Int
    private let scoreColumn: Int
    private let hasTopBorder: Bool
    private let separator: ColumnSeparator
    private var style: Style?
    /// Whether the last line taken was a border that may be the last one.
    private var isClosed = false
    private var lastLine: Int
    /// Whether blank lines came since; text copied from a web page may be spaced out by them.
    private var followsBlank = false

    /// The table whose header a line is, however its columns are distinguished; `nil` for any other
    /// line.
    ///
    /// - Throws: `unitColumn` when its scores have their units in a column of their own.
    init?(header text: String, line: Int, hasTopBorder: Bool) throws(InterchangeError) {
        // Asked of every line that may be one, so the cheapest look comes first.
        guard text.contains("ategory") || text.contains("ATEGORY") else { return nil }
        for separator in ColumnSeparator.allCases {
            guard let cells = TableCells(text, separatedBy: separator)?.cells,
                let table = Table(
                    header: cells, line: line, hasTopBorder: hasTopBorder, separator: separator)
            else { continue }
            if cells.contains(where: { $0.lowercased() == "unit" }) {
                throw .unitColumn(line: line)
            }
            self = table
            return
        }
        return nil
    }

    private init?(
        header cells: [String], line: Int, hasTopBorder: Bool, separator: ColumnSeparator
    ) {
        guard cells.contains(where: { $0.utf8.count == "category".utf8.count }) else { return nil }
        let names = cells.map { $0.lowercased() }
        guard let category = names.firstIndex(of: "category"),
            let function = names.firstIndex(of: "function"),
            let score = names.firstIndex(of: "score")
        else { return nil }
        categoryColumn = category
        functionColumn = function
        scoreColumn = score
        cellCount = cells.count
        headerLine = line
        lastLine = line
        self.hasTopBorder = hasTopBorder
        self.separator = separator
    }

    /// Whether a line is the header of a table.
    static func isHeader(_ text: String) -> Bool {
        do throws(InterchangeError) {
            return try Table(header: text, line: 0, hasTopBorder: false) != nil
        } catch {
            // It has a column of units.
            return true
        }
    }

    /// Whether a line names a category and one of its functions side by side.
    static func looksLikeRow(_ cells: [String]) -> Bool {
        zip(cells, cells.dropFirst()).contains { metric(category: $0, function: $1) != nil }
    }

    /// Takes up a line; `false` when the line is no longer part of the table.
    ///
    /// - Throws: what is wrong with a row.
    mutating func take(line: Int, text: String) throws(InterchangeError) -> Bool {
        if let border = TableBorder(text) {
            take(border)
            lastLine = line
            return true
        }
        if text.trimmingSpace().isEmpty {
            followsBlank = true
            return !(isClosed && style == .drawn)
        }
        guard let cells = TableCells(text, separatedBy: separator)?.cells else { return false }
        if try Table(header: text, line: line, hasTopBorder: false) != nil {
            throw .secondTable(line: line, first: headerLine)
        }
        let mayEndHere =
            isClosed && style == .drawn
            || followsBlank && (isClosed || style == .open)
        if mayEndHere, !Self.looksLikeRow(cells) { return false }
        if separator != .bar, !Self.isCategory(cells[min(categoryColumn, cells.count - 1)]) {
            return false
        }
        // What looked like the last border stands between rows.
        if isClosed, style == .drawn { style = .repeated }
        followsBlank = false
        try takeRow(cells, line: line, text: text)
        return true
    }

    private mutating func take(_ border: TableBorder) {
        if style == nil {
            style =
                switch (border.place, border.isDouble) {
                case (.anywhere, false): .repeated
                case (.inside, false): hasTopBorder ? .drawn : .open
                default: .drawn
                }
        }
        isClosed =
            !rows.isEmpty && !border.isDouble
            && (border.place == .anywhere || border.place == .bottom)
    }

    private mutating func takeRow(
        _ cells: [String], line: Int, text: String
    ) throws(InterchangeError) {
        if style == nil { style = hasTopBorder ? .drawn : .open }
        guard cells.count >= cellCount else {
            throw .tableCut(line: line, detail: "the row is incomplete, or was wrapped")
        }
        isClosed = false
        lastLine = line
        let (category, function) = (cells[categoryColumn], cells[functionColumn])
        guard let metric = Self.metric(category: category, function: function) else {
            let name = Excerpt.of(category + " " + function)
            throw function.lowercased().hasPrefix("blake2-256-parallel-")
                ? .otherCoreCount(line: line, excerpt: name)
                : .unknownFunction(line: line, excerpt: name)
        }
        if let first = rows.first(where: { $0.metric == metric }) {
            throw .scoreTwice(line: line, function: metric.function, first: first.line)
        }
        let cell = cells[scoreColumn]
        do throws(PrintedScore.Problem) {
            let printed = try PrintedScore(prefixOf: cell)
            rows.append(PastedScore(metric: metric, printed: printed, line: line))
        } catch {
            throw .score(error, line: line, metric: metric, text: cell)
        }
    }

    /// Checks that nothing of the table is missing.
    ///
    /// Where its last line cannot tell, the five rows that every node prints must be there.
    ///
    /// - Throws: `tableCut`.
    func checkEnd() throws(InterchangeError) {
        if rows.isEmpty { throw .tableCut(line: lastLine, detail: "it has no row") }
        if !isClosed, hasTopBorder || style != .open {
            throw .tableCut(line: lastLine, detail: "its last border is missing")
        }
        if style == .repeated || !isClosed {
            let missing = NodeMetric.allCases.filter { metric in
                metric != .blake2b256Parallel8 && !rows.contains { $0.metric == metric }
            }
            if !missing.isEmpty {
                let names = missing.map(\.function).joined(separator: ", ")
                throw .tableCut(line: lastLine, detail: "\(names) missing")
            }
        }
    }

    private static func isCategory(_ text: String) -> Bool {
        NodeMetric.allCases.contains { $0.category.lowercased() == text.lowercased() }
    }

    private static func metric(
        category: some StringProtocol, function: some StringProtocol
    ) -> NodeMetric? {
        // Lengths first: this is asked of every pair of cells in a text full of bars.
        NodeMetric.allCases.first {
            $0.category.utf8.count == category.utf8.count
                && $0.function.utf8.count == function.utf8.count
                && $0.category.lowercased() == category.lowercased()
                && $0.function.lowercased() == function.lowercased()
        }
    }
}

extension InterchangeError {
    /// The error for a figure that is no score.
    static func score(
        _ problem: PrintedScore.Problem, line: Int, metric: NodeMetric, text: some StringProtocol
    ) -> InterchangeError {
        let excerpt = Excerpt.of(text)
        return switch problem {
        case .unreadable:
            .unreadableScore(line: line, function: metric.function, excerpt: excerpt)
        case .impossible:
            .impossibleScore(line: line, function: metric.function, excerpt: excerpt)
        }
    }
}
