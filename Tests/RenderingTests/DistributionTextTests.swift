import Latency
import Model
import Rendering
import TestSupport
import Testing

/// A metric of single times in every format: as its percentiles, judged or not.
struct DistributionTextTests {
    /// Twelve blocks of 990 times of 1 ms and ten of 20 ms.
    private static func report(judged: Bool) -> Report {
        var histogram = LatencyHistogram()
        for _ in 0..<990 { histogram.record(nanoseconds: 1_000_000) }
        for _ in 0..<10 { histogram.record(nanoseconds: 20_000_000) }
        let distribution = histogram.distribution
        var record = RecordBuilder.record([("d.l", [])])
        record.probes[0].metrics = [
            MetricDefinition(
                id: "d.l", unit: .seconds, direction: .lowerIsBetter, title: "Disk latency",
                form: .distribution)
        ]
        record.probes[0].blocks = (0..<12).map { round in
            BlockRecord(
                round: round, phase: .kept, startedSeconds: Double(round),
                samples: [
                    "d.l": .distribution(
                        DistributionSample(
                            histogram: distribution.encoded, count: distribution.count))
                ])
        }
        return Report(record: record, verdict: judged ? verdict() : nil)
    }

    private static func verdict() -> Verdict {
        let requirement = Requirement(
            subject: .metric("d.l", .p99), comparison: .atMost,
            limit: .quantity(0.01, unit: "ms"), level: .required, source: RecordBuilder.source)
        var profile = RecordBuilder.profile([])
        profile.requirements = [requirement]
        return Verdict(
            rule: .bounds, profile: ProfileSummary(profile), overall: .inconclusive,
            boundBy: "d.l.p99", reason: "undecided",
            requirements: [
                RequirementVerdict(
                    requirement: requirement, title: "Disk latency p99", outcome: .inconclusive,
                    measured: 1e-3, lowerBound: 1e-3, sampleCount: 12,
                    exceedance: .init(
                        above: 120, of: 12_000, permittedShare: 0.01, designEffect: 1),
                    marginPercent: 900,
                    reason: "120 of 12,000 operations took longer than the limit; at most 1 % may")
            ], constants: [:])
    }

    private static func explanation() -> String {
        let verdict = verdict()
        return ExplanationPage.page(
            Explanation(
                verdict: verdict,
                lines: [
                    .init(
                        verdict: verdict.requirements[0], part: nil, why: nil, passLine: 0.01,
                        missingPercent: nil, missingForBoundPercent: nil, roundsToDecide: nil)
                ], nearest: nil, findings: [])
        ).text()
    }

    @Test func withoutAVerdictEveryFormatHasBothPercentiles() {
        let report = Self.report(judged: false)
        let texts = [
            ReportPage.page(report).text(), CSVReport.render(report),
            OpenMetricsText.render(report),
            ReportPage.page(report).markdown(),
        ]
        for text in texts {
            #expect(text.contains("p50") && text.contains("p99"), "\(text)")
        }
        #expect(texts[1].contains("d.l.p50,Disk latency p50 (per block),,,s,0.001000"))
        #expect(texts[2].contains("metric=\"d.l.p99\""))
    }

    @Test func aJudgedPercentileIsNamedAndItsCountToldInEveryFormat() {
        let report = Self.report(judged: true)
        let texts = [
            ReportPage.page(report).text(), ReportPage.page(report).markdown(),
            JUnitReport.render(report),
            CSVReport.render(report), Self.explanation(),
        ]
        for text in texts {
            #expect(text.contains("p99"), "\(text)")
            #expect(text.contains("120 of 12"), "\(text)")
        }
        #expect(texts[4].contains("p99 1.00 ms of 12 blocks, bounds 1.00 ms or more"))
        #expect(OpenMetricsText.render(report).contains("metric=\"d.l.p50\""))
    }

    @Test func theReportIsReadBackAsItWasWritten() throws {
        let report = Self.report(judged: true)
        #expect(try ReportJSON.decode(ReportJSON.encode(report)) == report)
    }

    @Test func aDamagedHistogramShowsNoFigureAndNoTrap() {
        var report = Self.report(judged: false)
        for index in report.record.probes[0].blocks.indices {
            report.record.probes[0].blocks[index].samples["d.l"] = .distribution(
                DistributionSample(histogram: "AAAA", count: 1000))
        }
        #expect(ReportPage.page(report).text().contains("Disk latency p99"))
        #expect(!OpenMetricsText.render(report).contains("metric=\"d.l.p99\""))
    }
}
