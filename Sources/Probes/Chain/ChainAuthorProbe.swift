package import Measurement
internal import Model

/// Authoring of blocks: transfers one by one, with a recorder of the proof.
package struct ChainAuthorProbe: ChainProbe {
    package let conditions: ChainConditions

    package let descriptor: ProbeDescriptor

    init(_ conditions: ChainConditions) {
        self.conditions = conditions
        let transfers = ChainAuthorSession.transfers(conditions)
        descriptor = ProbeDescriptor(
            id: "chain.author", methodVersion: 2,
            metrics: [
                MetricDefinition(
                    id: "chain.author", unit: .seconds, direction: .lowerIsBetter,
                    title: "Authoring of a full block", form: .authoringPhases),
                MetricDefinition(
                    id: "chain.author.cpu", unit: .seconds, direction: .lowerIsBetter,
                    title: "of it, CPU time"),
                MetricDefinition(
                    id: "chain.author.transfers", unit: .count, direction: .higherIsBetter,
                    title: "Transfers until the deadline"),
                MetricDefinition(
                    id: "chain.author.proof", unit: .bytes, direction: .lowerIsBetter,
                    title: "Proof of these transfers"),
            ],
            why: "A collator that fills its blocks too slowly earns less and delays its users.",
            source: "Ours: the loop of polkadot-sdk's basic-authorship, with the proof recorded",
            cost: Cost(
                memoryBytes: conditions.memoryBytes(transfers: transfers),
                time: .seconds(
                    conditions.stageSeconds(blocks: 0, transfers: transfers)
                        + Double(ChainAuthorSession.deadlineBlocks) * conditions.deadlineSeconds),
                disk: .stage(
                    bytes: conditions.stateBytes
                        + ChainConditions.grownBytes(transfers: transfers),
                    written: conditions.stateBytes
                        + ChainConditions.writtenBytes(transfers: transfers)
                        + conditions.keptBytes(extrinsics: transfers))))
    }

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        let home = try SharedChainState.opened(conditions, for: descriptor, in: environment)
        if conditions.runtime != nil { return RuntimeAuthorSession(home: home) }
        return ChainAuthorSession(home: home)
    }
}
