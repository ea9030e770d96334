import Judgement
import Model
import TestSupport
import Testing

/// What no run can have written is never a pass, and says why; what a run can write is judged.
struct PlausibilityTests {
    private static let metric: MetricID = "cpu.test"
    private static let limit = 1000.0

    private static let catalogue = [
        KnownProbe(
            id: "cpu.test", methodVersion: 2,
            metrics: [
                MetricDefinition(
                    id: metric, unit: .bytesPerSecond, direction: .higherIsBetter, title: "Test")
            ], isStaged: false),
        KnownProbe(
            id: "chain.import", methodVersion: 1,
            metrics: RecordBuilder.chain(
                "chain.import", [], weights: []
            ).probes[0].metrics, isStaged: true),
    ]

    /// A record that passes by the test's profile, changed.
    private static func verdict(_ change: (inout RunRecord) -> Void) -> Verdict {
        var record = RecordBuilder.record([(metric, [Double](repeating: 2000, count: 12))])
        change(&record)
        return Judge(catalogue).verdict(
            on: record, by: RecordBuilder.profile([(metric, limit)]))
    }

    @Test func aSoundRecordPasses() {
        #expect(Self.verdict { _ in }.overall == .pass)
        #expect(Self.verdict { $0.probes[0].methodVersion = 2 }.overall == .pass)
    }

    /// A change of a record that would pass, and a word of the reason.
    struct Forgery: Sendable, CustomTestStringConvertible {
        let word: String
        let change: @Sendable (inout RunRecord) -> Void

        var testDescription: String { word }

        init(_ word: String, _ change: @escaping @Sendable (inout RunRecord) -> Void) {
            self.word = word
            self.change = change
        }
    }

    private static func definition(
        unit: Unit = .bytesPerSecond, direction: Direction = .higherIsBetter,
        form: SampleForm? = nil
    ) -> MetricDefinition {
        MetricDefinition(
            id: metric, unit: unit, direction: direction, title: "Test", form: form)
    }

    private static let forgeries: [Forgery] = [
        Forgery("version 99") { $0.probes[0].methodVersion = 99 },
        Forgery("version 0") { $0.probes[0].methodVersion = 0 },
        Forgery("version -1") { $0.probes[0].methodVersion = -1 },
        Forgery("not in op/s") { $0.probes[0].metrics = [definition(unit: .operationsPerSecond)] },
        Forgery("not in s") { $0.probes[0].metrics = [definition(unit: .seconds)] },
        Forgery("higher is better") {
            $0.probes[0].metrics = [definition(direction: .lowerIsBetter)]
        },
        Forgery("another form") { $0.probes[0].metrics = [definition(form: .distribution)] },
        Forgery("no metric of this probe") { $0.probes[0].id = "cpu.other" },
        Forgery("twice") { $0.probes.append($0.probes[0]) },
        Forgery("twice") { $0.probes[0].metrics.append($0.probes[0].metrics[0]) },
        Forgery("one round") { $0.probes[0].blocks[3].round = 2 },
        Forgery("wrong order") { $0.probes[0].blocks.reverse() },
        Forgery("negative number") { $0.probes[0].blocks[0].round = -1 },
        Forgery("several values") {
            $0.probes[0].blocks[12].samples = [
                metric: .series(
                    SeriesSample(
                        seconds: (1...30).map(Double.init),
                        values: [Double](repeating: 2000, count: 30)))
            ]
        },
        Forgery("another form") {
            $0.probes[0].blocks[12].samples = [
                metric: .distribution(DistributionSample(histogram: "", count: 1))
            ]
        },
        Forgery("negative figure") { $0.probes[0].blocks[12].samples = [metric: .figure(-1)] },
        Forgery("no share") {
            $0.probes[0].blocks[12].conditions = BlockConditions(stealFraction: 1e17)
        },
    ]

    @Test(arguments: forgeries)
    func anImpossibleFigureIsNeverAPass(_ forgery: Forgery) {
        let verdict = Self.verdict(forgery.change)
        #expect(verdict.overall == .inconclusive)
        let reason = verdict.requirements[0].reason
        #expect(reason.contains("impossible"), "\(reason)")
        #expect(reason.contains(forgery.word), "\(reason)")
    }

    @Test func aDebugBuildDecidesNothing() {
        let verdict = Self.verdict { $0.tool.build = "debug" }
        #expect(verdict.overall == .inconclusive)
        #expect(verdict.requirements[0].reason.contains("debug build"))
    }

