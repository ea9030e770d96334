// Here: what people paste, as a record.
// May use: lines of text made plain.
// Never: files, a verdict.

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
    package init(text: String, start: StartNumber? = nil) throws(InterchangeError) {
        try self.init(bytes: Array(text.utf8), start: start)
    }

    /// The same, of bytes in any of Unicode's encodings.
    package init(bytes: [UInt8], start: StartNumber? = nil) throws(InterchangeError) {
        var reader = PastedScoresReader(start: start)
        try reader.read(bytes[...])
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

/// Reads pasted scores from a stream, in memory for one line; what is wrong is reported when it is
/// seen.
///
/// Give it the chunks in order, then ask for the result:
///
///     var reader = PastedScoresReader()
///     while let chunk = try readNext() { try reader.read(chunk) }
///     let scores = try reader.finish()
package struct PastedScoresReader {
    /// Longest text in bytes.
    ///
    /// Ours: a year of a node's log without its debug lines; a stream without an end is told so
    /// within seconds.
    static let bytesMax = 256 << 20

    /// Most lines that look like part of a table or a score.
    ///
    /// Ours: as above.
    static let candidatesMax = 500_000

    private var decoder = TextDecoder()
    private var splitter = LineSplitter()
    private var parts: Parts
    private var bytesRead = 0

    /// - Parameter start: which start is taken where the text has several; then a table in it does
    ///   not count.
    package init(start: StartNumber? = nil) { parts = Parts(start: start) }

    /// Takes up the next bytes, cut anywhere.
    ///
    /// - Throws: what is wrong with a score, a table, the length of a line or of the whole; the
    ///   reader is of no further use then.
    package mutating func read(_ chunk: ArraySlice<UInt8>) throws(InterchangeError) {
        bytesRead += chunk.count
        if bytesRead > Self.bytesMax { throw .tooLong(limit: bytesText(Self.bytesMax)) }
        try split(try decoder.feed(chunk))
    }

    /// The scores, after the last chunk.
    ///
    /// - Throws: what is wrong with the text; `nothingFound` when it holds no score.
    package mutating func finish() throws(InterchangeError) -> PastedScores {
        try split(try decoder.finish())
        var parts = parts
        try splitter.finish { (line, bytes) throws(InterchangeError) in
            try parts.read(line, bytes)
        }
        try parts.finishLines(line: splitter.lineNumber)
        if !parts.table.scores.isEmpty {
            let ignored = (try? parts.startLog.finish())?.scores.count ?? 0
            return PastedScores(
                form: .table, scores: parts.table.scores, startLogScoresIgnored: ignored)
        }
        if let startLog = try parts.startLog.finish() {
            return PastedScores(
                form: .startLog, scores: startLog.scores, startLogScoresIgnored: 0)
        }
        if let line = parts.tableLeftAside { throw .tableWithoutStart(line: line) }
        throw parts.foreign.map { .foreign(kind: $0) } ?? .nothingFound(lines: splitter.lineNumber)
    }

    private mutating func split(_ text: [UInt8]) throws(InterchangeError) {
        // Taken out while the splitter is at work, since both are parts of this one value.
        var parts = parts
        try splitter.feed(text[...]) { (line, bytes) throws(InterchangeError) in
            try parts.read(line, bytes)
        }
        self.parts = parts
    }
}

/// What is done with each line.
private struct Parts {
    var lines = PastedLines()
    var table = TableReader()
    var startLog: StartLogReader
    /// What else the text seems to be.
    var foreign: String?
    /// The line of a table's header that was not read, since a start was asked for.
    private(set) var tableLeftAside: Int?
    private let readsTables: Bool
    private var candidates = 0

    init(start: StartNumber?) {
        startLog = StartLogReader(choosing: start)
        readsTables = start == nil
    }

    mutating func read(_ line: Int, _ bytes: ArraySlice<UInt8>) throws(InterchangeError) {
        if line <= ForeignText.linesMax, foreign == nil { foreign = ForeignText.kind(of: bytes) }
        guard table.wantsEveryLine || lines.wantsEveryLine || LineFilter.mayMatter(bytes) else {
            return
        }
        candidates += 1
        if candidates > PastedScoresReader.candidatesMax {
            throw .tooLong(
                limit: "\(PastedScoresReader.candidatesMax) lines that look like a table's")
        }
        for text in lines.texts(of: bytes) { try take(text, line: line) }
    }

    mutating func finishLines(line: Int) throws(InterchangeError) {
        for text in lines.finish() { try take(text, line: line) }
        try table.finish()
    }

    private mutating func take(_ text: String, line: Int) throws(InterchangeError) {
        if readsTables {
            try table.read(line: line, text: text)
        } else if tableLeftAside == nil, Table.isHeader(text) {
            tableLeftAside = line
        }
        do throws(InterchangeError) {
            try startLog.read(line: line, text: text)
        } catch {
            // Where there is a table, the start's lines do not count, nor what is wrong with them.
            if !table.hasBegun { throw error }
        }
    }
}
