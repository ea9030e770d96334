import ArgumentParser
import Model
import Runs

/// `touchstone measure ID…`: single probes, no verdict.
struct MeasureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure", abstract: "Run single probes, without a verdict.",
        discussion: """
            Examples:
              touchstone measure cpu.sr25519-verify --preset quick
              touchstone measure memory,cpu.stall --preset quick

            Exit codes: 0 every probe was measured, 3 one failed or was left out.
            """)

    @Argument(
        help: ArgumentHelp(
            "Probes to run, or groups such as disk or disk.read; `--list` names them.",
            valueName: "id"), completion: .probeNames)
    var ids: [String] = []

    @Flag(name: .long, help: "List the probes, with their metrics and why a collator needs them.")
    var list = false

    @OptionGroup var options: RunOptions
    @OptionGroup var output: OutputOptions<Reported>
    @OptionGroup var history: HistoryOptions

    func validate() throws {
        if ids.isEmpty, !list {
            throw ValidationError("name one probe or more; `touchstone measure --list` lists them")
        }
    }

    func run() throws {
        if list { return try StandardOutput.write(ProbeList.text) }
        try output.checkWritable()
        let printer = ProgressPrinter(options.progress, isQuiet: output.quiet)
        let request = try options.request(ProbeChoice(measured: ProbeChoice.ids(of: ids)))
        let record = try RunSession(request, watch: printer.show).run()
        if !record.complete {
            try InterruptedRun.save(record, output: output, history: history)
        }
        defer { history.append(Report(record: record)) }
        try output.deliver(Report(record: record))
        // No verdict, but a probe without its figure is not a success either.
        if record.probes.contains(where: { $0.status != .measured }) {
            throw ExitCode(ExitStatus.inconclusive.rawValue)
        }
    }
}

/// The catalogue as text.
enum ProbeList {
    static var text: String {
        ListedProbe.all.map { probe in
            let metrics = probe.metrics.map { "\($0.id) (\($0.unit.rawValue))" }
            return """
                \(probe.id)
                  \(probe.why)
                  metrics: \(metrics.joined(separator: ", "))
                  method \(probe.methodVersion): \(probe.source)

                """
        }.joined()
    }
}
