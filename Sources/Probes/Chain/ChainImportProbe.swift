// Here: probes of the simulated chain.
// May use: conditions and the shared state.
// Never: a limit, a clock.

package import Measurement
internal import Model

/// Imports of blocks into the node's own database, phase by phase.
///
/// The state comes from a checkpoint, so that every measurement begins with the same files. Blocks
/// are signed before; import is one thread's work, as in the node.
package struct ChainImportProbe: ChainProbe {
    let variant: ImportVariant
    package let conditions: ChainConditions

    package let descriptor: ProbeDescriptor

    init(_ variant: ImportVariant, _ conditions: ChainConditions) {
        self.variant = variant
        self.conditions = conditions
        let transfers =
            (variant.blocks(conditions) + ChainConditions.warmupBlocks)
            * variant.extrinsics(conditions)
        descriptor = ProbeDescriptor(
            id: variant.id, methodVersion: 2, metrics: Self.metrics(variant), why: variant.why,
            source: "Ours: the order of work of polkadot-sdk's import, over RocksDB as it opens it",
            cost: Cost(
                memoryBytes: conditions.memoryBytes(transfers: transfers),
                time: .seconds(
                    conditions.stageSeconds(
                        blocks: variant.blocks(conditions), transfers: transfers)),
                disk: .stage(
                    bytes: conditions.stateBytes
                        + ChainConditions.grownBytes(transfers: transfers),
                    written: conditions.stateBytes
                        + ChainConditions.writtenBytes(
                            // A real runtime's blocks are built in a database of their own.
                            transfers: conditions.runtime == nil ? transfers : 2 * transfers)
                        + conditions.keptBytes(
                            extrinsics: transfers,
                            accountsOfCall: variant == .reads
                                ? ImportVariant.accountsOfCall : 0))))
    }

    private static func metrics(_ variant: ImportVariant) -> [MetricDefinition] {
        func metric(
            _ suffix: String, _ unit: Model.Unit, _ title: String, form: SampleForm? = nil
        ) -> MetricDefinition {
            MetricDefinition(
                id: MetricID(rawValue: variant.id + suffix), unit: unit,
                direction: .lowerIsBetter, title: title, form: form)
        }
        let times = [
            metric(
                "", .seconds, variant.title, form: variant == .judged ? .phases : .fewPhases),
            metric(".cpu", .seconds, "of it, CPU time"),
        ]
        if variant != .judged { return times }
        return times + [
            metric(".weight", .ratio, "Share of the block's weight", form: .weightShare),
            metric(".stolen", .seconds, "Stolen during an import"),
            metric(".switches", .count, "CPU lost during an import"),
            metric(".written", .bytes, "Log written a block"),
            MetricDefinition(
                id: "chain.import.catch-up", unit: .operationsPerSecond,
                direction: .higherIsBetter, title: "Blocks, back to back"),
        ]
    }

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        let home = try SharedChainState.opened(conditions, for: descriptor, in: environment)
        if conditions.runtime != nil {
            guard variant != .reads else {
                throw .unavailable("a real runtime has no call like the model's that reads")
            }
            return RuntimeImportSession(
                variant, home: home, cores: environment.cores,
                allowedCPUs: environment.allowedCPUs)
        }
        return ChainImportSession(
            variant, home: home,
            cores: environment.cores, allowedCPUs: environment.allowedCPUs)
    }
}

extension ChainConditions {
    /// About how long a stage takes, in seconds; the state is built in one of them.
    ///
    /// Ours, on a slow machine: 4.2 s for the state of 1M accounts, 0.35 ms a transfer with its
    /// signature made and checked, twice as much where a real runtime builds the blocks before it
    /// executes them, 6 ms a block. Signing is counted in each stage, though what one
    /// has signed the next one takes, as the state's building is.
    func stageSeconds(blocks: Int, transfers: Int) -> Double {
        Double(accounts) * 5e-6 + Double(transfers) * (runtime == nil ? 350e-6 : 700e-6)
            + Double(blocks) * 6e-3
    }
}
