import Chain
import Measurement
import Model
import Primitives

/// One run of imports.
final class ChainImportSession: ProbeSession {
    private(set) var parameters: [String: String]
    let advisories: [Advisory] = [ChainModel.advisory]
    /// Blocks as they were sealed, for the check; a test damages them.
    var sealed: [[UInt8]] = []

    private let variant: ImportVariant
    private let home: SharedChainState
    private let burden: BackgroundSignatureLoad?
    private var rootChain = Hash256.zero
    /// Blocks for which a second import produced the same roots.
    private var checked = 0

    /// Blocks that are imported once more where a pinned root covers all of them.
    ///
    /// Ours: enough for a rate.
    private static let checkedBlocks = 60

    init(_ variant: ImportVariant, home: SharedChainState, cores: [[Int]], allowedCPUs: Int) {
        self.variant = variant
        self.home = home
        burden =
            variant == .loaded
            ? BackgroundSignatureLoad(cores: cores, allowedCPUs: allowedCPUs) : nil
        parameters = ChainModel.parameters(home.conditions)
        parameters["blocks"] = String(variant.blocks(home.conditions))
        parameters["warmupBlocks"] = String(ChainConditions.warmupBlocks)
        parameters[ChainParameter.extrinsics] = String(variant.extrinsics(home.conditions))
        parameters["reads"] = variant == .cold ? "direct" : "buffered"
        if let burden { parameters["busyThreads"] = String(burden.threads) }
        if case .reads(let accounts) = variant.workload {
            parameters["accountsOfCall"] = String(accounts)
        }
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        try timer.check()
        let conditions = home.conditions
        let chain = try home.chain(isCold: variant == .cold)
        parameters.merge(ChainModel.library(chain)) { $1 }
        let count = variant.blocks(conditions) + ChainConditions.warmupBlocks
        let genesis = try chain.importer().genesis
        let drafts = try home.drafts(
            count, of: variant.extrinsics(conditions), workload: variant.workload,
            genesis: genesis)
        sealed = []
        sealed.reserveCapacity(count)
        let clock = PhaseClock(timer)
        let written = chain.database.batchBytes
        if let burden {
            try burden.during { () throws(ProbeError) in
                try self.importAll(drafts, into: chain, clock, timer)
            }
        } else {
            try importAll(drafts, into: chain, clock, timer)
        }
        var samples = samples(clock, written: chain.database.batchBytes - written)
        if variant == .judged { samples["chain.import.catch-up"] = try catchUp(timer) }
        return samples
    }

    /// Imports the sealed blocks back to back into another database.
    ///
    /// Their roots are those of the first import, or the importer refuses them.
    private func catchUp(_ timer: BlockTimer) throws(ProbeError) -> Sample {
        let blocks = sealed.prefix(pinned == nil ? sealed.count : Self.checkedBlocks)
        let chain = try home.chain()
        var importer = try chain.importer()
        let start = timer.nanoseconds()
        try home.importAll(blocks, into: &importer)
        let seconds = Double(max(timer.nanoseconds() &- start, 1)) / 1e9
        checked = blocks.count
        return .rate(RateSample(work: Double(blocks.count), seconds: seconds))
    }

    /// The hash over the roots of all blocks; nil if it is not pinned.
    private var pinned: Hash256? {
        ChainPins.rootChain(
            home.conditions, workload: variant.workload,
            extrinsics: variant.extrinsics(home.conditions),
            blocks: variant.blocks(home.conditions) + ChainConditions.warmupBlocks)
    }

    private func importAll(
        _ drafts: [[UInt8]], into chain: ChainCheckpoint, _ clock: PhaseClock, _ timer: BlockTimer
    ) throws(ProbeError) {
        var importer = try chain.importer()
        for (index, draft) in drafts.enumerated() {
            try timer.check()
            let isKept = index >= ChainConditions.warmupBlocks
            clock.begin()
            do throws(ChainError) {
                sealed.append(try importer.importDraft(draft, observer: clock))
            } catch { throw ProbeError(error) }
            if isKept { clock.end() }
            timer.tell(done: index + 1, of: drafts.count)
        }
        rootChain = importer.rootChain
        // The same on every machine with the same other parameters.
        parameters["rootChain"] = "\(rootChain)"
    }

    private func samples(_ clock: PhaseClock, written: Int) -> [MetricID: Sample] {
        func metric(_ suffix: String) -> MetricID { MetricID(rawValue: variant.id + suffix) }
        var samples = [metric(""): clock.wallTable, metric(".cpu"): clock.cpuTable]
        guard variant == .judged else { return samples }
        let conditions = home.conditions
        let weight = conditions.transfer.weightSeconds(
            transfers: variant.extrinsics(conditions))
        samples[metric(".weight")] = clock.table(
            (0..<clock.blocks).map { clock.totalBeforeFinality($0) / weight })
        samples[metric(".stolen")] = clock.table(clock.stolen)
        samples[metric(".switches")] = clock.table(clock.switches)
        samples[metric(".written")] = .figure(Double(written) / Double(sealed.count))
        return samples
    }

    /// A second import into another database, which compares every root, has produced the same, and
    /// so did the pin of them all.
    func check() throws(ProbeError) {
        if let pinned, pinned != rootChain {
            throw .wrongAnswer(
                "the roots of \(sealed.count) blocks come to \(rootChain), not \(pinned)")
        }
        if checked == 0 {
            let chain = try home.chain(isCold: variant != .cold)
            var importer = try chain.importer()
            try home.importAll(sealed, into: &importer)
            checked = sealed.count
        }
        if sealed.isEmpty { throw .wrongAnswer("no block was imported") }
        sealed = []
        checked = 0
    }
}
