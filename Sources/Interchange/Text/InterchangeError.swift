/// Why a pasted text gives no record; every message names the line and what to do.
package enum InterchangeError: Error, Equatable, CustomStringConvertible {
    /// Neither a table nor a score line was found in so many lines.
    case nothingFound(lines: Int)
    /// A line is longer than any line of a log; this is no text, or its line ends are gone.
    case lineTooLong(line: Int, limitBytes: Int)
    /// A figure is missing or is not in the form `637.62 KiBs`.
    case unreadableScore(line: Int, function: String, excerpt: String)
    /// A figure was read and cannot be a throughput: zero, negative, not a number, beyond all
    /// bounds.
    case impossibleScore(line: Int, function: String, excerpt: String)
    /// A row of the table names a function that no node of this protocol prints.
    case unknownFunction(line: Int, excerpt: String)
    /// The parallel metric was taken with another number of cores than the reference asks for.
    case otherCoreCount(line: Int, excerpt: String)
    /// The table stops before its end; `line` is the last line that belongs to it.
    case tableCut(line: Int, detail: String)
    /// The line below the table counts other rows than the table has.
    case rowCountDiffers(line: Int, said: Int, found: Int)
    /// A row of the table stands alone, with no header above it.
    case rowWithoutHeader(line: Int, excerpt: String)
    /// A second table begins; `first` is the line of the first one's header.
    case secondTable(line: Int, first: Int)
    /// The same row is given twice; `first` is the line of the first one.
    case scoreTwice(line: Int, function: String, first: Int)
    /// The scores have their units in a column of their own, as in April 2022.
    case unitColumn(line: Int)
    /// The scores of a second start, or of a second node, differ from those of the first.
    case severalStarts(first: ClosedRange<Int>, second: ClosedRange<Int>)
    /// A start was asked for, and the text has a table and no start.
    case tableWithoutStart(line: Int)
    /// The start that was asked for is not there.
    case noSuchStart(number: Int, found: Int)
    /// The start that was asked for lacks scores that another has.
    case startIncomplete(lines: ClosedRange<Int>, missing: String)
    /// The bytes are no text; `kind` says what they are and what to do.
    case notText(kind: String)
    /// What was given is another program's, or another of this program's files; `kind` says what it
    /// is and what reads it.
    case foreign(kind: String)
    /// The text goes on beyond what any paste holds.
    case tooLong(limit: String)

    package var description: String {
        switch self {
        case .nothingFound(let lines):
            "no table of `benchmark machine` and no score line in \(lines) line(s): paste the "
                + "table from its header `| Category | Function | Score |` to its last border, or "
                + "the 🏁 lines of the node's start"
        case .lineTooLong(let line, let limit):
            "line \(line): longer than \(limit) bytes: give the log as text with its line ends"
        case .notText(let kind): "this is no text but \(kind)"
        case .foreign(let kind): kind
        case .tooLong(let limit):
            "longer than \(limit): give the lines of the node's start alone, as "
                + "`grep -a ' score' LOG` finds them"
        case .severalStarts, .noSuchStart, .startIncomplete, .tableWithoutStart: startProblem
        default: scoreProblem ?? tableProblem
        }
    }

    private var startProblem: String {
        switch self {
        case .severalStarts(let first, let second):
            "line \(second.lowerBound): a second start log begins here: \(Self.lines(first)) and "
                + "\(Self.lines(second)) have different scores, of two starts or of two nodes: "
                + "choose with --start last, --start first or --start N, or give the lines of one"
        case .tableWithoutStart(let line):
            "line \(line): this is a table, and --start chooses among the starts of a log, of "
                + "which there is none: leave --start out"
        case .noSuchStart(let number, let found):
            "there is no start \(number): the text has \(found) with different scores: give "
                + "--start 1" + (found > 1 ? " to \(found)" : "")
        case .startIncomplete(let lines, let missing):
            "\(Self.lines(lines)): this start has no score for \(missing), another has: the log is "
                + "cut here, or the lines of two nodes are mixed: give the lines of one start"
        default: ""
        }
    }

    private static func lines(_ range: ClosedRange<Int>) -> String {
        range.count == 1
            ? "line \(range.lowerBound)" : "lines \(range.lowerBound) to \(range.upperBound)"
    }

    private var scoreProblem: String? {
        switch self {
        case .unreadableScore(let line, let function, let excerpt):
            "line \(line): no score for \(function) in `\(excerpt)`: a score reads like "
                + "`637.62 KiBs`, in KiBs, MiBs or GiBs; paste the line as the node printed it"
        case .impossibleScore(let line, let function, let excerpt):
            "line \(line): `\(excerpt)` is no possible score for \(function): run the benchmark "
                + "again, or paste the line as the node printed it"
        case .unknownFunction(let line, let excerpt):
            "line \(line): unknown benchmark `\(excerpt)`: paste the table as the node printed it, "
                + "or leave this row out"
        case .otherCoreCount(let line, let excerpt):
            "line \(line): `\(excerpt)` is not the parallel score with 8 cores, the only one that "
                + "reference hardware is judged by: leave it out"
        case .scoreTwice(let line, let function, let first):
            "line \(line): \(function) is given a second time (first in line \(first)): keep one "
                + "of the two"
        default: nil
        }
    }

    private var tableProblem: String {
        switch self {
        case .tableCut(let line, let detail):
            "line \(line): the table is cut here (\(detail)): paste it from its header to its last "
                + "border"
        case .rowCountDiffers(let line, let said, let found):
            "line \(line): the node counted \(said) benchmark(s), the table above has \(found) "
                + "row(s): paste the whole table"
        case .rowWithoutHeader(let line, let excerpt):
            "line \(line): `\(excerpt)` is a row without its table: paste the table from its "
                + "header `| Category | Function | Score |` on; the same row of many runs is no "
                + "table, see `touchstone noise`"
        case .secondTable(let line, let first):
            "line \(line): a second table (the first begins in line \(first)): give one table at a "
                + "time, since each becomes a record of its own"
        case .unitColumn(let line):
            "line \(line): tables with the columns Score and Unit, as of April 2022, are not read, "
                + "since their units mean other things: run `benchmark machine` of a newer node"
        default: ""
        }
    }
}
