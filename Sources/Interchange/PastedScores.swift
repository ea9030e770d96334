package import Model

/// One score read from what somebody pasted.
package struct PastedScore: Sendable, Equatable {
    package let metric: NodeMetric
    package let printed: PrintedScore
    /// Number of the line it stood in, from 1.
    package let line: Int
}

/// The scores of one machine, read from the table of a node's `benchmark machine` or from the 🏁
/// lines of a node's start.
///
/// Where a text holds both, the table counts: it is measured for seconds instead of a tenth of one,
/// and it has the signatures too.
package struct PastedScores: Sendable, Equatable {
    /// Which of the two forms was read.
    package enum Form: String, Sendable {
        case table
        case startLog = "start-log"
    }

    package let form: Form
    /// In the order of `NodeMetric.allCases`, each metric at most once; never empty.
    package let scores: [PastedScore]
    /// How many scores of 🏁 lines were left aside for the table.
    package let startLogScoresIgnored: Int

    /// Reads a text that is at hand.
    ///
    /// - Throws: `InterchangeError`, which names the line and the mend.
    package init(text: String) throws(InterchangeError) {
        var reader = PastedScoresReader()
        try reader.read(ArraySlice(text.utf8))
        self = try reader.finish()
    }

    init(form: Form, scores: [PastedScore], startLogScoresIgnored: Int) {
        self.form = form
        self.scores = NodeMetric.allCases.compactMap { metric in
            scores.first { $0.metric == metric }
        }
        self.startLogScoresIgnored = startLogScoresIgnored
    }
}

/// Reads pasted scores from a stream of any length, in memory for one line.
///
/// Give it the chunks in order, then ask for the result:
///
///     var reader = PastedScoresReader()
///     while let chunk = try readNext() { try reader.read(chunk) }
///     let scores = try reader.finish()
package struct PastedScoresReader {
    private var splitter = LineSplitter()
    private var table = TableReader()
    private var startLog = StartLogReader()

    package init() {}

    /// Takes up the next bytes, cut anywhere.
    ///
    /// - Throws: what is wrong with a table or with the length of a line; the reader is of no
    ///   further use then.
    package mutating func read(_ chunk: ArraySlice<UInt8>) throws(InterchangeError) {
        // Taken out while the splitter is at work, since both are parts of this one value.
        var (table, startLog) = (table, startLog)
        try splitter.feed(chunk) { (line, bytes) throws(InterchangeError) in
            try Self.readLine(line, bytes, &table, &startLog)
        }
        (self.table, self.startLog) = (table, startLog)
    }

    /// The scores, after the last chunk.
    ///
    /// - Throws: what is wrong with the text; `nothingFound` when it holds no score.
    package mutating func finish() throws(InterchangeError) -> PastedScores {
        var (table, startLog) = (table, startLog)
        try splitter.finish { (line, bytes) throws(InterchangeError) in
            try Self.readLine(line, bytes, &table, &startLog)
        }
        try table.finish()
        if !table.scores.isEmpty {
            return PastedScores(
                form: .table, scores: table.scores, startLogScoresIgnored: startLog.scores.count)
        }
        if let problem = startLog.problem { throw problem }
        if !startLog.scores.isEmpty {
            return PastedScores(
                form: .startLog, scores: startLog.scores, startLogScoresIgnored: 0)
        }
        throw table.problem ?? .nothingFound(lines: splitter.lineNumber)
    }

    private static func readLine(
        _ line: Int, _ bytes: ArraySlice<UInt8>, _ table: inout TableReader,
        _ startLog: inout StartLogReader
    ) throws(InterchangeError) {
        let mayBeTable = table.wantsEveryLine || PastedLine.mayBeTable(bytes)
        let mayBeScore = PastedLine.mayBeScore(bytes)
        guard mayBeTable || mayBeScore else { return }
        let text = PastedLine.text(bytes)
        if mayBeTable { try table.read(line: line, text: text) }
        if mayBeScore { startLog.read(line: line, text: text) }
    }
}
