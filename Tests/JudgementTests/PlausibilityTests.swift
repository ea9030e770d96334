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
        Forgery("is missing") { $0.probes[0].blocks.remove(at: 5) },
        Forgery("no warm-up") { $0.probes[0].blocks[4].phase = .warmup },
        Forgery("is warm-up") { $0.probes[0].blocks[0].phase = .kept },
        Forgery("began before") { $0.probes[0].blocks[4].startedSeconds = 3.5 },
        Forgery("began before") { $0.probes[0].blocks[0].startedSeconds = -1 },
        Forgery("ended after the run") { $0.durationSeconds = 10 },
        Forgery("less than no time") { $0.durationSeconds = -1 },
        Forgery("negative number of rounds") { $0.plan.keptRounds = -12 },
        Forgery("after round 12, which was the last") {
            var more = $0.probes[0].blocks[12]
            more.round = 13
            more.startedSeconds = 20
            $0.probes[0].blocks.append(more)
        },
        Forgery("step of the clock") {
            $0.clock = ClockFacts(
                resolutionSeconds: 2, overheadSeconds: 0, blockErrorFraction: 0)
        },
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

    /// Between two looks all rounds are there, or none.
    @Test(
        arguments: [(13..<25, true), (25..<49, true), (13..<24, false), (14..<25, false)]
            as [(Range<Int>, Bool)])
    func roundsThatALookAskedForAreRounds(rounds: Range<Int>, isRun: Bool) {
        let verdict = Self.verdict { record in
            record.plan.plannedLooks = 3
            record.durationSeconds = 100
            record.looks = [13, 25, 49].map {
                LookRecord(rounds: $0, atSeconds: Double($0), undecided: [])
            }
            for round in rounds {
                var more = record.probes[0].blocks[12]
                more.round = round
                more.startedSeconds = Double(round)
                record.probes[0].blocks.append(more)
            }
        }
        let reason = verdict.requirements[0].reason
        #expect((verdict.overall == .pass) == isRun, "\(reason)")
        #expect(reason.contains("is missing") == !isRun)
    }

    @Test func aRunThatWasInterruptedPassesNothingWhateverItSays() {
        let verdict = Self.verdict { $0.interruptedBy = "SIGTERM" }
        #expect(verdict.overall == .inconclusive)
    }

    /// The cap that a run gives its disk figures may have been taken out of the record.
    @Test func diskFiguresOnNoDiskDecideNothing() {
        var record = RecordBuilder.record(
            [(Self.metric, [Double](repeating: 2000, count: 12))],
            storage: StorageFacts(
                path: "/x",
                filesystem: FilesystemFacts(type: "tmpfs", source: "t", mountPoint: "/"),
                devices: [], deviceClass: .memory))
        let profile = RecordBuilder.profile([(Self.metric, Self.limit)])
        for needsDisk in [true, false] {
            let judge = Judge(
                [
                    KnownProbe(
                        id: "cpu.test", methodVersion: 1, metrics: record.probes[0].metrics,
                        isStaged: false, needsDisk: needsDisk)
                ],
                storageCap: { storage, _ in "\(storage.filesystem.type) is no disk" })
            let verdict = judge.verdict(on: record, by: profile)
            #expect(verdict.overall == (needsDisk ? .inconclusive : .pass))
            #expect(verdict.requirements[0].reason.contains("tmpfs") == needsDisk)
        }
        record.storage = nil
        let verdict = Judge([]).verdict(on: record, by: profile)
        #expect(verdict.overall == .pass)
    }

    /// Operations that were timed one by one are those that were counted.
    @Test func otherOperationsThanWereCountedAreImpossible() {
        let metrics = [
            MetricDefinition(
                id: "disk.test.latency", unit: .seconds, direction: .lowerIsBetter,
                title: "Latency", form: .distribution),
            MetricDefinition(
                id: "disk.test.iops", unit: .operationsPerSecond,
                direction: .higherIsBetter, title: "Operations"),
        ]
        let known = KnownProbe(
            id: "disk.test", methodVersion: 1, metrics: metrics, isStaged: false)
        for counted in [100.0, 5000] {
            var record = RecordBuilder.record([("disk.test.iops", [counted])])
            record.plan.keptRounds = 1
            record.probes[0].id = "disk.test"
            record.probes[0].metrics = metrics
            record.probes[0].blocks[1].samples["disk.test.latency"] = .distribution(
                DistributionSample(histogram: "", count: 100))
            let line = Judge([known]).verdict(
                on: record, by: RecordBuilder.profile([("disk.test.iops", 1)])
            ).requirements[0]
            #expect(line.reason.contains("100 operations were timed") == (counted != 100))
        }
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

    /// What the program knows of the work, and what a record says otherwise.
    @Test(arguments: [
        ("a run of preset quick has 100000 accounts", "1000000", "aa", "100000"),
        (
            "those of 309 blocks of 200 transfers on 100000 accounts", "90000", "aa",
            ""
        ),
        ("chain.author has 100000 accounts, and this 90000", "90000", "bb", "100000"),
        ("not those that every machine comes to", "100000", "bb", "100000"),
        ("", "100000", "aa", "100000"), ("", "90000", "bb", "90000"),
    ])
    func theChainsWorkIsWhatItsRunDid(word: String, accounts: String, root: String, other: String) {
        let seconds = [[Double]](repeating: Self.fast, count: 299)
        let total = Self.fast.dropLast().reduce(0, +)
        let share = total / TransferCost.assumed.weightSeconds(transfers: 200)
        var record = RecordBuilder.chain(
            "chain.import", seconds, weights: [Double](repeating: share, count: 299))
        record.probes[0].parameters = [
            "accounts": accounts, "stateVersion": "0", "extrinsics": "200", "blocks": "299",
            "fullTransfers": "633", "warmupBlocks": "10", "rootChain": "0x" + root,
        ]
        record.probes.append(RecordBuilder.probe("chain.author", samples: [1]))
        if !other.isEmpty { record.probes[1].parameters["accounts"] = other }
        var profile = RecordBuilder.profile([])
        profile.requirements = [
            Requirement(
                subject: .metric("chain.import", .p99), comparison: .atMost,
                limit: .quantity(0.5, unit: "s"), level: .required, source: RecordBuilder.source)
        ]
        let work = ChainWork(
            accounts: ["quick": 100_000],
            roots: [
                .init(
                    accounts: 100_000, stateVersion: 0, extrinsics: 200, blocks: 309,
                    rootChain: "aa")
            ])
        let line = Judge(Self.catalogue, chain: work).verdict(on: record, by: profile)
            .requirements[0]
        #expect(line.reason.contains("impossible") == !word.isEmpty, "\(line)")
        #expect(word.isEmpty || line.reason.contains(word), "\(line.reason)")
        // A chain's own runtime comes to roots of its own.
        if word.contains("every machine") {
            record.probes[0].parameters["runtime"] = "kilt 12000"
            record.probes[0].parameters["weightSeconds"] = String(
                TransferCost.assumed.weightSeconds(transfers: 200))
            let line = Judge(Self.catalogue, chain: work).verdict(on: record, by: profile)
                .requirements[0]
            #expect(!line.reason.contains("impossible"), "\(line.reason)")
        }
    }

    private static let chainForgeries: [Forgery] = [
        Forgery("negative figure") { retable(&$0.probes[0]) { $0.map { -abs($0) } } },
        Forgery("no phase 'xdecode'") {
            retable(&$0.probes[0], columns: ["xdecode"] + BlockPhase.columns.dropFirst()) { $0 }
        },
        Forgery("a phase is missing") {
            retable(&$0.probes[0], columns: ["verify"] + BlockPhase.columns.dropFirst()) { $0 }
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
        _ probe: inout ProbeRecord, columns: [String] = BlockPhase.columns,
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
