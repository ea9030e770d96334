import ArgumentParser
import Judgement
import Model
import Rendering
import Runs

/// Options of every command that judges, and the judging itself.
struct JudgingOptions: ParsableArguments {
    @OptionGroup var profile: ProfileOption
    @OptionGroup var noise: NoiseOption

    @Option(
        name: .long, parsing: .unconditional,
        help: ArgumentHelp(
            "Per cent by which a median may miss its limit and still pass, where the profile gives "
                + "it a tolerance; percentiles and the chain's lines keep their own. Default: the "
                + "profile's.",
            valueName: "pct"))
    var tolerance: Double?

    @Option(
        name: .long,
        help: """
            Lowest verdict that makes the exit code non-zero: fail, inconclusive, warn or never. \
            Default: inconclusive.
            """)
    var failOn: FailOn?

    func validateTolerance(_ rule: JudgementRule = .bounds) throws {
        guard let tolerance else { return }
        switch rule {
        case .bounds:
            if !(0..<100).contains(tolerance) {
                throw ValidationError("--tolerance \(tolerance): give per cent from 0 to below 100")
            }
        case .node:
            if !NodeRule.tolerancePercentRange.contains(tolerance) {
                throw ValidationError("--tolerance \(tolerance): give per cent from 0 to 100")
            }
        case .nodeStart:
            throw ValidationError("--tolerance: the node's check at start has none; leave it out")
        }
    }

    /// The verdict of a rule, with the tolerance the user gave.
    func verdict(
        on record: RunRecord, by profile: Profile, rule: JudgementRule,
        calibration: NoiseCalibration? = nil
    ) -> Verdict {
        Judge.own.verdict(
            on: record, by: profile, rule: rule, tolerancePercent: tolerance,
            calibration: calibration)
    }

    /// Judges, writes the report, and ends with the verdict's exit code.
    ///
    /// `isNew` = the record was measured just now; `announce` is reported the report before it is
    /// written, and `remember` after that, however the writing ended; `known` is what is known of
    /// the drift between runs where no `--noise` file says it.
    func conclude(
        _ record: RunRecord, by profile: Profile, rule: JudgementRule = .bounds,
        output: OutputOptions<Reported>, isNew: Bool = false, known: NoiseCalibration? = nil,
        announce: (Report) -> Void = { _ in }, remember: (Report) -> Void = { _ in }
    ) throws {
        let verdict = verdict(
            on: record, by: profile, rule: rule, calibration: try noise.load() ?? known)
        let status = ExitStatus(of: verdict, failOn: failOn ?? .inconclusive)
        let report = Report(
            record: record, verdict: verdict,
            nodeRule: rule == .bounds ? self.verdict(on: record, by: profile, rule: .node) : nil,
            exitCode: status.rawValue)
        announce(report)
        defer { remember(report) }
        if isNew { try output.deliver(report) } else { try output.write(.report(report)) }
        throw ExitCode(status.rawValue)
    }
}
