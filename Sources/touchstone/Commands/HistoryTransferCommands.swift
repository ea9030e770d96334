import ArgumentParser
import History
import Model
import Rendering

/// `touchstone history export`.
struct HistoryExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write reports to standard output as JSON, one a line, the oldest first.")

    @Argument(
        help: ArgumentHelp("Ids, or their beginnings. Default: all runs.", valueName: "id"),
        completion: .runNames)
    var ids: [String] = []

    @OptionGroup var place: HistoryPath

    func run() throws {
        let store = try place.reading()
        let all = try store.ids()
        let chosen = try ids.isEmpty ? all.values : ids.map { try store.resolve($0) }
        var damage = ids.isEmpty ? all.faults.map { "\($0)" } : []
        for id in chosen {
            do {
                // A report takes one line, whatever a foreign history holds.
                let report = DocumentJSON.harmless(try store.report(of: id))
                try StandardOutput.write(report.filter { $0 != 0x0A } + [0x0A])
            } catch let error as HistoryError {
                // The others are still written.
                damage.append("\(error)")
            }
        }
        if !damage.isEmpty {
            throw CommandFailure(.badInput, lines: damage)
        }
    }
}

/// `touchstone history import`.
struct HistoryImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Add reports to the history: files of one report, or of one a line.")

    @Argument(help: ArgumentHelp("Files; - is standard input.", valueName: "file"))
    var files: [String]

    @Flag(name: .long, help: "Tell what was added as JSON.")
    var json = false

    @OptionGroup var place: HistoryPath

    /// What became of the reports.
    private struct Count: Encodable {
        var added = 0
        var alreadyThere = 0
    }

    func run() throws {
        let store = try HistoryStore.open(place.path)
        var count = Count()
        for file in files {
            try ReportLines.read(file) { report in
                _ = StoredVerdict.checked(report, named: "\(file), run \(report.record.id)")
                if try store.append(HistoryEntry(report)) {
                    count.added += 1
                } else {
                    count.alreadyThere += 1
                }
            }
        }
        if json { return try StandardOutput.write(DocumentJSON.encode(count)) }
        try StandardOutput.write("added \(count.added), already there \(count.alreadyThere)\n")
    }
}

/// Reports of a file, one after another, however many.
enum ReportLines {
    /// Hands over the reports of a file that holds one, or one on each line.
    ///
    /// - Throws: exit code 66 when the file cannot be read, 65 when it holds something else.
    static func read(_ path: String, _ body: (Report) throws -> Void) throws {
        var pending: [UInt8] = []
        var reports = 0
        func take(_ line: [UInt8]) throws {
            do {
                try body(ReportJSON.decode(line))
                reports += 1
            } catch let error as ReportFormatError {
                throw CommandFailure(.badInput, "\(path), report \(reports + 1): \(error)")
            }
        }
        // How much of `pending` has no line end; each byte is looked at once, however long it is.
        var searched = 0
        try InputFile.readChunks(path) { chunk in
            pending += chunk
            var start = 0
            // A line that begins and ends an object is a report; any other is part of a longer one.
            while let end = pending[(start + searched)...].firstIndex(of: UInt8(ascii: "\n")) {
                searched = end - start
                guard end > start + 1, pending[start] == UInt8(ascii: "{"),
                    pending[end - 1] == UInt8(ascii: "}")
                else { break }
                try take(Array(pending[start..<end]))
                (start, searched) = (end + 1, 0)
            }
            pending.removeFirst(start)
            if !pending.dropFirst(searched).contains(UInt8(ascii: "\n")) {
                searched = pending.count
            }
            if pending.count > ReportJSON.bytesMax {
                throw CommandFailure(
                    .badInput,
                    "\(path), report \(reports + 1): longer than \(ReportJSON.bytesMax >> 20) MiB, "
                        + "which no report is")
            }
        }
        let isBlank = pending.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        if !isBlank || reports == 0 { try take(pending) }
    }
}

/// `touchstone history prune`.
struct HistoryPruneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Take old runs away; those of a baseline stay.",
        discussion: """
            Examples:
              touchstone history prune --keep 500
              touchstone history prune --before 2026-01-01 --dry-run
            """)

    @Option(name: .long, parsing: .unconditional, help: "How many of the newest runs stay.")
    var keep: Int?

    @Option(name: .long, help: ArgumentHelp("Only runs before this day.", valueName: "yyyy-mm-dd"))
    var before: String?

    @Flag(name: .long, help: "Only tell which would go.")
    var dryRun = false

    @Flag(name: .long, help: "Print the ids as JSON.")
    var json = false

    @OptionGroup var place: HistoryPath

    func validate() throws {
        if keep == nil, before == nil {
            throw ValidationError("say what stays: --keep N, --before YYYY-MM-DD, or both")
        }
        if let keep, keep < 0 { throw ValidationError("--keep \(keep): give a number from 0") }
        if let before, (try? /\d{4}-\d{2}-\d{2}(T[\d:]+Z)?/.wholeMatch(in: before)) == nil {
            throw ValidationError("--before \(before): give a day as YYYY-MM-DD, in UTC")
        }
    }

    func run() throws {
        let store = try place.openExisting()
        let held = try store.runs().values.enumerated().count { place, run in
            place >= keep ?? 0 && before.map { run.startedAt < $0 } ?? true
                && !run.baselines.isEmpty
        }
        let ids = try store.prune(keepingNewest: keep, before: before, isRehearsal: dryRun)
        if json { return try StandardOutput.write(DocumentJSON.encode(ids)) }
        let runs = ids.count == 1 ? "1 run" : "\(ids.count) runs"
        for id in ids { try StandardOutput.line(id) }
        try StandardOutput.line(
            (dryRun ? "would delete \(runs)" : "deleted \(runs)")
                + (held > 0 ? "; baselines hold \(held) more, which stay" : ""))
    }
}
