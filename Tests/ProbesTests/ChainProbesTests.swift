import Chain
import Foundation
import Measurement
import Model
import Primitives
import TestSupport
import Testing

@testable import Probes

/// The probes of the simulated chain, at the small sizes of tests.
struct ChainProbesTests {
    private let timer = BlockTimer(
        clock: MonotonicClock(), targetSeconds: 0, cancellation: Cancellation())

    private func environment(
        _ directory: String, budget: WriteBudget = WriteBudget(), scale: ProbeScale = .smoke,
        cancellation: Cancellation = Cancellation()
    ) -> ProbeEnvironment {
        ProbeEnvironment(
            scale: scale, scratch: ScratchSpace(directory: directory, budget: budget),
            allowedCPUs: 2, availableMemoryBytes: nil, seed: 5, cancellation: cancellation)
    }

    private func table(_ sample: Sample?) throws -> TableSample {
        guard case .table(let table)? = sample else {
            throw ProbeError.wrongAnswer("the sample is no table")
        }
        return table
    }

    @Test func everyImportIsKeptByItsPercentiles() {
        for id in ImportVariant.allCases.map(\.id) + ["chain.author"] {
            let metric = ProbeIdentity.metrics.first { $0.id.rawValue == id }
            #expect(metric?.form?.isPhases == true, "\(id)")
            #expect(metric?.figures.count == 2 && metric?.unit == .seconds, "\(id)")
        }
    }

    @Test func importRecordsEveryPhaseOfEveryBlock() throws {
        try withTemporaryDirectory { directory in
            let session = try ChainImportProbe(.judged, .typical).prepare(
                in: environment(directory))
            let samples = try session.measure(timer)
            try session.check()
            let wall = try table(samples["chain.import"])
            #expect(wall.axes.map(\.name) == ["block", "phase"])
            #expect(wall.axes[0].labels.count == ChainConditions.typical.smoke.blocks)
            let columns = wall.axes[1].labels
            #expect(columns == PhaseClock.wallColumns)
            // Execution holds its storage reads, and the CPU was never longer at work than it took.
            let row = Dictionary(uniqueKeysWithValues: zip(columns, wall.values))
            #expect((row["storageReads"] ?? 1) > 0)
            #expect((row["storageReads"] ?? 1) <= (row["execute"] ?? 0))
            let weight = try table(samples["chain.import.weight"])
            #expect(weight.values.allSatisfy { $0 > 0 })
            #expect(session.parameters["databaseAssertions"] != nil)
            #expect(session.parameters["database"]?.contains("RocksDB") == true)
            #expect(session.advisories.map(\.id) == ["chain.model"])
        }
    }

    /// The timer's own check, between blocks, is left out: what lies before and behind them asks.
    @Test(arguments: [
        ChainImportProbe(.typical, .typical) as any Probe, ChainAuthorProbe(.typical),
        ChainStorageProbe(.typical),
    ])
    func interruptionEndsAStageBeforeItsFirstBlock(probe: any Probe) throws {
        try withTemporaryDirectory { directory in
            let cancellation = Cancellation()
            let session = try probe.prepare(
                in: environment(directory, cancellation: cancellation))
            cancellation.cancel(signal: SIGINT)
            #expect(throws: ProbeError.cancelled) { try session.measure(timer) }
            let left = try FileManager.default.contentsOfDirectory(atPath: directory)
            #expect(left.isEmpty, "\(left)")
        }
    }

    @Test(arguments: [
        ChainImportProbe(.typical, .typical) as any Probe, ChainAuthorProbe(.typical),
    ])
    func interruptionEndsTheSecondImport(probe: any Probe) throws {
        try withTemporaryDirectory { directory in
            let cancellation = Cancellation()
            let session = try probe.prepare(
                in: environment(directory, cancellation: cancellation))
            _ = try session.measure(timer)
            cancellation.cancel(signal: SIGINT)
            #expect(throws: ProbeError.cancelled) { try session.check() }
        }
    }

