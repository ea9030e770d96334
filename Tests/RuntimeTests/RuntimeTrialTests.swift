import Primitives
import Testing

@testable import Runtime

struct RuntimeTrialTests {
    private static let module: [UInt8] = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]

    private static let paraID = Metadata.key("ParachainInfo", "ParachainId")

    private func file(
        _ more: [(key: [UInt8], value: [UInt8])] = []
    ) throws -> RuntimeFile {
        var file = try RuntimeFile(code: Self.module, form: .module)
        file.genesis = .raw(
            top: [(Self.paraID, [0xd0, 7, 0, 0]), (Array(":code".utf8), Self.module)] + more,
            children: [])
        return file
    }

    private func run(
        _ runtime: ScriptedRuntime, blocks: Int = 3
    ) throws -> RuntimeTrial.Outcome {
        try RuntimeTrial.run(try file(), by: runtime, blocks: blocks, transactions: 20)
    }

    @Test(arguments: [13, 14, 15, 16] as [UInt8])
    func threeBlocksOfTwentyTransfersAreBuiltAndExecuted(version: UInt8) throws {
        let runtime = ScriptedRuntime()
        runtime.fixture.version = version
        let outcome = try run(runtime)
        #expect(outcome.warmUp.isEmpty)
        #expect(outcome.blocks.map(\.done) == [20, 20, 20])
        #expect(outcome.blocks.allSatisfy { $0.route == .transfers && $0.end == nil })
        #expect(outcome.chain.tip.number == 3)
        #expect(outcome.chain.rules.paraID == 2000)
        #expect(outcome.chain.rules.slotMilliseconds == 12_000)
        #expect(try outcome.chain.state.root(layout: .v1) == outcome.blocks[2].block.stateRoot)
    }

    @Test func theSameRunGivesTheSameBlocks() throws {
        let one = try run(ScriptedRuntime()).blocks
        let other = try run(ScriptedRuntime()).blocks
        #expect(one.map(\.block.encoded) == other.map(\.block.encoded))
    }

    @Test func aLaunchFilterIsPassedByTheOwner() throws {
        let runtime = ScriptedRuntime()
        runtime.hasLaunchFilter = true
        let outcome = try run(runtime)
        #expect(outcome.blocks.map(\.done) == [20, 20, 20])
        #expect(outcome.blocks.allSatisfy { $0.route == .transfersByOwner })
        #expect(outcome.chain.refusal == .failed([0, 1, 2]))
    }

    @Test func withoutAnOwnerRemarksAreLeft() throws {
        let runtime = ScriptedRuntime()
        runtime.hasLaunchFilter = true
        runtime.fixture.hasSudo = false
        let outcome = try run(runtime)
        #expect(outcome.blocks.allSatisfy { $0.route == .remarks && $0.done == 20 })
    }

    @Test func transfersThatMoveNothingAreNoTransfers() throws {
        let runtime = ScriptedRuntime()
        runtime.movesNothing = true
        runtime.fixture.hasSudo = false
        #expect(try run(runtime).blocks.allSatisfy { $0.route == .remarks })
    }

    @Test func anAddressThatMetadataDoesNotDescribeIsTriedOut() throws {
        let runtime = ScriptedRuntime()
        runtime.fixture.version = 13
        runtime.takesPlainAddresses = true
        let outcome = try run(runtime)
        #expect(outcome.blocks.map(\.done) == [20, 20, 20])
        #expect(outcome.blocks.allSatisfy { $0.route == .transfers })
    }

    @Test func blocksOfMigrationsComeBeforeThoseThatCount() throws {
        let runtime = ScriptedRuntime()
        runtime.modes = [1, 1]
        let outcome = try run(runtime)
        #expect(outcome.warmUp.map(\.tookInherentsOnly) == [true, true])
        #expect(outcome.blocks.map(\.number) == [3, 4, 5])
        #expect(outcome.blocks.map(\.done) == [20, 20, 20])
        let full = ScriptedRuntime()
        full.fillsFirstBlock = true
        let other = try run(full)
        #expect(other.warmUp.map(\.end) == [.full])
        #expect(other.blocks.map(\.done) == [20, 20, 20])
    }

    @Test func theAuthorIsOneThatTheRuntimeTakes() throws {
        let runtime = ScriptedRuntime()
        runtime.fixture.pallets.append("AuthorInherent")
        let (one, other) = (
            [UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32)
        )
        runtime.onlyAuthor = other
        let file = try file([(Metadata.key("Session", "NextKeys") + [9], one + other)])
        let outcome = try RuntimeTrial.run(file, by: runtime, blocks: 2, transactions: 5)
        #expect(outcome.chain.rules.consensus == .nimbus)
        #expect(outcome.blocks.map(\.done) == [5, 5])
        runtime.onlyAuthor = [UInt8](repeating: 3, count: 32)
        #expect(
            throws: RuntimeTrouble.runtime(
                .stopped(function: "scripted", reason: "unreachable", log: "another author"))
        ) {
            try RuntimeTrial.run(file, by: runtime, blocks: 2, transactions: 5)
        }
    }

    /// Filters of slots choose among the authors by chance, block by block.
    @Test func whoMayAuthorCanChangeFromBlockToBlock() throws {
        let runtime = ScriptedRuntime()
        runtime.fixture.pallets.append("AuthorInherent")
        let keys = (1...9).map { [UInt8](repeating: $0, count: 32) }
        runtime.authors = [keys[8], keys[0], keys[4]]
        let file = try file([(Metadata.key("Session", "NextKeys") + [9], keys.flatMap { $0 })])
        let outcome = try RuntimeTrial.run(file, by: runtime, blocks: 4, transactions: 5)
        #expect(outcome.blocks.map(\.done) == [5, 5, 5, 5])
    }

    @Test func aStateWithoutAnAuthorGetsOne() throws {
        let runtime = ScriptedRuntime()
        runtime.needsAuthor = true
        let outcome = try run(runtime)
        #expect(outcome.blocks.map(\.done) == [20, 20, 20])
        #expect(outcome.chain.notes.contains { $0.hasPrefix("Aura.Authorities") })
    }

    @Test func aCodeAloneGetsWhatBlocksNeed() throws {
        let runtime = ScriptedRuntime()
        runtime.needsAuthor = true
        let file = try RuntimeFile(code: Self.module, form: .module)
        let outcome = try RuntimeTrial.run(file, by: runtime, blocks: 2, transactions: 20)
        #expect(outcome.blocks.map(\.done) == [20, 20])
        #expect(outcome.chain.state.value(of: Metadata.key("System", "LastRuntimeUpgrade")) != nil)
        #expect(outcome.chain.rules.paraID == 2000)
    }

    @Test func aRuntimeOfNoParachainIsNamed() throws {
        let runtime = ScriptedRuntime()
        runtime.fixture.pallets = ["Aura"]
        #expect(throws: RuntimeTrouble.noParachain(specName: "fixture")) { try run(runtime) }
    }
}
