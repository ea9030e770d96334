import Judgement
import Latency
import Model
import TestSupport
import Testing

/// A percentile is judged by counting what is beyond its limit.
struct PercentileRuleTests {
    private func verdict(
        _ record: RunRecord, _ profile: Profile = Latencies.profile()
    ) -> RequirementVerdict {
        BoundsRule.judge(record, by: profile).requirements[0]
    }

    private func verdict(slow: [Int], of count: Int = 1000) -> RequirementVerdict {
        verdict(Latencies.record(slow.map { Latencies.block(slow: $0, of: count) }))
    }

    @Test func fewSlowOperationsPassAndTheReasonCountsThem() {
        let verdict = verdict(slow: [6, 5, 7, 6, 6, 5, 7, 6, 6, 6, 5, 7])
        #expect(verdict.outcome == .pass)
        #expect(
            verdict.reason
                == "72 of 12,000 operations took longer than the limit; at most 1 % may")
        #expect(verdict.title == "Disk latency p99")
        #expect(verdict.sampleCount == 12)
        #expect(abs((verdict.measured ?? 0) - 1e-3) < 1e-6)
        #expect((verdict.upperBound ?? 0) < 10e-3)
        #expect(
            verdict.exceedance
                == .init(above: 72, of: 12_000, permittedShare: 0.01, designEffect: 1))
    }

    @Test func manySlowOperationsFail() {
        let verdict = verdict(slow: [16, 15, 17, 16, 16, 15, 17, 16, 16, 16, 15, 17])
        #expect(verdict.outcome == .fail)
        #expect(verdict.reason.hasPrefix("192 of 12,000 operations"))
        #expect((verdict.marginPercent ?? 0) < -45)
    }

    @Test func aCountNearThePermittedShareDecidesNothing() {
        let verdict = verdict(slow: [9, 10, 11, 10, 10, 9, 11, 10, 10, 9, 11, 10])
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.reason.contains("too near"))
    }

    /// The same number of slow operations as in the fail above, all in one block.
    @Test func slowOperationsInOneClusterDecideNothing() {
        let verdict = verdict(slow: [192, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.reason.contains("in clusters"))
    }

    @Test func fewerOperationsThanTheShareNeedsAreTooFew() {
        let verdict = verdict(slow: [0, 0, 0, 0, 0], of: 20)
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.reason.contains("so few cannot show it: in 5 blocks 503 are the fewest"))
        #expect(verdict.lowerBound != nil && verdict.upperBound == nil)
    }

    /// 500 independent operations show a p99, 500 in five blocks do not: nor are they near it.
    @Test func operationsInFewBlocksAreTooFewForLonger() {
        #expect(verdict(slow: [0, 0, 0, 0, 0], of: 100).reason.contains("503 are the fewest"))
        #expect(verdict(slow: [0, 0, 0, 0, 0], of: 101).outcome == .pass)
    }

    @Test func fewerThanFiveBlocksSayNothingOfClusters() {
        let verdict = verdict(slow: [0, 0, 0, 0], of: 10_000)
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.reason.contains("4 blocks cannot show"))
        #expect(verdict.lowerBound == nil && verdict.upperBound == nil)
    }

    @Test func theToleranceTurnsAMissIntoAWarning() {
        let blocks = [[Double]](repeating: [Double](repeating: 10.5, count: 500), count: 12)
        let record = Latencies.record(blocks)
        #expect(verdict(record, Latencies.profile(tolerance: 10)).outcome == .warn)
        // 5 % beyond the limit is beyond the guard band of 3 % too.
        #expect(verdict(record).outcome == .fail)
        let within = Latencies.record(
            [[Double]](repeating: [Double](repeating: 10.2, count: 500), count: 12))
        #expect(verdict(within).outcome == .inconclusive)
    }

    @Test func timesAtTheLimitAreNotBeyondIt() {
        let record = Latencies.record(
            [[Double]](repeating: [Double](repeating: 10, count: 500), count: 12))
        // They share the limit's place of the histogram, so the benefit of the doubt is nobody's.
        #expect(verdict(record).outcome == .inconclusive)
        #expect(verdict(record, Latencies.profile(limit: 10.02)).outcome == .pass)
    }

    @Test(arguments: [(Requirement.Statistic.p50, 1.0), (.p99, 20.0), (.p999, 20.0)])
    func eachPercentileIsTakenOfAllMeasurements(statistic: Requirement.Statistic, found: Double) {
        let record = Latencies.record(
            [[Double]](repeating: Latencies.block(slow: 20, of: 1000), count: 12))
        let verdict = verdict(record, Latencies.profile(statistic))
        #expect(abs((verdict.measured ?? 0) * 1e3 / found - 1) < 0.001)
        #expect(verdict.outcome == (statistic == .p50 ? .pass : .fail))
    }

    @Test func aDamagedHistogramIsUnmeasurableAndSaysSo() {
        var samples = [Sample](
            repeating: Latencies.sample([Double](repeating: 1, count: 500)), count: 12)
        samples[5] = .distribution(DistributionSample(histogram: "AAAA", count: 500))
        let damaged = verdict(Latencies.record(samples: samples))
        #expect(damaged.outcome == .unmeasurable)
        #expect(damaged.reason.contains("histogram"))
        guard case .distribution(let sample) = samples[0] else { return }
        samples[5] = .distribution(
            DistributionSample(histogram: sample.histogram, count: 501))
        #expect(verdict(Latencies.record(samples: samples)).outcome == .unmeasurable)
    }

    @Test func aPercentileOfSingleFiguresIsUnmeasurable() {
        let record = RecordBuilder.record([("d.l", samples(around: 1))], unit: .seconds)
        let verdict = verdict(record)
        #expect(verdict.outcome == .unmeasurable)
        #expect(verdict.reason.contains("no single times"))
    }

    @Test func whatWasDoneToTheMachineExcusesAMiss() {
        var record = Latencies.record(
            [[Double]](repeating: Latencies.block(slow: 50, of: 1000), count: 12))
        for index in record.probes[0].blocks.indices {
            record.probes[0].blocks[index].conditions = BlockConditions(stealFraction: 0.2)
        }
        let verdict = verdict(record)
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.labels == [.starvedBySteal])
    }

    @Test func aCapTakesTheVerdictBack() {
        var record = Latencies.record(
            [[Double]](repeating: Latencies.block(slow: 0, of: 1000), count: 12))
        record.probes[0].verdictBlockedBecause = "the disk is in memory"
        let verdict = verdict(record)
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.reason == "the disk is in memory; by its figures alone: pass")
    }

    @Test func twoPercentilesOfOneMetricAreTwoSubjects() {
        var profile = Latencies.profile(.p50, limit: 2)
        profile.requirements += Latencies.profile(.p99, limit: 2).requirements
        let record = Latencies.record(
            [[Double]](repeating: Latencies.block(slow: 20, of: 1000), count: 12))
        let verdict = BoundsRule.judge(record, by: profile)
        #expect(verdict.requirements.map(\.outcome) == [.pass, .fail])
        #expect(verdict.boundBy == "d.l.p99")
    }

    @Test func undecidedPercentilesAskForMoreRounds() {
        let near = Latencies.record(
            [[Double]](repeating: Latencies.block(slow: 10, of: 1000), count: 12))
        #expect(UndecidedProbes.of(near, by: Latencies.profile()) == ["d.l"])
    }

    @Test func historiesAndComparisonsKeepTwoPercentilesOfADistribution() throws {
        let quick = Latencies.record(
            [[Double]](repeating: Latencies.block(slow: 5, of: 1000), count: 12))
        let slow = Latencies.record(
            [[Double]](repeating: Latencies.block(slow: 20, of: 1000), count: 12))
        let figures = RunSummary(slow).figures
        #expect(figures.map(\.metric.id) == ["d.l.p50", "d.l.p99"])
        #expect(
            figures.map(\.metric.title) == [
                "Disk latency p50 (per block)", "Disk latency p99 (per block)",
            ])
        #expect(abs(figures[1].median - 20e-3) < 20e-6)
        #expect(figures.map(\.sampleCount) == [12, 12])
        let lines = RunComparer.compare(quick, slow).lines
        #expect(lines.map(\.metric.id) == ["d.l.p50", "d.l.p99"])
        #expect(lines[0].shiftPercent == 0)
        #expect(abs(try #require(lines[1].shiftPercent) - 1900) < 2)
        let noise = try #require(NoiseCalibration([quick, quick, slow]))
        #expect(noise.metrics.map(\.metric) == ["d.l.p50", "d.l.p99"])
    }
}
