import Judgement
import Model
import TestSupport
import Testing

struct ChainSectionTests {
    private func facts() -> RuntimeFacts {
        var blocks = RuntimeFacts.Blocks(
            consensus: "aura", slotMilliseconds: 12_000, paraID: 2086, paraIDSource: "the state")
        blocks.weightPicosecondsMax = 500_000_000_000
        blocks.normalWeightPicosecondsMax = 375_000_000_000
        blocks.proofBytesMax = 5 << 20
        return RuntimeFacts(
            file: .init(
                form: "module", chain: nil, codeBytes: 1, moduleBytes: 1, codeHash: "0x00",
                substitutedFromBlocks: []),
            version: .init(
                specName: "spiritnet", specVersion: 11600, transactionVersion: 1,
                stateVersion: 0, metadata: 14),
            state: .init(keys: 1, root: "", genesisHash: ""), blocks: blocks,
            transactions: .init(
                accountIDBytes: 32, accountInfoBytes: 84, nonceBytes: 8,
                hasNewBalanceLogic: true, signature: "sr25519", addressPrefix: "00",
                extensions: [], transferCall: nil))
    }

    private func chain(
        slot: Double? = 12, weight: Double = 0.5, share: Double = 0.75, proof: Int? = 5 << 20,
        layout: ChainParameters.StateLayout? = .v0
    ) -> ChainSection {
        ChainSection(
            ChainParameters(
                blockSeconds: 12, slotSeconds: slot, weightLimitSeconds: weight,
                normalShare: share, povLimitBytes: proof, stateLayout: layout,
                source: RecordBuilder.source))
    }

    @Test func linesAreThoseOfAProfile() {
        #expect(
            ChainSection(facts()).lines.map { "\($0.key): \($0.value)" } == [
                "slot_time: 12 s", "weight_limit: 500 ms", "normal_share: 0.75",
                "pov_limit: 5 MiB", "state_layout: V0",
            ])
    }

    @Test func aProfileThatSaysTheSameHasNoDifference() {
        #expect(ChainSection(facts()).differences(from: chain()).isEmpty)
    }

    @Test func whatIsOtherAndWhatIsMissingIsNamed() {
        let differences = ChainSection(facts()).differences(
            from: chain(slot: 6, weight: 2, proof: nil, layout: .v1))
        #expect(
            differences.map(\.line.key) == [
                "slot_time", "weight_limit", "pov_limit", "state_layout",
            ])
        #expect(differences.map(\.profile) == ["6 s", "2 s", nil, "V1"])
    }

    @Test func whatARuntimeDoesNotTellIsNoDifference() {
        var silent = facts()
        silent.blocks.weightPicosecondsMax = nil
        silent.blocks.proofBytesMax = nil
        #expect(ChainSection(silent).lines.map(\.key) == ["slot_time", "state_layout"])
    }
}
