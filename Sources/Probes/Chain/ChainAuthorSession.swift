import Chain
import Measurement
import Model
import Primitives

/// One run of authoring.
final class ChainAuthorSession: ProbeSession {
    private(set) var parameters: [String: String]
    let advisories: [Advisory] = [ChainModel.advisory]
    /// Blocks as they were authored, for the check; a test damages them.
    var authored: [[UInt8]] = []

    private let home: SharedChainState
    private var rootChain = Hash256.zero

    /// Blocks that end by the deadline or by the proof.
    ///
    /// Ours: they are reported and not judged, and each takes the whole deadline.
    static let deadlineBlocks = 2

    /// A pool that no deadline empties on a machine which takes 250 us a transfer; ours.
    private static let poolSecondsPerTransfer = 250e-6

    init(home: SharedChainState) {
        self.home = home
        var parameters = ChainModel.parameters(home.conditions)
        parameters["blocks"] = String(home.conditions.authoredBlocks)
        parameters[ChainParameter.extrinsics] = String(home.conditions.authoredTransfers)
        parameters[ChainParameter.deadline] = String(home.conditions.deadlineSeconds)
        parameters[ChainParameter.proofBytes] = String(home.conditions.proofBytesMax)
        parameters["deadlinePool"] = String(Self.pool(home.conditions))
        self.parameters = parameters
    }

    /// Transfers in the pool of a block that ends by the deadline.
    private static func pool(_ conditions: ChainConditions) -> Int {
        max(
            conditions.authoredTransfers,
            min(6_000, Int(conditions.deadlineSeconds / poolSecondsPerTransfer)))
    }

    /// All transfers that a run signs.
    static func transfers(_ conditions: ChainConditions) -> Int {
        (conditions.authoredBlocks + 1) * conditions.authoredTransfers
            + deadlineBlocks * pool(conditions)
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        try timer.check()
        let conditions = home.conditions
        let chain = try home.chain()
        parameters.merge(ChainModel.library(chain)) { $1 }
        var importer = try chain.importer()
        authored = []
        let clock = PhaseClock(timer)
        let signed = try home.extrinsics(
            Self.transfers(conditions), of: .transfers(.uniform), genesis: importer.genesis)
        for block in 0...conditions.authoredBlocks {
            try timer.check()
            let start = block * conditions.authoredTransfers
            let pool = Array(signed[start..<start + conditions.authoredTransfers])
            clock.begin()
            let made = try author(
                pool, of: &importer, proofBytesMax: .max, clock, isPastDeadline: { false })
            guard made.extrinsics == conditions.authoredTransfers else {
                throw .wrongAnswer(
                    "\(made.extrinsics) of \(conditions.authoredTransfers) good transfers were "
                        + "taken"
                )
            }
            // The first one is warm-up.
            if block > 0 { clock.end() }
            timer.tell(done: block + 1, of: conditions.authoredBlocks + 1)
        }
        let rest = signed.dropFirst((conditions.authoredBlocks + 1) * conditions.authoredTransfers)
        let ended = try authorUntilDeadline(&importer, rest, timer)
        rootChain = importer.rootChain
        return [
            "chain.author": clock.wallTable, "chain.author.cpu": clock.cpuTable,
            "chain.author.transfers": Self.table(ended, ended.map { Double($0.extrinsics) }),
            "chain.author.proof": Self.table(ended, ended.map { Double($0.proofBytes) }),
        ]
    }

    /// What a block came to.
    private struct Ended {
        var extrinsics: Int
        var proofBytes: Int
        var stop: AuthoringStop
    }

    private func author(
        _ pool: [[UInt8]], of importer: inout BlockImporter, proofBytesMax: Int,
        _ clock: PhaseClock, isPastDeadline: () -> Bool
    ) throws(ProbeError) -> Ended {
        do throws(ChainError) {
            let block = try importer.author(
                pool: pool, proofBytesMax: proofBytesMax, observer: clock,
                isPastDeadline: isPastDeadline)
            let ended = Ended(
                extrinsics: block.extrinsics, proofBytes: block.proofBytes, stop: block.stop)
            authored.append(block.encoded)
            try importer.importAuthored(block, observer: clock)
            return ended
        } catch { throw ProbeError(error) }
    }

    private func authorUntilDeadline(
        _ importer: inout BlockImporter, _ signed: ArraySlice<[UInt8]>, _ timer: BlockTimer
    ) throws(ProbeError) -> [Ended] {
        let conditions = home.conditions
        var ended: [Ended] = []
        var signed = signed
        for _ in 0..<Self.deadlineBlocks {
            try timer.check()
            // What is left over goes into the next pool, or there would be gaps in the nonces.
            let pool = Array(signed.prefix(Self.pool(conditions)))
            let clock = PhaseClock(timer)
            clock.begin()
            let deadline = timer.nanoseconds() + UInt64(conditions.deadlineSeconds * 1e9)
            ended.append(
                try author(
                    pool, of: &importer, proofBytesMax: conditions.proofBytesMax, clock,
                    isPastDeadline: { timer.nanoseconds() >= deadline }))
            signed = signed.dropFirst(ended.last?.extrinsics ?? 0)
        }
        return ended
    }

    /// A value a block, each labelled by what ended it.
    private static func table(_ ended: [Ended], _ values: [Double]) -> Sample {
        let labels = ended.enumerated().map { "\($0.offset + 1) (\($0.element.stop.rawValue))" }
        return .table(
            TableSample(axes: [.init(name: "block (ended by)", labels: labels)], values: values))
    }

    /// A plain import of the same blocks produces the same roots.
    func check() throws(ProbeError) {
        let chain = try home.chain()
        var importer = try chain.importer()
        try home.importAll(authored, into: &importer)
        if importer.rootChain != rootChain || authored.isEmpty {
            throw .wrongAnswer("an author's roots and those of a plain import differ")
        }
        authored = []
    }
}
