import Chain
import Measurement
import Primitives

/// Signs what blocks hold, on all threads; nothing of it is timed.
enum BlockFactory {
    /// Extrinsics of a workload, signed on all threads.
    static func extrinsics(
        _ count: Int, of workload: inout TransferWorkload, threads: Int
    ) throws(ProbeError) -> [[UInt8]] {
        let plans = (0..<count).map { _ in workload.plan() }
        let parts = try ProbeThread.runAll(count: threads) { thread throws(ProbeError) in
            let start = count * thread / threads
            return plans[start..<count * (thread + 1) / threads].map { $0.signed() }
        }
        return Array(parts.joined())
    }

    /// Drafts of blocks that follow the first one.
    static func drafts(
        _ blocks: Int, of size: Int, workload: Workload, on chain: ChainCopy, threads: Int,
        genesis: Hash256
    ) throws(ProbeError) -> [[UInt8]] {
        var transfers = TransferWorkload(
            state: chain.state, genesis: genesis, workload: workload, seed: ChainConditions.seed)
        let signed = try extrinsics(blocks * size, of: &transfers, threads: threads)
        return (0..<blocks).map { block in
            BlockDraft.encoded(
                number: UInt32(block + 1),
                extrinsics: Array(signed[block * size..<(block + 1) * size]),
                seed: chain.state.seed)
        }
    }
}
