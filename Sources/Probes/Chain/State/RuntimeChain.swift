import Chain
import Measurement
import Model
import Primitives
import Runtime

/// A chain in the node's database whose blocks its own runtime builds and executes.
final class RuntimeChain {
    /// A block of one's own.
    struct Authored {
        var block: RuntimeBlock
        /// Transactions that are in it.
        var taken: Int
        /// Header, body and all nodes that were read, each with its length; without a recorder
        /// header and body.
        var proofBytes: Int
        var stop: AuthoringStop
    }

    /// A hash over the state roots of all blocks, in their order.
    private(set) var rootChain = Hash256.zero
    /// The time that the last block consumed by the runtime's own weights, in seconds; nil if it
    /// does not say.
    private(set) var weightSeconds: Double?

    private let copy: ChainCheckpoint
    private let state: ChainState
    private let runtime: WasmRuntime
    private var plan: BlockPlan
    private var headHash = Hash256.zero

    /// Goes on behind the first state.
    ///
    /// - Parameters:
    ///   - copy: Holds that state.
    ///   - root: Of that state.
    ///   - setup: How the chain goes on.
    ///   - module: The runtime's code.
    ///   - isMetered: Whether signatures and roots are timed.
    /// - Throws: What the engine refuses.
    init(
        _ copy: ChainCheckpoint, root: Hash256, _ setup: RuntimeSetup, _ module: WasmModule,
        isMetered: Bool
    ) throws(ProbeError) {
        self.copy = copy
        plan = setup.plan
        let clock = MonotonicClock()
        state = ChainState(copy.store, root: root, layout: plan.rules.layout) {
            clock.nanoseconds()
        }
        // One reading of the clock a signature, and a few a block.
        let meter = HostMeter(groups: [.signature, .storageRoot, .trieRoot]) {
            MonotonicClock().nanoseconds()
        }
        do throws(RuntimeError) {
            runtime = try WasmRuntime(module, meter: isMetered ? meter : nil)
        } catch { throw ProbeError(error) }
    }

    // MARK: - Import

    /// Executes a block, as an importing node does, and writes it.
    ///
    /// The runtime compares both roots with the header's.
    ///
    /// - Throws: `failed` with the runtime's last line; `wrongAnswer` where the block does not end
    ///   in its root.
    func importBlock(_ block: RuntimeBlock, clock: PhaseClock? = nil) throws(ProbeError) {
        runtime.resetMeter()
        clock?.begin()
        let encoded = block.encoded
        clock?.ended(.decode)
        state.begin()
        let overlay = plan.overlay(over: state)
        let answer: [UInt8]
        do throws(RuntimeError) {
            answer = try runtime.call("Core_execute_block", encoded, over: overlay)
        } catch { throw ProbeError(error) }
        endCall(clock)
        guard answer.isEmpty else { throw .wrongAnswer("Core_execute_block answers something") }
        try write(block, clock)
        weightSeconds = plan.rules.consumedSeconds(in: overlay)
    }

    /// Shares out the time of the runtime's calls: what is neither signature nor root is the
    /// runtime's own code with all other host functions.
    private func endCall(_ clock: PhaseClock?) {
        guard let clock else { return }
        let metered = runtime.metered
        func nanoseconds(_ group: HostGroup) -> UInt64 { metered[group]?.nanoseconds ?? 0 }
        clock.ended(
            [
                (.verify, nanoseconds(.signature)), (.stateRoot, nanoseconds(.storageRoot)),
                (.extrinsicsRoot, nanoseconds(.trieRoot)),
            ], rest: .execute, storageReads: state.readNanoseconds)
    }

    private func write(_ block: RuntimeBlock, _ clock: PhaseClock?) throws(ProbeError) {
        guard let root = block.stateRoot, let extrinsicsRoot = block.extrinsicsRoot,
            state.changedRoot == root
        else { throw .wrongAnswer("a block does not end in the state root of its header") }
        var bytes = ByteBuffer(capacity: 1 << 16)
        bytes.append(block.header)
        let headerBytes = bytes.count
        bytes.append(Array(block.encoded.dropFirst(headerBytes)))
        let header = bytes.bytes(at: 0, count: headerBytes)
        let number = (copy.store.best?.number ?? 0) + 1
        let stored = StoredBlock(
            hash: Hash256(of: header),
            header: BlockHeader(
                parent: headHash, number: number, stateRoot: root, extrinsicsRoot: extrinsicsRoot),
            encodedHeader: header,
            body: bytes.bytes(at: headerBytes, count: bytes.count - headerBytes))
        do throws(ChainError) {
            try state.write(stored, observer: clock)
            clock?.ended(.commit)
            let lag = BlockImporter.finalityLagDefault
            if number > lag { try copy.store.finalize(number - lag) }
            clock?.ended(.finality)
        } catch { throw ProbeError(error) }
        headHash = stored.hash
        rootChain = Hash256(of: rootChain, root)
    }

    // MARK: - Authoring

    /// Builds the next block from a pool in its order, and writes it.
    ///
    /// - Parameters:
    ///   - pool: Signed, each without its length.
    ///   - proofBytesMax: Bound of `Authored.proofBytes` while transactions are taken.
    ///   - records: Whether what is read is kept for a proof.
    ///   - clock: Times the phases; nil means no observer.
    ///   - isPastDeadline: Asked before each transaction.
    /// - Returns: The block, with what ended it.
    /// - Throws: `failed` for a transaction that the runtime refuses, and what it stops with.
    func author(
        _ pool: ArraySlice<[UInt8]>, proofBytesMax: Int = .max, records: Bool = false,
        clock: PhaseClock? = nil, isPastDeadline: () -> Bool = { false }
    ) throws(ProbeError) -> Authored {
        runtime.resetMeter()
        clock?.begin()
        state.begin(records: records)
        var made = Authored(
            block: RuntimeBlock(header: [], extrinsics: []), taken: 0, proofBytes: 0, stop: .pool)
        do throws(RuntimeTrouble) {
            let (_, builder) = try plan.start(by: runtime, over: state)
            var bodyBytes = 0
            for transaction in pool {
                if isPastDeadline() {
                    made.stop = .time
                    break
                }
                let proof = Int(state.proofBytes ?? 0)
                if bodyBytes + proof + transaction.count > proofBytesMax {
                    made.stop = .proof
                    break
                }
                let outcome = builder.apply(transaction)
                if outcome == .full {
                    made.stop = .weight
                    break
                }
                guard outcome == .done else { throw .transaction(outcome.words) }
                bodyBytes += transaction.count
                made.taken += 1
            }
            made.block = try builder.finish()
        } catch { throw ProbeError(error) }
        endCall(clock)
        made.proofBytes = made.block.encoded.count + Int(state.proofBytes ?? 0)
        try write(made.block, clock)
        plan.advance(to: made.block)
        return made
    }
}

extension Hash256 {
    /// BLAKE2b-256 over two hashes.
    fileprivate init(of one: Hash256, _ other: Hash256) {
        self.init(
            of: {
                var link = ByteBuffer()
                one.withBytes { link.append($0) }
                other.withBytes { link.append($0) }
                return link.array
            }())
    }

    private init(of bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { Hash256(of: $0) }
    }
}
