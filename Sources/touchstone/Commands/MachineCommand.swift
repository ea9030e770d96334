import ArgumentParser
import Judgement
import Model
import Rendering
import Runs

/// `touchstone machine`: the node's `benchmark machine` without a node.
struct MachineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "machine",
        abstract: "The node's own `benchmark machine`: same flags, protocol, table and rule.",
        discussion: """
            Example: touchstone machine --path /var/lib/kilt

            One warm-up and one mean for each metric, judged as the node judges: with BLAKE2-256-\
            Parallel-8 even for collators. `touchstone qualify` gives a verdict that knows its \
            spread.
            """)

    @OptionGroup var disk: DiskOptions

    @Flag(name: .long, help: "Exit with 0 although the hardware fails to meet the minima.")
    var allowFail = false

    @Option(
        name: .long, parsing: .unconditional,
        help: "Per cent below a minimum that still pass, 0 to 100.")
    var tolerance = NodeRule.tolerancePercentDefault

    @Option(name: .long, parsing: .unconditional, help: "Seconds of each hash benchmark.")
    var hashDuration = 5.0

    @Option(name: .long, parsing: .unconditional, help: "Seconds of the signature benchmark.")
    var verifyDuration = 5.0

    @Option(name: .long, parsing: .unconditional, help: "Seconds of the memory benchmark.")
    var memoryDuration = 5.0

    @Option(name: .long, parsing: .unconditional, help: "Seconds of each disk benchmark.")
    var diskDuration = 5.0

    @Option(
        name: .long,
        help: ArgumentHelp("Profile whose minima apply instead.", valueName: "name|file"))
    var profile = "parity-2024-09-validator"

    @OptionGroup var output: OutputOption<Page>
    @OptionGroup var history: HistoryOptions
    @OptionGroup var guards: GuardOptions
    @OptionGroup var shared: NodeSharedOptions

    @Flag(name: .long, help: ArgumentHelp("Small sizes, for tests.", visibility: .hidden))
    var smoke = false

    /// A day, since longer is a slip of the keyboard (ours).
    private static let longestSeconds = 86_400.0

    func validate() throws {
        if !NodeRule.tolerancePercentRange.contains(tolerance) {
            throw ValidationError("--tolerance \(tolerance): give per cent from 0 to 100")
        }
        let durations = [
            ("--hash-duration", hashDuration), ("--verify-duration", verifyDuration),
            ("--memory-duration", memoryDuration), ("--disk-duration", diskDuration),
        ]
        for (name, seconds) in durations
        where !(seconds > 0 && seconds <= Self.longestSeconds) {
            throw ValidationError("\(name) \(seconds): give seconds above 0, at most a day")
        }
    }

    func run() throws {
        try output.checkWritable()
        if let note = shared.note { StandardError.say(note) }
        let profile = try ProfileSource.load(profile)
        let record = try RunSession(request(for: profile)) { event in
            if case .message(let text) = event { StandardError.say(text) }
        }.run()
        if let status = Interruption.status {
            history.append(Report(unjudged: record))
            throw CommandFailure(
                status, history.noHistory ? "interrupted" : "interrupted; see `touchstone history`")
        }
        for probe in record.probes where probe.status != .measured {
            StandardError.say("\(probe.id): \(probe.reason ?? "")")
        }
        let verdict = NodeRule.judge(record, by: profile, tolerancePercent: tolerance)
        let code = NodeProtocol.exitCode(of: verdict, on: record, allowsFail: allowFail)
        let report = Report(record: record, verdict: verdict, exitCode: code)
        defer { history.append(report) }
        let rows = NodeScores.rows(of: record, profile: profile, tolerancePercent: tolerance)
        try output.write(
            .page(
                text: { _ in NodeTable.render(rows, tolerancePercent: tolerance) },
                json: { try ReportJSON.encode(report) }), mustArrive: history.noHistory)
        if output.isTextShown { StandardError.say(Self.note) }
        throw ExitCode(code)
    }

    /// What a reader of the table must know.
    private static let note = """
        judged by the node's rule, which takes one mean for the truth and asks for \
        BLAKE2-256-Parallel-8 of collators too, though no check at their start does.
        """

    private func request(for profile: Profile) -> RunRequest {
        var durations = NodeDurations()
        durations.hash = hashDuration
        durations.verify = verifyDuration
        durations.memory = memoryDuration
        durations.disk = diskDuration
        var request = RunRequest(
            .node(durations), probes: NodeProtocol.probes, path: disk.path ?? ".")
        request.profile = profile
        request.isSmoke = smoke
        request.guards = Guards(guards, disk: disk)
        return request
    }
}
