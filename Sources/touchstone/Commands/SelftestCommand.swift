import ArgumentParser
import Rendering
import Runs

/// `touchstone selftest`: known answers of every kernel, or with `--gate` that the gate can turn
/// red and stays green when nothing is wrong.
struct SelftestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest",
        abstract: "Compute published answers and compare, or test the regression gate.",
        discussion: """
            Examples:
              touchstone selftest
              touchstone selftest --chain-spec kilt-spiritnet-raw.json.gz
              touchstone selftest --runtime kilt-rilt-raw.json.gz
              touchstone selftest --gate --inject 15%

            Known answers (hashes, signatures, tries) exit with 0 when every one is right, \
            else with 70.

            With --gate a few probes of the processor are measured in short runs that make a \
            baseline in a temporary history. Then an unchanged run must stay green, and one \
            with a delayed probe must turn red. Exit codes: 0 both did, 3 this machine is too \
            noisy to tell, 70 the gate is wrong.
            """)

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A raw chain specification, .json or .json.gz, whose state root and genesis hash are "
                + "computed in both layouts; - is standard input.", valueName: "file"))
    var chainSpec: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A chain's own runtime, which builds and executes three blocks of 20 transfers: a "
                + "chain specification, a .wasm file, or what a node answers for its code.",
            valueName: "file"))
    var runtime: String?

    @OptionGroup var runtimeOptions: RuntimeOptions

    @Option(
        name: .long,
        help: ArgumentHelp(
            "With --runtime: run the block in this file again, and compare.", valueName: "file"))
    var replay: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "With --runtime: write the first block of 20 transactions there.", valueName: "file"))
    var dump: String?

    @Flag(name: .long, help: "Test the gate of `touchstone baseline check` instead.")
    var gate = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "How much longer the delayed probe takes, with --gate. Default: 15%.",
            valueName: "pct"))
    var inject: String?

    @OptionGroup var output: OutputOption<Page>
    @OptionGroup var guards: GuardOptions

    @Flag(name: .long, help: ArgumentHelp("Small sizes, for tests.", visibility: .hidden))
    var smoke = false

    /// Ours: three times the budget of a metric.
    private static let injectDefault = "15%"

    private var fraction: Double {
        get throws {
            let inject = inject ?? Self.injectDefault
            let figure = inject.hasSuffix("%") ? String(inject.dropLast()) : inject
            guard let percent = Double(figure), percent > 0, percent <= 1000 else {
                throw ValidationError("--inject \(inject): give per cent above 0, such as 15%")
            }
            return percent / 100
        }
    }

    func validate() throws {
        _ = try fraction
        if runtime == nil {
            for (option, value) in [("--replay", replay), ("--dump", dump)] where value != nil {
                throw ValidationError("\(option): only with --runtime is there a block; add it")
            }
        }
        if gate { return }
        if !output.outputs.isEmpty {
            throw ValidationError("--output: only the test of --gate is written in formats")
        }
        if inject != nil { throw ValidationError("--inject: only --gate delays a probe; add it") }
    }

    func run() throws {
        if gate { return try testGate() }
        if let runtime {
            return try RuntimeSelftest(
                path: runtime, choice: runtimeOptions.choice, replay: replay, dump: dump,
                write: { try StandardOutput.write($0) },
                save: { try AtomicFile.write($0, to: $1) }
            ).run()
        }
        try KnownAnswerCheck.run { check in
            try StandardOutput.write(
                "\(check.holds ? "ok   " : "WRONG")  \(check.name)  (\(check.source))\n")
        }
        guard let chainSpec else { return }
        let roots = try GenesisRoots(ofSpecificationAt: chainSpec)
        try StandardOutput.line("\(chainSpec): \(roots.entries) entries")
        for (layout, root, hash) in roots.layouts {
            try StandardOutput.write("\(layout)  state root \(root)\n    genesis hash \(hash)\n")
        }
    }

    private func testGate() throws {
        let delay = try fraction
        let outcome = try GateRehearsal.inTemporaryHistory(
            delay: delay, guards: Guards(guards), isSmoke: smoke, say: { StandardError.say($0) })
        let share = inject ?? Self.injectDefault
        try output.write(
            .page(
                text: { style in
                    "An unchanged run:\n\n"
                        + RegressionPage.page(outcome.unchanged).text(style)
                        + "\nThe same with \(outcome.delayedProbe) delayed by \(share):\n\n"
                        + RegressionPage.page(outcome.delayed).text(style)
                        + "\nselftest: \(outcome.sentence)\n"
                }, json: { try DocumentJSON.encode(outcome) }))
        throw ExitCode(outcome.status.rawValue)
    }
}