    @Test func aRunThatDidNotEndPassesNothing() {
        let verdict = Self.verdict { $0.complete = false }
        #expect(verdict.overall == .inconclusive)
        #expect(verdict.reason.contains("ended early"))
        let slow = Self.verdict {
            $0 = RecordBuilder.record([(Self.metric, [Double](repeating: 100, count: 12))])
            $0.complete = false
        }
        #expect(slow.overall == .fail)
    }

    @Test func looksThatWereTakenAreCharged() {
        let look = LookRecord(rounds: 4, atSeconds: 1, undecided: [])
        let verdict = Self.verdict {
            $0.plan.plannedLooks = 1
            $0.looks = [look, look, look]
        }
        #expect(verdict.constants["plannedLooks"] == 3)
    }

    // MARK: The chain

    private static func chainVerdict(
        seconds: [Double], weights: [Double]? = nil, _ change: (inout ProbeRecord) -> Void
    ) -> RequirementVerdict {
        let rows = [[Double]](repeating: seconds, count: 400)
        let total = seconds.dropLast().reduce(0, +)
        let share = total / TransferCost.assumed.weightSeconds(transfers: 200)
        var record = RecordBuilder.chain(
            "chain.import", rows, weights: weights ?? [Double](repeating: share, count: 400))
        record.probes[0].parameters = [
            "accounts": "1000000", "extrinsics": "200", "fullTransfers": "633", "blocks": "400",
        ]
        change(&record.probes[0])
        var profile = RecordBuilder.profile([])
        profile.requirements = [
            Requirement(
                subject: .metric("chain.import", .p99), comparison: .atMost,
                limit: .quantity(0.5, unit: "s"), level: .required, source: RecordBuilder.source)
        ]
        return Judge(catalogue).verdict(on: record, by: profile).requirements[0]
    }

    private static let fast = [0.001, 0.01, 0.02, 0.01, 0.001, 0.01, 0.01, 0.001, 0.002]

    @Test func aPossibleChainPasses() {
        let verdict = Self.chainVerdict(seconds: Self.fast) { _ in }
        // Its blocks have 200 of 633 transfers.
        #expect(verdict.outcome == .warn, "\(verdict.reason)")
    }

    private static let chainForgeries: [Forgery] = [
        Forgery("negative figure") { retable(&$0.probes[0]) { $0.map { -abs($0) } } },
        Forgery("no phase 'xdecode'") {
            retable(&$0.probes[0], columns: ["xdecode"] + ChainMetric.columns.dropFirst()) { $0 }
        },
        Forgery("a phase is missing") {
            retable(&$0.probes[0], columns: ["verify"] + ChainMetric.columns.dropFirst()) { $0 }
        },
        Forgery("-1000000") { $0.probes[0].parameters["extrinsics"] = "-1000000" },
        Forgery("'0'") { $0.probes[0].parameters["accounts"] = "0" },
        Forgery("'1e9'") { $0.probes[0].parameters["accounts"] = "1e9" },
        Forgery("many") { $0.probes[0].parameters["fullTransfers"] = "many" },
        Forgery("400 blocks are there of 299") { $0.probes[0].parameters["blocks"] = "299" },
        Forgery("shares of weight") { $0.probes[0].parameters["extrinsics"] = "2000" },
        Forgery("storage reads") {
            retable(&$0.probes[0]) { values in
                values.enumerated().map { $0.offset % 9 == 8 ? 0.5 : $0.element }
            }
        },
        Forgery("several") { record in
            var again = record.probes[0].blocks[0]
            again.round = 1
            record.probes[0].blocks.append(again)
        },
    ]

    private static func retable(
        _ probe: inout ProbeRecord, columns: [String] = ChainMetric.columns,
        _ change: ([Double]) -> [Double]
    ) {
        guard case .table(let table)? = probe.blocks[0].samples["chain.import"] else { return }
        probe.blocks[0].samples["chain.import"] = .table(
            TableSample(
                axes: [table.axes[0], .init(name: "phase", labels: columns)],
                values: change(table.values)))
    }

    @Test(arguments: chainForgeries)
    func anImpossibleChainIsNeverAPass(_ forgery: Forgery) {
        let verdict = Self.chainVerdict(seconds: Self.fast) { probe in
            var record = RecordBuilder.record([])
            record.probes = [probe]
            forgery.change(&record)
            probe = record.probes[0]
        }
        #expect(verdict.outcome == .unmeasurable)
        #expect(verdict.reason.contains("impossible"), "\(verdict.reason)")
        #expect(verdict.reason.contains(forgery.word), "\(verdict.reason)")
    }
}
