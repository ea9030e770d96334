import ArgumentParser
import Judgement
import Measurement
import Model
import Probes
import Rendering

/// `touchstone plan`: what a run would do, without doing it.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Say what `qualify` would do: steps, time, bytes written, what it can tell.",
        discussion: "Example: touchstone plan --profile kilt-collator --preset quick")

    @OptionGroup var profile: ProfileOption
    @OptionGroup var options: RunOptions
    @OptionGroup var selection: ProbeSelection

    func run() throws {
        let profile = try profile.load()
        try Preflight.check(path: options.path)
        let probes = try selection.select(
            for: profile, from: try options.catalog(for: profile.chain)
        ).run
        try StandardOutput.write(
            OutlineText.render(
                options.outline(of: probes),
                style: .forOutput(isTerminal: StandardOutput.isTerminal)))
    }
}

extension RunOptions {
    /// How long further rounds may go on, in seconds; 0 = there are none.
    var timeBudgetSeconds: Double { timeBudget?.seconds ?? preset.timeBudgetSeconds }

    /// Looks that a run which seeks a verdict plans.
    var plannedLooks: Int { timeBudgetSeconds > 0 ? JudgementConstants.looks : 1 }

    /// What a run of these probes would do.
    func outline(of probes: [any Probe]) -> RunOutline {
        RunOutline(
            probes.map(\.descriptor), preset: preset, looks: plannedLooks,
            alpha: JudgementConstants.alpha(plannedLooks: plannedLooks),
            timeBudgetSeconds: timeBudgetSeconds, writes: writes(of: probes.map(\.descriptor)),
            writeLimitBytes: guards.maxWrite?.bytes)
    }
}