    /// A root that is another the second time is a wrong answer, whatever the time.
    @Test(arguments: [40, 60, 70_000])
    func damagedBlockIsAWrongAnswer(byte: Int) throws {
        try withTemporaryDirectory { directory in
            let probe = ChainImportProbe(.typical, .typical)
            let session = try #require(
                try probe.prepare(in: environment(directory)) as? ChainImportSession)
            _ = try session.measure(timer)
            let last = session.sealed.count - 1
            session.sealed[last][min(byte, session.sealed[last].count - 1)] ^= 1
            #expect(throws: ProbeError.self) { try session.check() }
        }
    }

    @Test func authorNoticesABlockThatIsAnother() throws {
        try withTemporaryDirectory { directory in
            let probe = ChainAuthorProbe(.typical)
            let session = try #require(
                try probe.prepare(in: environment(directory)) as? ChainAuthorSession)
            let samples = try session.measure(timer)
            let fitted = try table(samples["chain.author.transfers"])
            #expect(fitted.values.allSatisfy { $0 >= 1 })
            #expect(fitted.axes[0].labels.allSatisfy { $0.contains("(") })
            session.authored.removeLast()
            #expect(throws: ProbeError.self) { try session.check() }
        }
    }

    @Test func oneStateServesAllProbesAndIsGivenBack() throws {
        try withTemporaryDirectory { directory in
            let environment = environment(directory)
            var first: (any ProbeSession)? = try ChainImportProbe(.typical, .typical).prepare(
                in: environment)
            var second: (any ProbeSession)? = try ChainAuthorProbe(.typical).prepare(
                in: environment)
            _ = try first?.measure(timer)
            func folders() throws -> [String] {
                try FileManager.default.contentsOfDirectory(atPath: directory)
            }
            let made = try folders()
            #expect(made.count == 1)
            first = nil
            #expect(try folders() == made)
            _ = try second?.measure(timer)
            #expect(try folders() == made)
            second = nil
            #expect(try folders().isEmpty)
        }
    }

    @Test func keptStateIsUsedAgainAndADamagedOneIsRefused() throws {
        try withTemporaryDirectory { directory in
            let kept = directory + "/kept"
            try FileManager.default.createDirectory(
                atPath: kept, withIntermediateDirectories: false)
            var conditions = ChainConditions.typical
            conditions.keptState = kept
            func run() throws {
                let session = try ChainImportProbe(.typical, conditions).prepare(
                    in: environment(directory))
                _ = try session.measure(timer)
                try session.check()
            }
            try run()
            let names = try FileManager.default.contentsOfDirectory(atPath: kept).sorted()
            #expect(names == ["extrinsics-transfers-uniform", "manifest", "state"])
            let signed = kept + "/extrinsics-transfers-uniform"
            func identity() throws -> UInt64? {
                try FileManager.default.attributesOfItem(atPath: signed)[.systemFileNumber]
                    as? UInt64
            }
            let first = try identity()
            let bytes = try Data(contentsOf: URL(filePath: signed))
            try run()
            #expect(try identity() == first)
            // What is damaged is signed anew, and comes to the same.
            try Data(bytes.dropLast()).write(to: URL(filePath: signed))
            try run()
            #expect(try Data(contentsOf: URL(filePath: signed)) == bytes)
            conditions.stateVersion = 0
            #expect(throws: ProbeError.self) { try run() }
        }
    }

    /// What a stage may write is taken before its first byte.
    @Test func stageThatWouldWriteTooMuchIsLeftOut() throws {
        try withTemporaryDirectory { directory in
            let environment = environment(
                directory, budget: WriteBudget(limitBytes: 1 << 20), scale: .reference)
            #expect(throws: ProbeError.self) {
                _ = try ChainImportProbe(.judged, .typical).prepare(in: environment)
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: directory)
            #expect(left.isEmpty)
        }
    }

    @Test func catalogTakesTheConditionsOfARun() throws {
        var conditions = ChainConditions.typical
        conditions.accounts = 100_000
        conditions.transfers = 200
        let probes = ProbeCatalog(chain: conditions).all
        #expect(probes.map(\.descriptor.id) == ProbeIdentity.all.map(\.id))
        func bytes(_ probes: [any Probe]) -> Int? {
            probes.first { $0.descriptor.id == "chain.import" }?.descriptor.stageWrittenBytes
        }
        let small = try #require(bytes(probes))
        let usual = try #require(bytes(ProbeCatalog(chain: .typical).all))
        #expect(small < usual)
    }

    /// A run that is compared with a recorded one must do the same work.
    @Test func whatARecordSimulatedIsReadBack() throws {
        try withTemporaryDirectory { directory in
            var conditions = ChainConditions.typical
            conditions.stateVersion = 0
            conditions.deadlineSeconds = 0.25
            conditions.proofBytesMax = 3 << 20
            let ids = ["chain.import", "chain.author", "chain.import.typical"]
            let records = ProbeRunner(
                schedule: .init(warmupRounds: 0, keptRounds: 1, blockSeconds: 0.001, seed: 1),
                environment: ProbeEnvironment(
                    scale: .smoke, scratch: ScratchSpace(directory: directory), allowedCPUs: 2,
                    availableMemoryBytes: nil, seed: 1, cancellation: Cancellation()),
                clock: MonotonicClock(), observe: { _ in }
            ).run(ProbeCatalog(chain: conditions).probes(ids: ids))
            var record = RecordBuilder.record([])
            record.probes = records
            // Of the sizes of tests, the time to take transfers is one.
            #expect(ChainConditions(recordedIn: record) == conditions.smoke)
            record.probes = records.filter { $0.id == "chain.import.typical" }
            #expect(ChainConditions(recordedIn: record).accounts == 600)
            #expect(ChainConditions(recordedIn: record).blocks == 299)
        }
    }
}

/// What a chain probe's record tells of its blocks.
struct RecordedConditionsTests {
    @Test(arguments: ImportVariant.allCases, [3, 40, 200, 633, 1436])
    func eachVariantAloneTellsItsOwnBlocks(variant: ImportVariant, transfers: Int) {
        var conditions = ChainConditions.typical
        conditions.transfers = transfers
        let extrinsics = variant.extrinsics(conditions)
        var record = RecordBuilder.record([])
        record.probes = [
            ProbeRecord(
                id: variant.id, methodVersion: 1, status: .measured, metrics: [],
                parameters: ["extrinsics": String(extrinsics)])
        ]
        let again = variant.extrinsics(ChainConditions(recordedIn: record))
        // So few as three are none of a profile's, and `typical` has ten of more.
        #expect(again == extrinsics || variant == .typical && transfers < 10)
    }
}

/// Constants that a run must come to.
struct ChainPinsTests {
    /// Every block size that a profile's chain comes to, at every preset's state.
    @Test(arguments: [0, 1], [(100_000, 200, 309), (1_000_000, 633, 309), (10_000_000, 633, 609)])
    func judgedImportsHaveTheirRootsPinned(
        version: Int, size: (accounts: Int, extrinsics: Int, blocks: Int)
    ) {
        var conditions = ChainConditions.typical
        conditions.stateVersion = version
        conditions.accounts = size.accounts
        func pin(_ extrinsics: Int, _ workload: Workload = .transfers(.uniform)) -> Hash256? {
            ChainPins.rootChain(
                conditions, workload: workload, extrinsics: extrinsics, blocks: size.blocks)
        }
        #expect(pin(size.extrinsics) != nil)
        #expect(pin(size.extrinsics, .transfers(.zipf)) == nil)
    }
}
