import ArgumentParser
import Judgement
import Measurement
import Model
import Probes
import Rendering

/// `touchstone doctor`: the preflight alone.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at machine and disk before measuring, and say what to mend.",
        discussion: """
            Example: touchstone doctor --path /var/lib/kilt --profile kilt-collator

            It takes two seconds, reads only, and needs neither root nor network. Exit code 4: \
            something makes a verdict impossible, or measuring harmful.
            """)

    @Option(
        name: [.short, .customShort("d"), .long, .customLong("base-path")],
        help: ArgumentHelp(
            "Directory on the disk to look at: the one that will hold the node's database.",
            valueName: "dir"))
    var path: String?

    @OptionGroup var profile: ProfileOption

    @OptionGroup var guards: GuardOptions

    @Flag(name: .long, help: "Print JSON instead of text.")
    var json = false

    /// How long a run of each preset takes where nothing stays undecided.
    private static func times(for profile: Profile) -> String {
        Preset.allCases.map { preset in
            let outline = RunOutline(
                probes(for: profile, preset).map(\.descriptor), preset: preset, looks: 1,
                alpha: JudgementConstants.alpha(plannedLooks: 1), timeBudgetSeconds: 0)
            let time = QuantityFormat.duration(seconds: max(60, outline.secondsTypical))
            return "\(time) (\(preset.rawValue))"
        }.joined(separator: ", ")
    }

    /// What a run of a preset measures for a profile.
    private static func probes(for profile: Profile, _ preset: Preset) -> [any Probe] {
        ProbeSelection.required(
            by: profile, from: ProbeCatalog(chain: ChainConditions(preset, profile.chain)))
    }

    func run() throws {
        let profile = try profile.load()
        let checkup = try Preflight.examine(
            path: path, profile: profile,
            scratchBytes: ProbeDescriptor.scratchBytes(
                of: Self.probes(for: profile, .quick).map(\.descriptor)),
            options: guards)
        if json {
            try StandardOutput.write(ReportJSON.encode(checkup))
        } else {
            let times = Self.times(for: profile)
            try StandardOutput.write(
                CheckupText.render(
                    checkup, style: .forOutput(isTerminal: StandardOutput.isTerminal))
                    + "\nTime to do the work\n  about \(times)\n")
        }
        if checkup.isBlocked { throw ExitCode(ExitStatus.preflightBlocked.rawValue) }
    }
}
