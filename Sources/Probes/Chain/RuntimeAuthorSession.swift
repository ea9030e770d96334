import Chain
import Measurement
import Model
import Primitives
import Runtime

/// One run of authoring by the chain's own runtime: each call in a fresh instance, with a recorder.
final class RuntimeAuthorSession: ProbeSession {
    private(set) var parameters: [String: String]
    private(set) var advisories: [Advisory] = []
    /// As they were authored, for the check; a test damages them.
    var authored: [RuntimeBlock] = []

    private let home: SharedChainState
    private var rootChain = Hash256.zero

    init(home: SharedChainState) {
        self.home = home
        parameters = ChainModel.parameters(home.conditions)
        parameters["blocks"] = String(home.conditions.authoredBlocks)
        parameters["deadlineSeconds"] = String(home.conditions.deadlineSeconds)
        parameters["proofBytesMax"] = String(home.conditions.proofBytesMax)
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        try timer.check()
        let conditions = home.conditions
        let made = try home.runtime()
        parameters.merge(made.parameters) { $1 }
        advisories = made.advisories
        let copy = try home.chain()
        parameters.merge(ChainModel.library(copy)) { $1 }
        let chain = try made.chain(copy, isMetered: true)
        var workload = RuntimeWorkload(made.setup)
        let clock = PhaseClock(timer)
        let full = conditions.fullTransfers
        authored = []
        var pool: ArraySlice<[UInt8]> = []
        var taken: [Int] = []
        for block in 0...conditions.authoredBlocks {
            try timer.check()
            pool += try workload.next(
                full - pool.count, choice: .uniform, threads: home.threads, home.cancellation)
            let own = try chain.author(pool.prefix(full), records: true, clock: clock)
            pool = pool.dropFirst(own.taken)
            authored.append(own.block)
            // The first one is warm-up.
            if block == 0 { continue }
            clock.end()
            timer.tell(done: block + 1, of: conditions.authoredBlocks + 1)
            taken.append(own.taken)
        }
        parameters[ChainParameter.extrinsics] = String(taken.min() ?? 0)
        let ended = try authorUntilDeadline(chain, &workload, pool, timer)
        rootChain = chain.rootChain
        return [
            "chain.author": clock.wallTable, "chain.author.cpu": clock.cpuTable,
            "chain.author.transfers": Self.table(ended, ended.map { Double($0.taken) }),
            "chain.author.proof": Self.table(ended, ended.map { Double($0.proofBytes) }),
        ]
    }

    /// Blocks that end by the deadline, by the proof or by the runtime's own limits.
    private func authorUntilDeadline(
        _ chain: RuntimeChain, _ workload: inout RuntimeWorkload, _ rest: ArraySlice<[UInt8]>,
        _ timer: BlockTimer
    ) throws(ProbeError) -> [RuntimeChain.Authored] {
        let conditions = home.conditions
        var pool = rest
        var ended: [RuntimeChain.Authored] = []
        for _ in 0..<ChainAuthorSession.deadlineBlocks {
            try timer.check()
            // More than the runtime takes, so that the pool does not end the block.
            pool += try workload.next(
                max(0, conditions.fullTransfers + 1 - pool.count), choice: .uniform,
                threads: home.threads, home.cancellation)
            let deadline = timer.nanoseconds() + UInt64(conditions.deadlineSeconds * 1e9)
            let made = try chain.author(
                pool, proofBytesMax: conditions.proofBytesMax, records: true,
                isPastDeadline: { timer.nanoseconds() >= deadline })
            pool = pool.dropFirst(made.taken)
            authored.append(made.block)
            ended.append(made)
        }
        return ended
    }

    /// A value a block, each labelled by what ended it.
    private static func table(
        _ ended: [RuntimeChain.Authored], _ values: [Double]
    ) -> Sample {
        let labels = ended.enumerated().map { "\($0.offset + 1) (\($0.element.stop.rawValue))" }
        return .table(
            TableSample(axes: [.init(name: "block (ended by)", labels: labels)], values: values))
    }

    /// The runtime itself executes the same blocks and comes to the same roots.
    func check() throws(ProbeError) {
        let made = try home.runtime()
        let chain = try made.chain(try home.chain(), isMetered: false)
        for block in authored {
            try home.check()
            try chain.importBlock(block)
        }
        if authored.isEmpty || chain.rootChain != rootChain {
            throw .wrongAnswer("an author's roots and those of an import differ")
        }
        authored = []
    }
}
