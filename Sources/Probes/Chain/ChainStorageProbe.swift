internal import Chain
internal import Latency
package import Measurement
internal import Model
internal import Primitives

/// Reads and writes of single keys, by the method that a chain's storage weights are made with.
package struct ChainStorageProbe: ChainProbe {
    package let conditions: ChainConditions

    package let descriptor: ProbeDescriptor

    init(_ conditions: ChainConditions) {
        self.conditions = conditions
        let writes = ChainStorageSession.counts(conditions).writes
        descriptor = ProbeDescriptor(
            id: "chain.storage", methodVersion: 1,
            metrics: [
                MetricDefinition(
                    id: "chain.storage.read", unit: .seconds, direction: .lowerIsBetter,
                    title: "Storage read", form: .distribution),
                MetricDefinition(
                    id: "chain.storage.write", unit: .seconds, direction: .lowerIsBetter,
                    title: "Storage write", form: .distribution),
                MetricDefinition(
                    id: "chain.storage.read.weight", unit: .ratio, direction: .lowerIsBetter,
                    title: "Mean read to RocksDbWeight"),
                MetricDefinition(
                    id: "chain.storage.write.weight", unit: .ratio, direction: .lowerIsBetter,
                    title: "Mean write to RocksDbWeight"),
            ],
            why: "Weights of blocks charge each read and write what the chain's machine took.",
            source: "polkadot-sdk, frame-benchmarking-cli, storage; of its keys 40,000 at most",
            cost: Cost(
                memoryBytes: conditions.memoryBytes(transfers: 0),
                time: .seconds(conditions.stageSeconds(blocks: 0, transfers: 0) + 20),
                disk: .stage(
                    bytes: conditions.stateBytes + (256 << 20),
                    written: conditions.stateBytes + writes * 24_000)))
    }

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        let home = try SharedChainState.opened(conditions, for: descriptor, in: environment)
        return ChainStorageSession(home: home)
    }
}

/// One run of single reads and writes.
final class ChainStorageSession: ProbeSession {
    private(set) var parameters: [String: String]
    let advisories: [Advisory] = [ChainModel.advisory]
    private let home: SharedChainState
    /// Writes that were found again, and all.
    private var found = 0
    private var written = 0

    init(home: SharedChainState) {
        self.home = home
        parameters = ChainModel.parameters(home.conditions)
        parameters["reads"] = String(Self.counts(home.conditions).reads)
        parameters["writes"] = String(Self.counts(home.conditions).writes)
    }

    /// Keys that are read and written.
    ///
    /// Ours: the node reads and writes every key of the state, which takes minutes and tells no
    /// more. So many reads tell a 99.9th percentile, so many writes a 99th.
    static func counts(_ conditions: ChainConditions) -> (reads: Int, writes: Int) {
        (min(conditions.accounts, 40_000), min(conditions.accounts, 4_000))
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        try timer.check()
        let chain = try home.chain()
        parameters.merge(ChainModel.library(chain)) { $1 }
        var reads = LatencyHistogram()
        var writes = LatencyHistogram()
        var seconds = (read: 0.0, write: 0.0)
        let counts = Self.counts(home.conditions)
        var weights = StorageWeights(
            state: chain.state, root: try home.stateRoot(), database: chain.database,
            count: counts.reads, seed: ChainConditions.seed)
        try each(weights.count) { (index) throws(ChainError) in try weights.read(index) }
        try each(weights.count) { (index) throws(ChainError) in
            let start = timer.nanoseconds()
            try weights.read(index)
            let taken = timer.nanoseconds() &- start
            reads.record(nanoseconds: taken)
            seconds.read += Double(taken) / 1e9
        }
        (found, written) = (0, 0)
        try each(min(weights.count, counts.writes)) { (index) throws(ChainError) in
            let round = UInt32(truncatingIfNeeded: index)
            let start = timer.nanoseconds()
            let root = try weights.write(index, round: round)
            let taken = timer.nanoseconds() &- start
            writes.record(nanoseconds: taken)
            seconds.write += Double(taken) / 1e9
            written += 1
            if try weights.isWritten(index, round: round, root: root) { found += 1 }
            try weights.undo()
        }
        return [
            "chain.storage.read": reads.sample, "chain.storage.write": writes.sample,
            "chain.storage.read.weight": .figure(
                seconds.read / Double(weights.count) / RocksDbWeight.readSeconds),
            "chain.storage.write.weight": .figure(
                seconds.write / Double(max(written, 1)) / RocksDbWeight.writeSeconds),
        ]
    }

    /// Does something for each of so many keys, until the run is asked to end.
    private func each(
        _ keys: Int, _ work: (Int) throws(ChainError) -> Void
    ) throws(ProbeError) {
        for index in 0..<keys {
            try home.check()
            do throws(ChainError) { try work(index) } catch { throw ProbeError(error) }
        }
    }

    /// Every value that was written was there under the new root.
    func check() throws(ProbeError) {
        if found != written || written == 0 {
            throw .wrongAnswer("\(found) of \(written) written values were found again")
        }
    }
}
