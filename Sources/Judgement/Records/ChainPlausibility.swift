import Model

/// What no run can write of the simulated chain: its figures are computed from several values, of
/// which each must be possible for the figure to be.
enum ChainPlausibility {
    /// How far the storage reads, a part of the execution, may exceed it by the clock's steps, in
    /// seconds; ours: a thousand readings of a clock that steps by a nanosecond.
    private static let clockSlack = 1e-6

    /// How far a share of weight may differ from the one that its phases give; ours: rounding.
    private static let relativeSlack = 1e-6

    /// More accounts, transfers or blocks than these are no chain's; ours.
    private static let countMax = 1_000_000_000_000

    /// A longer weight or deadline is no chain's, in seconds; ours.
    private static let secondsMax = 1e6

    /// Why a record of a chain's probe is impossible; nil if it is not, or is of another probe.
    static func problem(of probe: ProbeRecord) -> String? {
        let metrics = probe.metrics.filter {
            $0.form == .phases || $0.form == .authoringPhases
        }
        guard !metrics.isEmpty else { return nil }
        return parameterProblem(probe)
            ?? metrics.lazy.compactMap { tableProblem(probe, $0) }.first
            ?? weightProblem(probe)
    }

    /// Counts and sizes are whole numbers above 0.
    private static func parameterProblem(_ probe: ProbeRecord) -> String? {
        let counts = [
            ChainParameter.accounts, ChainParameter.extrinsics,
            ChainParameter.fullTransfers, blocksParameter, ChainParameter.accountBytes,
            ChainParameter.nodeCache, ChainParameter.proofBytes,
        ]
        let seconds = [
            ChainParameter.transferSeconds, ChainParameter.emptyBlockSeconds,
            ChainParameter.deadline,
        ]
        for name in seconds {
            guard let text = probe.parameters[name] else { continue }
            guard let value = Double(text), value > 0, value < secondsMax else {
                return "\(name) is '\(text)', which is no time"
            }
        }
        for name in counts {
            guard let text = probe.parameters[name] else { continue }
            guard let count = Int(text), (1...countMax).contains(count) else {
                return "\(name) is '\(text)', which is no count"
            }
        }
        return nil
    }

    private static let blocksParameter = "blocks"

    /// Every phase is there once and no other, and none took less than no time.
    private static func tableProblem(_ probe: ProbeRecord, _ metric: MetricDefinition) -> String? {
        for sample in probe.keptSamples(of: metric.id) {
            guard case .table(let table) = sample, table.axes.count == 2 else {
                return "\(metric.id) is no table of blocks and phases"
            }
            let columns = table.axes[1].labels
            guard columns.count == Set(columns).count, Set(columns) == Set(BlockPhase.columns)
            else {
                let unknown = columns.first { !BlockPhase.columns.contains($0) }
                return unknown.map { "there is no phase '\($0)'" } ?? "a phase is missing"
            }
            if let text = probe.parameters[blocksParameter],
                text != String(table.axes[0].labels.count)
            {
                return "\(table.axes[0].labels.count) blocks are there of \(text)"
            }
            if !table.values.allSatisfy({ $0 >= 0 }) { return "a phase took less than no time" }
            guard let execute = columns.firstIndex(of: BlockPhase.execute.rawValue),
                let reads = columns.firstIndex(of: BlockPhase.storageReads)
            else { continue }
            for start in stride(from: 0, to: table.values.count, by: columns.count)
            where table.values[start + reads] > table.values[start + execute] + clockSlack {
                return "the storage reads took longer than the execution that they are a part of"
            }
        }
        return nil
    }

    /// The share of weight is the seconds of the phases by the weight of the transfers.
    private static func weightProblem(_ probe: ProbeRecord) -> String? {
        guard let text = probe.parameters[ChainParameter.extrinsics],
            let transfers = Int(text),
            let phases = probe.metrics.first(where: { $0.form == .phases }),
            let blocks = PhaseTable(probe, of: phases),
            let shares = weights(probe), !shares.isEmpty
        else { return nil }
        let expected = blocks.judged()
        // A real runtime's blocks say each for itself what they weigh.
        if case .real = blocks.runtime { return realWeightProblem(probe, shares, expected) }
        let weight = TransferCost(recordedIn: probe.parameters)
            .weightSeconds(transfers: transfers)
        let fits =
            shares.count == expected.count
            && zip(shares, expected).allSatisfy { share, seconds in
                let computed = seconds / weight
                return abs(share - computed)
                    <= relativeSlack * max(share.magnitude, computed.magnitude)
            }
        return fits ? nil : "the shares of weight are not those of blocks of \(text) transfers"
    }

    /// How far the weight of a block may be from that of most; ours: the same transfers, and
    /// inherents of a few sizes.
    private static let realWeightSlack = 0.25

    private static func realWeightProblem(
        _ probe: ProbeRecord, _ shares: [Double], _ seconds: [Double]
    ) -> String? {
        guard let text = probe.parameters[ChainParameter.weightSeconds],
            let weight = Double(text), weight > 0, weight.isFinite
        else { return "\(ChainParameter.weightSeconds) is no weight" }
        let fits =
            shares.count == seconds.count
            && zip(shares, seconds).allSatisfy { share, seconds in
                abs(share * weight - seconds) <= realWeightSlack * seconds
            }
        return fits ? nil : "the shares of weight are not those of blocks that weigh \(text) s"
    }

    private static func weights(_ probe: ProbeRecord) -> [Double]? {
        let samples = probe.metrics.filter { $0.form == .weightShare }
            .flatMap { probe.keptSamples(of: $0.id) }
        return samples.isEmpty
            ? nil
            : samples.flatMap { sample -> [Double] in
                if case .table(let table) = sample { table.values } else { [] }
            }
    }
}
