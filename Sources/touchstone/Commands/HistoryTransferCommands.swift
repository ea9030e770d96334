import ArgumentParser
import History
import Model
import Rendering
import Runs

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

    @OptionGroup var output: OutputOption<Page>
    @OptionGroup var place: HistoryPath

    /// What became of the reports.
    private struct Count: Encodable {
        var added = 0
        var alreadyThere = 0
    }

    func run() throws {
        try output.checkWritable()
        let store = try HistoryStore.open(place.path)
        var count = Count()
        for file in files {
            try ReportLines.read(file) { report in
                _ = StoredVerdict.warned(report, named: "\(file), run \(report.record.id)")
                if try store.append(HistoryEntry(report)) {
                    count.added += 1
                } else {
                    count.alreadyThere += 1
                }
            }
        }
        let result = count
        try output.write(
            .page(
                text: { _ in "added \(result.added), already there \(result.alreadyThere)\n" },
                json: { try DocumentJSON.encode(result) }))
    }
}

/// `touchstone history prune`.
struct HistoryPruneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Delete old runs; those of a baseline stay.",
        discussion: """
            Examples:
              touchstone history prune --keep 500
              touchstone history prune --before 2026-01-01 --dry-run
            """)

    @Option(name: .long, parsing: .unconditional, help: "How many of the newest runs stay.")
    var keep: Int?

    @Option(name: .long, help: ArgumentHelp("Only runs before this day.", valueName: "yyyy-mm-dd"))
    var before: String?

    @Flag(name: .long, help: "Only list which would be deleted.")
    var dryRun = false

    @OptionGroup var output: OutputOption<Page>
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
        try output.checkWritable()
        let store = try place.openExisting()
        let held = try store.runs().values.enumerated().count { place, run in
            place >= keep ?? 0 && before.map { run.startedAt < $0 } ?? true
                && !run.baselines.isEmpty
        }
        let ids = try store.prune(keepingNewest: keep, before: before, isRehearsal: dryRun)
        let runs = counted(ids.count, "run")
        let lines =
            ids + [
                (dryRun ? "would delete \(runs)" : "deleted \(runs)")
                    + (held > 0 ? "; baselines hold \(held) more, which stay" : "")
            ]
        try output.write(
            .page(
                text: { _ in lines.map { SafeText.line($0) + "\n" }.joined() },
                json: { try DocumentJSON.encode(ids) }))
    }
}
