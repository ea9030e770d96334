import Judgement
import Model
import TestSupport
import Testing

/// A stored verdict that its samples do not say is told, with what they say.
struct VerdictCheckTests {
    private static let judge = Judge([])

    private static func report(
        tolerance: Double? = nil, rule: JudgementRule = .bounds
    ) -> (Report, Profile) {
        let record = RecordBuilder.record([
            ("cpu.blake2b-256", [Double](repeating: 500, count: 12)),
            ("memory.copy", [Double](repeating: 950, count: 12)),
        ])
        let profile = RecordBuilder.profile([("cpu.blake2b-256", 1000), ("memory.copy", 1000)])
        let verdict = judge.verdict(
            on: record, by: profile, rule: rule, tolerancePercent: tolerance)
        return (Report(record: record, verdict: verdict), profile)
    }

    @Test(arguments: [nil, 3, 60] as [Double?])
    func aVerdictOfTheSamplesIsNotDoubted(_ tolerance: Double?) {
        let (report, profile) = Self.report(tolerance: tolerance)
        #expect(VerdictCheck.doubt(of: report, profile: profile, by: Self.judge) == nil)
        #expect(VerdictCheck.doubt(of: report, profile: nil, by: Self.judge) == nil)
    }

    @Test(arguments: [JudgementRule.node, .nodeStart])
    func theNodesVerdictsAreCheckedByItsRule(_ rule: JudgementRule) {
        var (report, profile) = Self.report(rule: rule)
        #expect(VerdictCheck.doubt(of: report, profile: profile, by: Self.judge) == nil)
        report.verdict?.overall = .pass
        let doubt = VerdictCheck.doubt(of: report, profile: profile, by: Self.judge)
        #expect(doubt?.samples == .fail)
    }

    @Test func anEditedVerdictIsDoubted() {
        var (report, profile) = Self.report()
        report.verdict?.overall = .pass
        for index in report.verdict?.requirements.indices ?? 0..<0 {
            report.verdict?.requirements[index].outcome = .pass
        }
        for known in [profile, nil] {
            let doubt = VerdictCheck.doubt(of: report, profile: known, by: Self.judge)
            #expect(doubt?.stored == .pass)
            #expect(doubt?.samples == .fail)
            #expect(doubt?.lines.map(\.samples) == [.fail, .warn])
        }
    }

    @Test func anEditedFigureIsDoubted() {
        var (report, profile) = Self.report()
        report.verdict?.requirements[0].measured = 999
        let doubt = VerdictCheck.doubt(of: report, profile: profile, by: Self.judge)
        #expect(doubt?.lines.map(\.title) == ["cpu.blake2b-256"])
    }

    @Test func anEditedLimitIsDoubtedWhereTheProfileIsKnown() {
        var (report, profile) = Self.report()
        profile.digest = "d"
        report.verdict?.profile.digest = "d"
        report.verdict?.requirements[0].requirement.limit = .quantity(100, unit: "B/s")
        #expect(VerdictCheck.doubt(of: report, profile: profile, by: Self.judge) != nil)
    }
}
