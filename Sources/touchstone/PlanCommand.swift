import ArgumentParser
import Host
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
        let probes = try selection.select(for: profile.load()).run
        try StandardOutput.write(
            OutlineText.render(
                try options.outline(of: probes),
                style: .forOutput(isTerminal: StandardOutput.isTerminal)))
    }
}

extension RunOptions {
    /// How long further rounds may go on, in seconds; 0 = there are none.
    var timeBudgetSeconds: Double { timeBudget?.seconds ?? preset.timeBudgetSeconds }

    /// Looks that a run which seeks a verdict plans.
    var plannedLooks: Int { timeBudgetSeconds > 0 ? JudgementConstants.looks : 1 }

    /// What these probes ask of the disk.
    func demand(of probes: [any Probe]) -> DiskDemand {
        DiskDemand(
            probes.map(\.descriptor), preset: preset, scale: smoke ? .smoke : .reference)
    }

    /// What a run of these probes would do here.
    ///
    /// - Throws: `CommandFailure` for a path that cannot be looked at.
    func outline(of probes: [any Probe]) throws -> RunOutline {
        let host = HostReader().facts()
        let storage = try path.map(Preflight.storage)?.facts
        let demand = demand(of: probes)
        var outline = RunOutline(
            demand, looks: plannedLooks,
            alpha: JudgementConstants.alpha(plannedLooks: plannedLooks),
            timeBudgetSeconds: timeBudgetSeconds
        ) { rate in
            demand.plan(
                host: host, storage: storage, capBytes: guards.maxWrite?.bytes, diskRate: rate)
        }
        if let filesystem = storage?.filesystem {
            outline.disk.marginBytes = FreeSpaceMargin.standard.bytes(
                required: outline.disk.occupiedBytes, filesystem: filesystem.totalBytes)
        }
        return outline
    }
}
