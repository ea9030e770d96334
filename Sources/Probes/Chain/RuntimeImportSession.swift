import Chain
import Measurement
import Model
import Primitives
import Runtime

/// One run of imports by the chain's own runtime.
final class RuntimeImportSession: ProbeSession {
    private(set) var parameters: [String: String]
    private(set) var advisories: [Advisory] = []

    private let variant: ImportVariant
    private let home: SharedChainState
    private let burden: BackgroundSignatureLoad?
    /// As they were built; a test damages them.
    var blocks: [RuntimeBlock] = []
    private var rootChain = Hash256.zero
    /// Blocks that a second import has come to their roots with.
    private var checked = 0

    /// Blocks that are imported once more; ours: enough for a rate.
    private static let checkedBlocks = 60

    /// Blocks whose transactions are signed together; ours.
    private static let signedBlocks = 10

    init(_ variant: ImportVariant, home: SharedChainState, cores: [[Int]], allowedCPUs: Int) {
        self.variant = variant
        self.home = home
        burden =
            variant == .loaded
            ? BackgroundSignatureLoad(cores: cores, allowedCPUs: allowedCPUs) : nil
        parameters = ChainModel.parameters(home.conditions)
        parameters["blocks"] = String(variant.blocks(home.conditions))
        parameters["warmupBlocks"] = String(ChainConditions.warmupBlocks)
        parameters["reads"] = variant == .cold ? "direct" : "buffered"
        if let burden { parameters["busyThreads"] = String(burden.threads) }
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        try timer.check()
        let made = try home.runtime()
        parameters.merge(made.parameters) { $1 }
        advisories = made.advisories
        try build(made, timer)
        let copy = try home.chain(isCold: variant == .cold)
        parameters.merge(ChainModel.library(copy)) { $1 }
        let chain = try made.chain(copy, isMetered: true)
        let clock = PhaseClock(timer)
        let written = copy.database.batchBytes
        var weights: [Double] = []
        let work = { () throws(ProbeError) in
            weights = try self.importAll(into: chain, clock, timer)
        }
        if let burden { try burden.during(work) } else { try work() }
        rootChain = chain.rootChain
        // The same on every machine with the same other parameters.
        parameters["rootChain"] = "\(rootChain)"
        var samples = try samples(clock, weights, written: copy.database.batchBytes - written)
        if variant == .judged { samples["chain.import.catch-up"] = try catchUp(made, timer) }
        return samples
    }

    /// Has the runtime build the blocks, in a database of their own, so that the timed import finds
    /// its caches empty.
    private func build(_ made: ChainRuntime, _ timer: BlockTimer) throws(ProbeError) {
        let size = variant.extrinsics(home.conditions)
        let count = variant.blocks(home.conditions) + ChainConditions.warmupBlocks
        let chain = try made.chain(try home.chain(), isMetered: false)
        var workload = RuntimeWorkload(made.setup)
        var pool: ArraySlice<[UInt8]> = []
        var taken: [Int] = []
        let choice: AccountChoice = variant == .zipf ? .zipf : .uniform
        blocks = []
        blocks.reserveCapacity(count)
        while blocks.count < count {
            try timer.check()
            if pool.count < size {
                let blocks = min(Self.signedBlocks, count - blocks.count)
                pool += try workload.next(
                    blocks * size - pool.count, choice: choice, threads: home.threads,
                    home.cancellation)
            }
            let authored = try chain.author(pool.prefix(size))
            guard authored.taken > 0 else { throw .failed("a block has no room for a transaction") }
            pool = pool.dropFirst(authored.taken)
            taken.append(authored.taken)
            blocks.append(authored.block)
        }
        parameters[ChainParameter.extrinsics] = String(taken.min() ?? 0)
    }

    /// Imports all blocks.
    ///
    /// - Returns: The weights of the timed ones, in seconds.
    private func importAll(
        into chain: RuntimeChain, _ clock: PhaseClock, _ timer: BlockTimer
    ) throws(ProbeError) -> [Double] {
        var weights: [Double] = []
        for (index, block) in blocks.enumerated() {
            try timer.check()
            try chain.importBlock(block, clock: clock)
            if index < ChainConditions.warmupBlocks { continue }
            clock.end()
            timer.tell(done: index + 1, of: blocks.count)
            if let weight = chain.weightSeconds, weight > 0 { weights.append(weight) }
        }
        return weights
    }

    private func samples(
        _ clock: PhaseClock, _ weights: [Double], written: Int
    ) throws(ProbeError) -> [MetricID: Sample] {
        func metric(_ suffix: String) -> MetricID { MetricID(rawValue: variant.id + suffix) }
        var samples = [metric(""): clock.wallTable, metric(".cpu"): clock.cpuTable]
        guard variant == .judged else { return samples }
        guard weights.count == clock.blocks else {
            throw .failed("the runtime does not say what its blocks weigh (System.BlockWeight)")
        }
        parameters[ChainParameter.weightSeconds] = String(
            weights.sorted()[weights.count / 2])
        samples[metric(".weight")] = clock.table(
            (0..<clock.blocks).map { clock.totalBeforeFinality($0) / weights[$0] })
        samples[metric(".stolen")] = clock.table(clock.stolen)
        samples[metric(".switches")] = clock.table(clock.switches)
        samples[metric(".written")] = .figure(Double(written) / Double(blocks.count))
        return samples
    }

    /// Imports the first blocks back to back into another database.
    private func catchUp(
        _ made: ChainRuntime, _ timer: BlockTimer
    ) throws(ProbeError) -> Sample {
        let chain = try made.chain(try home.chain(), isMetered: false)
        let start = timer.nanoseconds()
        let count = try importAgain(into: chain)
        let seconds = Double(max(timer.nanoseconds() &- start, 1)) / 1e9
        checked = count
        return .rate(RateSample(work: Double(count), seconds: seconds))
    }

    private func importAgain(into chain: RuntimeChain) throws(ProbeError) -> Int {
        let blocks = blocks.prefix(Self.checkedBlocks)
        for block in blocks {
            try home.check()
            try chain.importBlock(block)
        }
        return blocks.count
    }

    /// A second import into another database has come to the same roots, which the runtime itself
    /// compared in each.
    func check() throws(ProbeError) {
        if checked == 0 {
            let made = try home.runtime()
            checked = try importAgain(
                into: try made.chain(try home.chain(isCold: variant != .cold), isMetered: false))
        }
        if blocks.isEmpty || checked == 0 { throw .wrongAnswer("no block was imported") }
        blocks = []
        checked = 0
    }
}
