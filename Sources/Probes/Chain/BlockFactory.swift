import Chain
import Measurement
import Primitives

/// Signs what blocks hold, on all threads; nothing of it is timed.
enum BlockFactory {
    /// Extrinsics of a workload, signed on all threads.
    static func extrinsics(
        _ count: Int, of workload: inout TransferWorkload, for home: ChainHome
    ) throws(ProbeError) -> [[UInt8]] {
        let plans = (0..<count).map { _ in workload.plan() }
        let threads = home.threads
        let parts = try ProbeThread.runAll(count: threads) { thread throws(ProbeError) in
            let start = count * thread / threads
            return try plans[start..<count * (thread + 1) / threads].map {
                (plan) throws(ProbeError) in
                try home.check()
                return plan.signed()
            }
        }
        return Array(parts.joined())
    }

    /// Drafts of blocks that follow the first one.
    static func drafts(
        _ blocks: Int, of size: Int, workload: Workload, on chain: ChainCopy, genesis: Hash256,
        for home: ChainHome
    ) throws(ProbeError) -> [[UInt8]] {
        var transfers = TransferWorkload(
            state: chain.state, genesis: genesis, workload: workload, seed: ChainConditions.seed)
        let signed = try extrinsics(blocks * size, of: &transfers, for: home)
        return (0..<blocks).map { block in
            BlockDraft.encoded(
                number: UInt32(block + 1),
                extrinsics: Array(signed[block * size..<(block + 1) * size]),
                seed: chain.state.seed)
        }
    }
}
