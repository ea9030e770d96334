import Model
import Rendering
import TestSupport
import Testing

/// The simulated chain's blocks in every format: their percentiles, and where their time goes.
struct PhaseTextTests {
    /// Three blocks, the second of 59.3 ms, the others with 10 ms more or less of signatures.
    private static func report(_ id: MetricID = "chain.import") -> Report {
        let rows = [50.0, 40, 30].map {
            [0.3, $0, 4, 9, 0.1, 0.4, 5, 0.5, 1].map { $0 / 1000 }
        }
        return Report(record: RecordBuilder.chain(id, rows, weights: [0.25, 0.5, 0.2]))
    }

    @Test func theMedianOfEachPhaseStandsInOneUnit() {
        let text = ReportPage.page(Self.report()).text()
        let joined = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(
            joined.contains(
                "- Block import: decode 0.30 ms, verify 40.00 ms, execute 4.00 ms (storage reads "
                    + "1.00 ms), stateRoot 9.00 ms, extrinsicsRoot 0.10 ms, journal 0.40 ms, "
                    + "commit 5.00 ms, finality 0.50 ms"), "\(text)")
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(ReportPage.page(Self.report()).markdown().contains("verify 40.00 ms"))
    }

    @Test func authoringHasThePhasesUntilTheProposal() {
        let text = ReportPage.page(Self.report("chain.author")).text()
        #expect(text.contains("stateRoot 9.00 ms"))
        #expect(!text.contains("commit"))
    }

    @Test func everyFormatHasThePercentilesAndNoTableIsOnlyCounted() {
        let report = Self.report()
        let texts = [
            ReportPage.page(report).text(), ReportPage.page(report).markdown(),
            CSVReport.render(report),
            OpenMetricsText.render(report),
        ]
        for text in texts {
            #expect(text.contains("p50") && text.contains("p99"), "\(text)")
            #expect(!text.contains("table of"), "\(text)")
        }
        #expect(texts[2].contains("chain.import.p50,Block import p50 (native),,,s,0.059"))
        #expect(texts[3].contains("touchstone_measured_seconds{metric=\"chain.import.p99\"} 0.069"))
        // What stands beside the blocks is shown as they spread.
        #expect(texts[1].contains("| Share of weight | 0.20 | 0.25 | 0.50 | 3 |"))
    }

    @Test func ofAVerdictThePhasesAreToldAsWell() {
        var report = Self.report()
        report.verdict = Verdict(
            rule: .bounds, profile: ProfileSummary(RecordBuilder.profile([])), overall: .pass,
            boundBy: nil, reason: "all", requirements: [], constants: [:])
        #expect(ReportPage.page(report).text().contains("verify 40.00 ms"))
        #expect(ReportPage.page(report).markdown().contains("verify 40.00 ms"))
    }
}
