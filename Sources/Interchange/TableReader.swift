import Model

/// Reads the table of `benchmark machine` out of the lines around it.
///
/// - Source: polkadot-sdk substrate/utils/frame/benchmarking-cli/src/machine/mod.rs,
///   `print_summary`: columns Category, Function, Score, Minimum, Result, drawn by comfy-table, and
///   below it `From {n} benchmarks in total, …`.
struct TableReader {
    private enum State {
        /// No table yet.
        case before
        case inside(Table)
        /// The table has ended; `isNext` while the line that counts the benchmarks may follow.
        case after(Table, isNext: Bool)
    }

    private var state = State.before
    /// Whether the line before was the top border that a header follows.
    private var followsBorder = false

    /// The scores in the order of the rows; empty when there is no table.
    var scores: [PastedScore] {
        switch state {
        case .before: []
        case .inside(let table), .after(let table, _): table.rows
        }
    }

    /// Whether a table has begun.
    var hasBegun: Bool { if case .before = state { false } else { true } }

    /// Whether every line must be shown, and not only those that look like part of a table.
    var wantsEveryLine: Bool {
        switch state {
        case .before, .after(_, isNext: false): false
        case .inside, .after(_, isNext: true): true
        }
    }

    /// Takes up the next line.
    ///
    /// - Throws: what is wrong with the table, by line.
    mutating func read(line: Int, text: String) throws(InterchangeError) {
        switch state {
        case .before:
            try readOutside(line: line, text: text)
        case .inside(var table):
            if try table.take(line: line, text: text) {
                state = .inside(table)
            } else {
                try table.checkEnd()
                state = .after(table, isNext: true)
                try readAfter(table, isNext: true, line: line, text: text)
            }
        case .after(let table, let isNext):
            try readAfter(table, isNext: isNext, line: line, text: text)
        }
    }

    /// Checks that the table did not end with the text.
    ///
    /// - Throws: `tableCut`.
    mutating func finish() throws(InterchangeError) {
        if case .inside(let table) = state { try table.checkEnd() }
    }

    private mutating func readOutside(line: Int, text: String) throws(InterchangeError) {
        let border = TableBorder(text)
        defer { followsBorder = border != nil && border?.place != .inside }
        if border != nil { return }
        if let table = try Table(header: text, line: line, hasTopBorder: followsBorder) {
            state = .inside(table)
        } else if let cells = TableCells(text)?.cells, Table.looksLikeRow(cells) {
            throw .rowWithoutHeader(line: line, excerpt: Excerpt.of(text))
        }
    }

    private mutating func readAfter(
        _ table: Table, isNext: Bool, line: Int, text: String
    ) throws(InterchangeError) {
        if isNext, text.trimmingSpace().isEmpty { return }
        state = .after(table, isNext: false)
        if try Table(header: text, line: line, hasTopBorder: false) != nil {
            throw .secondTable(line: line, first: table.headerLine)
        }
        if let cells = TableCells(text)?.cells, Table.looksLikeRow(cells) {
            throw .rowWithoutHeader(line: line, excerpt: Excerpt.of(text))
        }
        if isNext, let said = Self.benchmarksSaid(text), said != table.rows.count {
            throw .rowCountDiffers(line: line, said: said, found: table.rows.count)
        }
    }

    /// The count in `From 6 benchmarks in total, …`.
    private static func benchmarksSaid(_ text: String) -> Int? {
        let words = text.split(separator: " ")
        guard let from = words.firstIndex(of: "From"), words.count > from + 2,
            words[from + 2] == "benchmarks"
        else { return nil }
        return Int(words[from + 1])
    }
}
