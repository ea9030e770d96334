import Chain
import Foundation
import Measurement
import Model
import Primitives
import TestSupport
import Testing

@testable import Probes
@testable import Runtime

/// A real chain's state in the node's database against one in memory.
struct ChainStateTests {
    private static let prefix = StorageKey.accountPrefix

    /// Some pairs of a chain, accounts of its own among them.
    private static let pairs: [(key: [UInt8], value: [UInt8])] =
        (0..<40).map { number in
            let id = [UInt8](repeating: UInt8(number), count: 32)
            return (
                key: number < 20 ? StorageKey.account(id) : [UInt8(number), 1, 2],
                value: [UInt8](repeating: UInt8(number), count: 30 + number)
            )
        }

    private static func generator(accounts: Int, idBytes: Int) -> StateGenerator {
        let signers = (0..<5).map { [UInt8](repeating: UInt8(200 + $0), count: idBytes) }
        let contents = StateContents(
            pairs: pairs, signers: signers, accountValue: [UInt8](repeating: 7, count: 84))
        return StateGenerator(accounts: accounts, contents: contents, seed: 3, layout: .v1)
    }

    private static func memory(_ generator: StateGenerator) -> MemoryState {
        let state = MemoryState(pairs)
        for account in 0..<generator.accounts {
            state.set(
                StorageKey.account(generator.idBytes(of: account)),
                to: [UInt8](repeating: 7, count: 84))
        }
        return state
    }

    private static func state(
        _ generator: StateGenerator
    ) throws -> (state: ChainState, store: ChainStore) {
        let database = MemoryDatabase()
        let root = try generator.build(to: database)
        let store = try ChainStore(database, nodeCacheBytes: 1 << 20)
        try store.begin(stateRoot: root)
        return (ChainState(store, root: root, layout: .v1) { 0 }, store)
    }

    /// Account identifiers have 32 bytes, Ethereum's 20.
    @Test(arguments: [32, 20])
    func theStateHasTheRootOfItsPairs(idBytes: Int) throws {
        let generator = Self.generator(accounts: 300, idBytes: idBytes)
        let database = MemoryDatabase()
        #expect(
            try generator.build(to: database) == Self.memory(generator).root(layout: .v1))
    }

    @Test func readsKeysAndRootsAreThoseOfMemory() throws {
        let generator = Self.generator(accounts: 200, idBytes: 32)
        let memory = Self.memory(generator)
        let (state, _) = try Self.state(generator)
        state.begin()
        let (one, other) = (StateOverlay(over: state), StateOverlay(over: memory))
        var numbers = SeededGenerator(seed: 4)
        let keys = memory.pairs.map(\.key) + [[], [3], Self.prefix]
        for step in 0..<400 {
            let key = keys[Int.random(in: 0..<keys.count, using: &numbers)]
            #expect(try one.value(of: key) == other.value(of: key))
            #expect(try one.nextKey(after: key) == other.nextKey(after: key))
            let value: [UInt8]? = step % 3 == 0 ? nil : [UInt8](repeating: 1, count: step % 90)
            if step % 2 == 0 {
                one.set(key, to: value)
                other.set(key, to: value)
            }
        }
        let root = try one.root(layout: .v1)
        #expect(try root == other.root(layout: .v1))
        #expect(state.changedRoot == root)
        // A root leaves the state as it was.
        #expect(try StateOverlay(over: state).root(layout: .v1) == memory.root(layout: .v1))
    }

    @Test func aBlockIsReadAfterItWasWritten() throws {
        let generator = Self.generator(accounts: 50, idBytes: 32)
        let (state, store) = try Self.state(generator)
        state.begin()
        let overlay = StateOverlay(over: state)
        overlay.set([3, 3, 3], to: [1])
        let root = try overlay.root(layout: .v1)
        var header = ByteBuffer()
        header.append([1, 2, 3])
        let block = StoredBlock(
            hash: Hash256(of: header.bytes),
            header: BlockHeader(
                parent: .zero, number: 1, stateRoot: root, extrinsicsRoot: .zero),
            encodedHeader: header.bytes, body: header.bytes)
        try state.write(block, observer: nil)
        try store.finalize(1)
        state.begin()
        #expect(try StateOverlay(over: state).value(of: [3, 3, 3]) == [1])
        #expect(state.root == root)
    }

    @Test func aProofCountsWhatIsReadOnce() throws {
        let (state, _) = try Self.state(Self.generator(accounts: 50, idBytes: 32))
        state.begin()
        #expect(state.proofBytes == nil)
        state.begin(records: true)
        let overlay = StateOverlay(over: state)
        _ = try overlay.value(of: Self.pairs[0].key)
        let bytes = try #require(state.proofBytes)
        #expect(bytes > 30)
        _ = try overlay.value(of: Self.pairs[0].key)
        #expect(state.proofBytes == bytes)
    }
}

/// The chain's probes with a real runtime, where one is at hand.
@Suite(.serialized, .enabled(if: PublishedRuntime.isThere))
struct RuntimeChainTests {
    private let timer = BlockTimer(
        clock: MonotonicClock(), targetSeconds: 0, cancellation: Cancellation())

    private func environment(_ directory: String) -> ProbeEnvironment {
        ProbeEnvironment(
            scale: .smoke, scratch: ScratchSpace(directory: directory), allowedCPUs: 2,
            availableMemoryBytes: nil, seed: 5, cancellation: Cancellation())
    }

    @Test func blocksAreImportedByTheRuntime() throws {
        try withTemporaryDirectory { directory in
            let conditions = try PublishedRuntime.conditions()
            let session = try #require(
                try ChainImportProbe(.judged, conditions).prepare(in: environment(directory))
                    as? RuntimeImportSession)
            let samples = try session.measure(timer)
            guard case .table(let wall)? = samples["chain.import"],
                case .table(let weight)? = samples["chain.import.weight"]
            else {
                Issue.record("no table of phases or weights")
                return
            }
            #expect(wall.axes[1].labels == PhaseClock.wallColumns)
            let row = Dictionary(uniqueKeysWithValues: zip(PhaseClock.wallColumns, wall.values))
            for phase in ["verify", "execute", "stateRoot", "extrinsicsRoot", "storageReads"] {
                #expect((row[phase] ?? 0) > 0, "\(phase)")
            }
            #expect(weight.values.allSatisfy { $0 > 0 })
            #expect(session.parameters[ChainParameter.runtime] == "kilt-spiritnet 21")
            #expect(session.parameters[ChainParameter.extrinsics] == "3")
            // A block that says another root is refused by the runtime itself.
            session.blocks[1].header[40] ^= 1
            let probe = RuntimeImportSession(
                .judged,
                home: try SharedChainState.opened(
                    conditions, for: ChainImportProbe(.judged, conditions).descriptor,
                    in: environment(directory)), cores: [], allowedCPUs: 2)
            probe.blocks = session.blocks
            #expect(throws: ProbeError.self) { try probe.check() }
        }
    }

    @Test func blocksAreAuthoredByTheRuntime() throws {
        try withTemporaryDirectory { directory in
            let conditions = try PublishedRuntime.conditions()
            let session = try #require(
                try ChainAuthorProbe(conditions).prepare(in: environment(directory))
                    as? RuntimeAuthorSession)
            let samples = try session.measure(timer)
            guard case .table(let proof)? = samples["chain.author.proof"] else {
                Issue.record("no table of proofs")
                return
            }
            #expect(proof.values.count == 2 && proof.values.allSatisfy { $0 > 1000 })
            try session.check()
            #expect(session.parameters[ChainParameter.extrinsics] == "5")
        }
    }
}
