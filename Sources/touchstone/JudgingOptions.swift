import ArgumentParser
import Judgement
import Model
import Probes
import Profiles
import Rendering

/// Options of every command that judges, and the judging itself.
struct JudgingOptions: ParsableArguments {
    @OptionGroup var profile: ProfileOption

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Per cent below a metric's limit that still pass with a warning. Default: the profile's.",
            valueName: "pct"))
    var tolerance: Double?

    @Option(
        name: .long,
        help: "From which verdict on the exit code is not 0: fail, inconclusive, warn or never.")
    var failOn: FailOn = .inconclusive

    func validateTolerance() throws {
        if let tolerance, !(0..<100).contains(tolerance) {
            throw ValidationError("--tolerance \(tolerance): give per cent from 0 to below 100")
        }
    }

    /// Judges, writes the report, and ends with the verdict's exit code.
    func conclude(_ record: RunRecord, by profile: Profile, output: OutputOptions) throws -> Never {
        let verdict = BoundsRule.judge(record, by: profile, tolerancePercent: tolerance)
        let status = exitStatus(of: verdict)
        let report = Report(record: record, verdict: verdict, exitCode: status.rawValue)
        try output.write(report)
        throw ExitCode(status.rawValue)
    }

    /// The exit code that a verdict gives under `--fail-on`.
    func exitStatus(of verdict: Verdict) -> ExitStatus {
        switch (verdict.overall, failOn) {
        case (_, .never), (.pass, _): .qualified
        case (.warn, .warn): .notQualified
        case (.warn, _): .qualified
        case (.fail, _): .notQualified
        case (.inconclusive, .fail), (.unmeasurable, .fail), (.skipped, .fail): .qualified
        case (.inconclusive, _), (.unmeasurable, _), (.skipped, _): .inconclusive
        }
    }
}

/// `--profile NAME|FILE`.
struct ProfileOption: ParsableArguments {
    @Option(
        name: [.customShort("P"), .long],
        help: ArgumentHelp(
            "Profile to judge by: a name of `touchstone profiles list`, or a YAML file.",
            valueName: "name|file"))
    var profile = "parity-2024-09-collator"

    func load() throws -> Profile { try Self.load(profile) }

    static var catalog: ProfileCatalog { ProfileCatalog(metrics: ProbeCatalog.metrics) }

    /// - Throws: exit code 5 for an unknown name, 66 for a file that is not there, 78 for a bad one.
    static func load(_ name: String) throws -> Profile {
        do {
            return try catalog.profile(named: name)
        } catch {
            throw CommandFailure(error.exitStatus, error.description)
        }
    }
}
