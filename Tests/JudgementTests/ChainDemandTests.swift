import Judgement
import Model
import TestSupport
import Testing

/// A record is held against what a profile asks of the work, whatever it was measured with.
struct ChainDemandTests {
    /// A metric that is judged in block time.
    enum ChainLine: String, CaseIterable {
        case importing = "chain.import"
        case weight = "chain.import.weight"
        case authoring = "chain.author"

        /// The metric whose table holds the phases.
        var phases: MetricID {
            MetricID(rawValue: self == .weight ? Self.importing.rawValue : rawValue)
        }
    }

    /// Fast blocks, as a quick run of KILT's profile measures them.
    private static func record(
        _ metric: ChainLine, _ changed: [String: String?] = [:]
    ) -> RunRecord {
        var parameters: [String: String] = [
            "accounts": "1000000", "stateVersion": "0", "accountBytes": "84",
            "signatures": "sr25519", "nodeCacheBytes": String(64 << 20), "extrinsics": "633",
            "fullTransfers": "633", "databaseAssertions": "off", "deadlineSeconds": "1.0",
            "proofBytesMax": String(5 << 20),
        ]
        for (name, value) in changed { parameters[name] = value }
        let columns = BlockPhase.columns
        let count = metric == .authoring ? 29 : 299
        let row = columns.map { $0 == "verify" ? 0.01 : 0 }
        var record = RecordBuilder.record([])
        record.probes = [
            ProbeRecord(
                id: metric.phases.rawValue, methodVersion: 2, status: .measured,
                metrics: ChainLine.allCases.filter { $0.phases == metric.phases }.map {
                    MetricDefinition(
                        id: MetricID(rawValue: $0.rawValue),
                        unit: $0 == .weight ? .ratio : .seconds, direction: .lowerIsBetter,
                        title: $0.rawValue)
                },
                parameters: parameters,
                blocks: [
                    BlockRecord(
                        round: 0, phase: .kept, startedSeconds: 0,
                        samples: [
                            metric.phases: .table(
                                TableSample(
                                    axes: [
                                        .init(name: "block", labels: (0..<count).map(String.init)),
                                        .init(name: "phase", labels: columns),
                                    ], values: (0..<count).flatMap { _ in row }))
                        ])
                ])
        ]
        return record
    }

    private static let kilt = ChainParameters(
        blockSeconds: 12, authoringSeconds: 1.5, weightLimitSeconds: 0.5, povLimitBytes: 5 << 20,
        authorProofShare: 1, stateLayout: .v0, accountBytes: 84, nodeCacheBytes: 64 << 20,
        transfer: TransferCost(
            callSeconds: 51.98e-6, reads: 2, writes: 2, readSeconds: 36.085e-6,
            writeSeconds: 82.304e-6, proofBytes: 6204), source: RecordBuilder.source)

    private func judge(
        _ record: RunRecord, _ metric: ChainLine, by chain: ChainParameters, limit: Double = 1
    ) -> RequirementVerdict {
        var profile = RecordBuilder.profile([])
        profile.chain = chain
        profile.requirements = [
            Requirement(
                subject: .metric(
                    MetricID(rawValue: metric.rawValue), metric == .authoring ? .p50 : .p95),
                comparison: .atMost,
                limit: .quantity(limit, unit: metric == .weight ? "1" : "s"), level: .required,
                source: RecordBuilder.source)
        ]
        return BoundsRule.judge(record, by: profile).requirements[0]
    }

    @Test(arguments: ChainLine.allCases)
    func whatWasAskedForPasses(_ metric: ChainLine) {
        let result = judge(Self.record(metric), metric, by: Self.kilt)
        #expect(result.outcome == .pass, "\(result.reason)")
        #expect(result.reason.contains("over RocksDB"))
    }

    /// Each figure that is smaller or other caps the line, and the reason names both.
    @Test(arguments: [
        ("accounts", "100000", "100000 accounts and the profile asks for 1000000"),
        ("extrinsics", "200", "200 transfers were measured and those of the profile have 633"),
        ("stateVersion", "1", "layout: V1 was measured and the profile asks for V0"),
        ("accountBytes", "80", "80 was measured and the profile asks for 84"),
        ("signatures", "ecdsa", "ecdsa was measured and the profile asks for sr25519"),
        ("nodeCacheBytes", "616777216", "588 MiB of nodes were kept in memory"),
    ])
    func smallerOrOtherWorkNeverPasses(name: String, value: String, clause: String) {
        for metric in ChainLine.allCases {
            let result = judge(Self.record(metric, [name: value]), metric, by: Self.kilt)
            #expect(result.outcome == .warn, "\(metric): \(result.reason)")
            #expect(result.reason.contains(clause), "\(result.reason)")
        }
    }

    @Test(arguments: [
        ("deadlineSeconds", "1.25", "1250 ms was measured and the profile asks for 1000 ms"),
        ("proofBytesMax", "4456448", "4456448 B was measured and the profile asks for 5242880 B"),
    ])
    func authorsLimitsAreCompared(name: String, value: String, clause: String) {
        let author = judge(
            Self.record(.authoring, [name: value]), .authoring, by: Self.kilt)
        #expect(author.outcome == .warn)
        #expect(author.reason.contains(clause), "\(author.reason)")
        let importing = judge(
            Self.record(.importing, [name: value]), .importing, by: Self.kilt)
        #expect(importing.outcome == .pass)
    }

    @Test func largerBlocksAndSmallerCachesNeverFail() {
        for (name, value) in [("extrinsics", "2000"), ("nodeCacheBytes", "1000000")] {
            let fast = judge(Self.record(.importing, [name: value]), .importing, by: Self.kilt)
            #expect(fast.outcome == .pass, "\(fast.reason)")
            let slow = judge(
                Self.record(.importing, [name: value]), .importing, by: Self.kilt, limit: 0.001)
            #expect(slow.outcome == .inconclusive, "\(slow.reason)")
        }
        let slow = judge(Self.record(.importing), .importing, by: Self.kilt, limit: 0.001)
        #expect(slow.outcome == .fail)
    }

    /// Version 0.1.0 had accounts of 80 bytes and the node's newer cache, and said neither.
    @Test func oldRecordIsTakenForWhatItWas() {
        let old: [String: String?] = [
            "accountBytes": nil, "signatures": nil, "nodeCacheBytes": nil,
        ]
        var chain = Self.kilt
        let result = judge(Self.record(.importing, old), .importing, by: chain)
        #expect(result.outcome == .warn)
        #expect(result.reason.contains("80 was measured and the profile asks for 84"))
        #expect(result.reason.contains("588 MiB of nodes"))
        chain.accountBytes = 80
        chain.nodeCacheBytes = 1 << 30
        #expect(judge(Self.record(.importing, old), .importing, by: chain).outcome == .pass)
    }

    /// 0.453 ms and 633 transfers of 395.832 us are 251.0 ms.
    @Test func shareOfWeightIsByTheWeightsOfTheProfilesChain() {
        let result = judge(Self.record(.weight), .weight, by: Self.kilt)
        #expect(abs((result.measured ?? 0) - 0.01 / 0.251015) < 1e-5)
        var light = Self.kilt
        light.transfer.callSeconds = 0
        let other = judge(Self.record(.weight), .weight, by: light)
        #expect((other.measured ?? 0) > (result.measured ?? 1))
    }

    @Test func parityDBIsANoteAndNoCap() {
        var chain = Self.kilt
        chain.database = .parityDB
        let result = judge(Self.record(.importing), .importing, by: chain)
        #expect(result.outcome == .pass)
        #expect(result.reason.contains("prescribes ParityDB"))
    }
}
