import Judgement
import Model
import Testing

struct NodeRuleTests {
    /// Scores that pass every line of a profile by far, but for one metric.
    private func record(_ profile: Profile, _ metric: NodeMetric, _ score: Double) -> RunRecord {
        var scores: [NodeMetric: Double] = [:]
        for other in NodeMetric.allCases {
            scores[other] = NodeProfiles.minimum(other, of: profile).map { $0 * 2 }
        }
        scores[metric] = score
        return NodeRecords.imported(scores)
    }

    @Test(arguments: NodeProfiles.all, [0.0, 2.5, 10, 33.3, 100])
    func eachMinimumJustUnderAtAndOverItsLine(profile: Profile, tolerance: Double) throws {
        for requirement in profile.requirements {
            let metric = try #require(
                NodeMetric(metric: MetricID(rawValue: requirement.subjectID)))
            let minimum = try #require(NodeProfiles.minimum(metric, of: profile))
            // The line itself is where the node's own comparison turns, in the node's own units.
            var line = minimum * (1 - tolerance / 100)
            while line / minimum >= 1.0 - tolerance / 100.0, line > 0 { line = line.nextDown }
            while line / minimum < 1.0 - tolerance / 100.0 { line = line.nextUp }
            // Far below its minimum a figure is implausible, whatever the tolerance.
            guard line / minimum > 0.01 else { continue }
            for (score, outcome) in [
                (line.nextDown, Outcome.fail), (line, .pass), (line.nextUp, .pass),
                (line * 0.999, .fail), (line * 1.001, .pass),
            ] {
                let verdict = NodeRule.judge(
                    record(profile, metric, score), by: profile, tolerancePercent: tolerance)
                #expect(verdict.overall == outcome, "\(profile.id) \(metric) \(score)")
                #expect(verdict.boundBy == requirement.subjectID)
                #expect(
                    verdict.requirements.map(\.outcome).filter { $0 != .pass }
                        == (outcome == .pass ? [] : [.fail]))
            }
        }
    }

    /// Printed figure in MiB/s (KiB/s for signatures) at the pass lines with the default tolerance.
    static let printedAtTheLine: [(String, NodeMetric, Double, Double)] = [
        ("parity-2022-04", .blake2b256, 926.09, 926.10),
        ("parity-2022-04", .sr25519Verify, 599.40, 599.41),
        ("parity-2022-04", .memoryCopy, 13199.36, 13209.6),
        ("parity-2022-04", .diskSequentialWrite, 404.99, 405.00),
        ("parity-2022-04", .diskRandomWrite, 179.99, 180.00),
        ("parity-2023-06", .blake2b256, 704.94, 704.95),
        ("parity-2023-06", .sr25519Verify, 504.60, 504.61),
        ("parity-2023-06", .memoryCopy, 10588.16, 10598.4),
        ("parity-2023-06", .diskSequentialWrite, 854.99, 855.00),
        ("parity-2023-06", .diskRandomWrite, 377.99, 378.00),
        ("parity-2024-09-collator", .blake2b256, 899.99, 900.00),
        ("parity-2024-09-collator", .blake2b256Parallel8, 899.99, 900.00),
        ("parity-2024-09-validator", .blake2b256Parallel8, 899.99, 900.00),
        ("parity-2024-09-validator", .sr25519Verify, 573.85, 573.86),
    ]

    @Test(arguments: printedAtTheLine)
    func printedFiguresOnBothSidesOfTheLine(
        id: String, metric: NodeMetric, under: Double, over: Double
    ) throws {
        let profile = try #require(NodeProfiles.all.first { $0.id == id })
        let scale = metric == .sr25519Verify ? 0x1p10 : 0x1p20
        #expect(
            NodeRule.judge(record(profile, metric, under * scale), by: profile).overall == .fail)
        #expect(
            NodeRule.judge(record(profile, metric, over * scale), by: profile).overall == .pass)
    }

    @Test(arguments: NodeProfiles.all)
    func theStartHasNoToleranceAndNoSignatures(profile: Profile) throws {
        for requirement in profile.requirements {
            let metric = try #require(
                NodeMetric(metric: MetricID(rawValue: requirement.subjectID)))
            let minimum = try #require(NodeProfiles.minimum(metric, of: profile))
            let isLeftOut =
                metric == .sr25519Verify
                || metric == .blake2b256Parallel8 && profile.role != "validator"
            for (score, passes) in [
                (minimum.nextDown, false), (minimum, true), (minimum.nextUp, true),
            ] {
                let verdict = NodeRule.judge(
                    record(profile, metric, score), by: profile, variant: .nodeStart)
                #expect(verdict.rule == .nodeStart)
                #expect(verdict.overall == (passes || isLeftOut ? .pass : .fail))
                let line = verdict.requirements.first { $0.title == metric.title }
                #expect(line?.outcome == (isLeftOut ? .skipped : passes ? .pass : .fail))
            }
        }
    }

    @Test func benchmarkMachineJudgesTheParallelLineForCollatorsToo() {
        let slow = record(NodeProfiles.collator2024, .blake2b256Parallel8, 500 * 0x1p20)
        #expect(NodeRule.judge(slow, by: NodeProfiles.collator2024).overall == .fail)
        #expect(
            NodeRule.judge(slow, by: NodeProfiles.collator2024, variant: .nodeStart).overall
                == .pass)
    }

    @Test func theOwnRuleLeavesTheLineForValidatorsToThem() {
        let slow = record(NodeProfiles.collator2024, .blake2b256Parallel8, 500 * 0x1p20)
        func subjects(_ profile: Profile) -> [String] {
            BoundsRule.judge(slow, by: profile).requirements.map(\.requirement.subjectID)
        }
        let parallel = NodeMetric.blake2b256Parallel8.metric.rawValue
        #expect(!subjects(NodeProfiles.collator2024).contains(parallel))
        #expect(subjects(NodeProfiles.validator2024).contains(parallel))
    }

    @Test func absentMetricsAreListedAndDecideNothing() {
        let record = NodeRecords.imported([.blake2b256: 2000 * 0x1p20])
        let verdict = NodeRule.judge(record, by: NodeProfiles.validator2024)
        #expect(verdict.overall == .pass)
        #expect(
            verdict.requirements.map(\.outcome)
                == [.pass, .skipped, .skipped, .skipped, .skipped, .skipped])
        #expect(verdict.reason.contains("Not judged: CPU BLAKE2-256-Parallel-8"))
    }

    @Test func nothingJudgedIsInconclusive() {
        for record in [
            NodeRecords.imported([:]), NodeRecords.imported([.blake2b256Parallel8: 0x1p30]),
        ] {
            let verdict = NodeRule.judge(record, by: NodeProfiles.june2023)
            #expect(verdict.overall == .inconclusive)
            #expect(verdict.boundBy == nil)
        }
    }

    @Test(arguments: [0.01, 0.001, 0, 100, 1e9, Double.nan, .infinity])
    func implausibleFiguresAreNeverAPass(ratio: Double) {
        let profile = NodeProfiles.validator2024
        let record = record(profile, .diskRandomWrite, 420 * 0x1p20 * ratio)
        for tolerance in [10.0, 100] {
            let verdict = NodeRule.judge(record, by: profile, tolerancePercent: tolerance)
            #expect(verdict.overall == .inconclusive)
            #expect(verdict.boundBy == "disk.write.random.buffered")
            #expect(verdict.requirements.last?.outcome == .unmeasurable)
            #expect(verdict.requirements.last?.reason.contains("implausible") == true)
        }
    }

    @Test func factsRecommendationsAndOtherMetricsAreLeftOut() {
        var profile = NodeProfiles.june2023
        let count = profile.requirements.count
        var recommended = profile.requirements[0]
        recommended.level = .recommended
        var ours = profile.requirements[0]
        ours.subject = .metric("disk.read.random.4k.qd1.iops", .median)
        var fact = profile.requirements[0]
        fact.subject = .fact(.physicalCores)
        profile.requirements = [recommended, ours, fact] + profile.requirements
        let verdict = NodeRule.judge(record(profile, .blake2b256, 0x1p30), by: profile)
        #expect(verdict.requirements.count == count)
        #expect(verdict.overall == .pass)
    }

    @Test func failedProbesForbidAPassAndSkippedOnesAreListed() {
        let profile = NodeProfiles.june2023
        var record = record(profile, .blake2b256, 0x1p30)
        record.origin = .measured
        record.probes[3].status = .skipped
        record.probes[3].reason = "no space"
        let skipped = NodeRule.judge(record, by: profile)
        #expect(skipped.overall == .pass)
        #expect(skipped.requirements[3].reason == "skipped: no space")
        record.probes[3].status = .failed
        record.probes[3].reason = "read error"
        let failed = NodeRule.judge(record, by: profile)
        #expect(failed.overall == .inconclusive)
        #expect(failed.boundBy == "disk.write.sequential.buffered")
        #expect(failed.requirements[3].outcome == .unmeasurable)
        record.probes[0].blocks[0].samples[NodeMetric.blake2b256.metric] = .rate(
            RateSample(work: 100 * 0x1p20, seconds: 1))
        #expect(NodeRule.judge(record, by: profile).overall == .fail)
    }

    @Test func aDebugBuildsFiguresAreInconclusiveUnlessImported() {
        let samples = [NodeMetric.blake2b256: [RateSample(work: 0x1p30, seconds: 1)]]
        let debug = NodeRecords.measured(samples, build: "debug")
        #expect(NodeRule.judge(debug, by: NodeProfiles.june2023).overall == .inconclusive)
        var imported = NodeRecords.imported([.blake2b256: 0x1p30])
        imported.tool.build = "debug"
        #expect(NodeRule.judge(imported, by: NodeProfiles.june2023).overall == .pass)
    }

    @Test func aRoundedFigureNearTheLineSaysThatTheNodeMayDisagree() {
        let profile = NodeProfiles.june2023
        let near = NodeRecords.imported([.memoryCopy: 10.34 * 0x1p30], rounding: 0.005 * 0x1p30)
        let verdict = NodeRule.judge(near, by: profile)
        #expect(verdict.overall == .fail)
        #expect(verdict.requirements[2].reason.contains("rounding"))
        let far = NodeRecords.imported([.memoryCopy: 10.30 * 0x1p30], rounding: 0.005 * 0x1p30)
        #expect(!NodeRule.judge(far, by: profile).requirements[2].reason.contains("rounding"))
    }

    @Test func measuredSamplesAreAddedUpBeforeTheyAreDivided() {
        let record = NodeRecords.measured([
            .memoryCopy: [RateSample(work: 300, seconds: 1), RateSample(work: 300, seconds: 3)],
            .sr25519Verify: [RateSample(work: 2048, seconds: 0.5)],
            .blake2b256Parallel8: [
                RateSample(work: [100, 300], seconds: [1, 1]),
                RateSample(work: [100, 300], seconds: [1, 3]),
            ],
        ])
        #expect(
            NodeScores.all(in: record) == [
                .memoryCopy: 150, .sr25519Verify: 131_072, .blake2b256Parallel8: 125,
            ])
    }

    @Test func warmUpBlocksDoNotCount() {
        var record = NodeRecords.measured([
            .memoryCopy: [RateSample(work: 1, seconds: 1), RateSample(work: 300, seconds: 1)]
        ])
        record.probes[0].blocks[0].phase = .warmup
        #expect(NodeScores.all(in: record) == [.memoryCopy: 300])
        record.probes[0].blocks[1].phase = .warmup
        #expect(NodeScores.all(in: record).isEmpty)
        #expect(
            NodeRule.judge(record, by: NodeProfiles.june2023).requirements[2].reason
                == "no block was kept")
    }

    @Test func theReasonIsTheNodesSummaryInOneLine() {
        let profile = NodeProfiles.june2023
        let verdict = NodeRule.judge(
            record(profile, .sr25519Verify, 0.719 * 0.547529297 * 0x1p20), by: profile)
        #expect(
            verdict.reason
                == "4 passed and 1 failed (10 % tolerance); lowest is CPU SR25519-Verify at 71.9 % "
                + "of its minimum.")
        #expect(verdict.requirements[1].reason == "71.9 % of the minimum; 90 % and more pass")
        #expect(
            verdict.constants == [
                "tolerancePercent": 10, "implausibleRatioLow": 0.01, "implausibleRatioHigh": 100,
            ])
    }

    @Test func rowsFollowTheProfileAndThenWhatItLeavesOut() {
        let record = NodeRecords.imported([
            .blake2b256: 783.27 * 0x1p20, .blake2b256Parallel8: 0x1p30,
            .memoryCopy: 1024 * 0x1p20,
        ])
        let rows = NodeScores.rows(of: record, profile: NodeProfiles.june2023, tolerancePercent: 10)
        #expect(rows.map(\.metric) == [.blake2b256, .memoryCopy, .blake2b256Parallel8])
        #expect(rows.map(\.passed) == [true, false, nil])
        #expect(rows[0].ratio == 1)
        #expect(rows[1].minimumBytesPerSecond == 11768.341 * 0x1p20)
        #expect(rows[2].minimumBytesPerSecond == nil && rows[2].ratio == nil)
    }
}
