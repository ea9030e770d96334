import Judgement
import Model
import TestSupport
import Testing

/// What histories, comparisons and baselines keep of the simulated chain's blocks.
struct ChainFiguresTests {
    private static func record(_ id: MetricID, _ rows: [[Double]]) -> RunRecord {
        RecordBuilder.chain(id, rows, weights: rows.map { _ in 0.1 })
    }

    /// Blocks of 1 to `count` thousandths of a second, all of it signatures.
    private static func rising(_ count: Int) -> [[Double]] {
        (1...count).reversed().map { [0, Double($0) / 1000, 0, 0, 0, 0, 0, 0, 0] }
    }

    @Test func anImportIsKeptAsTwoPercentilesByNearestRank() {
        let figures = RunSummary(Self.record("chain.import", Self.rising(299))).figures
        #expect(figures.map(\.metric.id) == ["chain.import.p50", "chain.import.p99"])
        #expect(
            figures.map(\.metric.title) == [
                "Block import p50 (native)", "Block import p99 (native)",
            ])
        #expect(figures.map(\.metric.unit) == [.seconds, .seconds])
        #expect(figures.map(\.metric.direction) == [.lowerIsBetter, .lowerIsBetter])
        // Ranks 149.5 and 296.01, rounded up.
        #expect(figures.map(\.median) == [0.150, 0.297])
        #expect(figures.map(\.sampleCount) == [1, 1])
    }

    @Test func fewBlocksAreKeptAsTheirMedianAndTheLongest() {
        for id: MetricID in ["chain.author", "chain.import.cold"] {
            let figures = RunSummary(Self.record(id, Self.rising(7))).figures
            #expect(figures.map(\.metric.id.rawValue) == ["\(id).p50", "\(id).max"])
            #expect(figures.map(\.median) == [0.004, 0.007])
        }
    }

    @Test func secondsAreNativeAndStorageReadsCountOnce() {
        let row = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 0.75]
        let imported = RunSummary(Self.record("chain.import", [row])).figures
        #expect(imported.map(\.median) == [63.75, 63.75])
        // What comes after the proposal is the import.
        let authored = RunSummary(Self.record("chain.author", [row])).figures
        #expect(authored.map(\.median) == [7.75, 7.75])
    }

    @Test func comparisonsAndChecksSeeASlowerImport() throws {
        let before = Self.record("chain.import", Self.rising(100))
        let after = Self.record(
            "chain.import", Self.rising(100).map { row in row.map { $0 * 2 } })
        let lines = RunComparer.compare(before, after).lines
        #expect(lines.map(\.metric.id) == ["chain.import.p50", "chain.import.p99"])
        #expect(lines.allSatisfy { abs(($0.shiftPercent ?? 0) - 100) < 1e-6 })
        let noise = try #require(NoiseCalibration([before, after]))
        #expect(noise.metrics.map(\.metric) == ["chain.import.p50", "chain.import.p99"])
    }

    @Test func budgetsOfAProfileFallOnTheSameFigures() {
        var profile = RecordBuilder.profile([])
        profile.requirements = [
            Requirement(
                subject: .metric("chain.import", .p99), comparison: .atMost,
                limit: .quantity(1, unit: "s"), regressionBudgetPercent: 20, level: .required,
                source: RecordBuilder.source)
        ]
        let budgets = RegressionBudgets(profile: profile)
        let figures = RunSummary(Self.record("chain.import", Self.rising(3))).figures
        #expect(figures.map { budgets.percent($0.metric.id) } == [5, 20])
    }

    @Test func noBlocksAndDamagedTablesGiveNoFigure() {
        #expect(RunSummary(Self.record("chain.import", [])).figures.isEmpty)
        let beyond = [[Double](repeating: 1e308, count: RecordBuilder.phases.count)]
        #expect(RunSummary(Self.record("chain.import", beyond)).figures.isEmpty)
        var flat = Self.record("chain.import", Self.rising(3))
        flat.probes[0].blocks[0].samples["chain.import"] = .table(
            TableSample(axes: [.init(name: "block", labels: ["1"])], values: [1]))
        #expect(RunSummary(flat).figures.isEmpty)
        var marked = Self.record("chain.import", Self.rising(3))
        marked.probes[0].blocks[0].invalid = ["chain.import": "disturbed"]
        #expect(RunSummary(marked).figures.isEmpty)
    }
}
