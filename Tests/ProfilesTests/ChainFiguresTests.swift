import Model
import Testing

@testable import Profiles

/// Each figure of the chains' own, together with the revision that it was read at.
struct ChainFiguresTests {
    struct Chain: Sendable {
        let id: String
        /// Of a block, of a slot, of an author's proposal, of the weight.
        let seconds: [Double]
        var pov = 10 << 20
        var normalShare = 0.75
        var authorShare = 0.85
        var layout = ChainParameters.StateLayout.v1
        var accountBytes = 80
        var cache = 1 << 30
        var database = ChainParameters.Database.rocksDB
        let revision: String
        let date: String
    }

    private static let sdk = ("cb16c0820", "2026-07-23")

    @Test(arguments: [
        Chain(
            id: "kilt-collator", seconds: [12, 12, 1.5, 0.5], pov: 5 << 20, authorShare: 1,
            layout: .v0, accountBytes: 84, cache: 64 << 20, revision: "98f53f4a",
            date: "2025-05-26"),
        Chain(
            id: "astar-collator", seconds: [6, 6, 2, 2], revision: "b664ce856",
            date: "2026-08-21"),
        Chain(
            id: "moonbeam-collator", seconds: [6, 6, 2, 2], authorShare: 0.5,
            revision: "2927e3641", date: "2026-06-30"),
        Chain(
            id: "hydration-collator", seconds: [6, 6, 1.5, 2], revision: "5e61c1fa3",
            date: "2026-08-07"),
        Chain(
            id: "bifrost-collator", seconds: [12, 12, 0.5, 0.5], pov: 5 << 20, layout: .v0,
            cache: 64 << 20, revision: "2026c1494", date: "2024-10-24"),
        Chain(
            id: "system-chain-2s-collator", seconds: [2, 24, 2, 2], normalShare: 0.85,
            database: .parityDB, revision: sdk.0, date: sdk.1),
        Chain(
            id: "system-chain-6s-collator", seconds: [6, 24, 2, 2], normalShare: 0.85,
            database: .parityDB, revision: sdk.0, date: sdk.1),
        Chain(
            id: "system-chain-12s-collator", seconds: [12, 12, 2, 0.5], database: .parityDB,
            revision: sdk.0, date: sdk.1),
    ])
    func parametersAreThoseOfTheRevisionNamed(_ expected: Chain) throws {
        let chain = try #require(try catalog.profile(named: expected.id).chain)
        #expect(
            [
                chain.blockSeconds, chain.slotSeconds, chain.authoringSeconds,
                chain.weightLimitSeconds,
            ] == expected.seconds)
        #expect(chain.povLimitBytes == expected.pov)
        #expect(chain.normalShare == expected.normalShare)
        #expect(chain.authorProofShare == expected.authorShare)
        #expect(chain.stateLayout == expected.layout)
        #expect(chain.accountBytes == expected.accountBytes)
        #expect(chain.nodeCacheBytes == expected.cache)
        #expect(chain.database == expected.database)
        #expect(chain.source.revision == expected.revision)
        #expect(chain.source.date == expected.date)
        #expect(chain.stateAccounts == 1_000_000 && chain.backingLimitSeconds == 2)
        #expect(chain.wasmFactor == 1.5 && chain.wasmFactorFloor == 1.1)
    }

    /// A retired chain keeps its parameters for old records.
    @Test func phalaHasTheOldLayout() throws {
        let chain = try #require(try catalog.profile(named: "phala-collator").chain)
        #expect(chain.stateLayout == .v0 && chain.blockSeconds == 12)
        #expect(chain.source.revision == "acfd39b8" && chain.source.date == "2025-02-14")
    }

    struct Transfer: Sendable {
        let id: String
        /// Base, call, a read, a write, an empty block, in microseconds.
        let microseconds: [Double]
        let reads: Int
        let writes: Int
        let proof: Int
        var signature = TransferCost.Signature.sr25519
        /// Transfers of a full block, by weight and by the proof's size.
        let byWeight: Int
        let byProofSize: Int
        /// Transfers of a full block of the node's own author.
        let authored: Int
        let revision: String
    }

    @Test(arguments: [
        Transfer(
            id: "kilt-collator", microseconds: [107.074, 51.98, 36.085, 82.304, 453.383], reads: 2,
            writes: 2, proof: 6204, byWeight: 947, byProofSize: 633, authored: 633,
            revision: "98f53f4a"),
        Transfer(
            id: "astar-collator", microseconds: [94.252, 48.363, 25, 100, 654.801], reads: 1,
            writes: 1, proof: 3593 + 166, byWeight: 5605, byProofSize: 2092, authored: 2092,
            revision: "b664ce856"),
        Transfer(
            id: "moonbeam-collator", microseconds: [250, 47.777, 59.217, 96.315, 453.383],
            reads: 1, writes: 1, proof: 3581, signature: .ecdsa, byWeight: 3309, byProofSize: 2196,
            authored: 1464, revision: "2927e3641"),
        // The base has the fees in other currencies: 320.214 us, 30 reads, 6 writes, 11,322 B.
        Transfer(
            id: "hydration-collator",
            microseconds: [107.074 + 320.214 + 30 * 25 + 6 * 100, 79.142, 25, 100, 453.383],
            reads: 2, writes: 2, proof: 6196 + 11_322, byWeight: 712, byProofSize: 448,
            authored: 448, revision: "5e61c1fa3"),
        Transfer(
            id: "bifrost-collator", microseconds: [107.074, 48.363, 25, 100, 453.383], reads: 1,
            writes: 1, proof: 3593, byWeight: 1337, byProofSize: 1094, authored: 1094,
            revision: "00502c7c69"),
        Transfer(
            id: "system-chain-2s-collator", microseconds: [125, 81.534, 13.701, 33.06, 5000],
            reads: 3, writes: 4, proof: 3748, byWeight: 4475, byProofSize: 2378, authored: 2378,
            revision: "cb16c0820"),
        Transfer(
            id: "system-chain-6s-collator", microseconds: [125, 56.52, 25, 100, 5000], reads: 1,
            writes: 1, proof: 3593, byWeight: 5546, byProofSize: 2480, authored: 2480,
            revision: "cb16c0820"),
        Transfer(
            id: "system-chain-12s-collator", microseconds: [125, 36.966, 25, 100, 5000], reads: 1,
            writes: 1, proof: 3593, byWeight: 1306, byProofSize: 2188, authored: 1306,
            revision: "cb16c0820"),
    ])
    func transfersAndFullBlocksAreTheChainsOwn(_ expected: Transfer) throws {
        let chain = try #require(try catalog.profile(named: expected.id).chain)
        let transfer = chain.transfer
        let found = [
            transfer.baseSeconds, transfer.callSeconds, transfer.readSeconds,
            transfer.writeSeconds, transfer.emptyBlockSeconds,
        ]
        for (one, other) in zip(found, expected.microseconds) {
            #expect(abs(one * 1e6 - other) < 1e-6)
        }
        #expect(transfer.reads == expected.reads && transfer.writes == expected.writes)
        #expect(transfer.proofBytes == expected.proof)
        #expect(transfer.signature == expected.signature)
        #expect(chain.transferSource?.revision == expected.revision)
        #expect(chain.fullBlock.byWeight == expected.byWeight)
        #expect(chain.fullBlock.byProofSize == expected.byProofSize)
        #expect(chain.fullBlock.transfers == min(expected.byWeight, expected.byProofSize))
        #expect(chain.authoredBlock.transfers == expected.authored)
    }

    struct BlockTime: Sendable {
        let id: String
        /// Limits of an import's p99 in seconds: to pass, and to pass narrowly.
        let importing: (Double, Double)
        let authoring: Double
    }

    @Test(arguments: [
        BlockTime(id: "kilt-collator", importing: (1, 2), authoring: 1),
        BlockTime(id: "hydration-collator", importing: (0.5, 2), authoring: 1),
        BlockTime(id: "bifrost-collator", importing: (1, 2), authoring: 1.0 / 3),
        BlockTime(id: "astar-collator", importing: (0.5, 2), authoring: 4.0 / 3),
        BlockTime(id: "moonbeam-collator", importing: (0.5, 2), authoring: 4.0 / 3),
        BlockTime(id: "system-chain-2s-collator", importing: (2.0 / 12, 1), authoring: 4.0 / 3),
        BlockTime(id: "system-chain-6s-collator", importing: (0.5, 2), authoring: 4.0 / 3),
        BlockTime(id: "system-chain-12s-collator", importing: (1, 2), authoring: 4.0 / 3),
    ])
    func blockTimeIsJudgedByTheChainsOwnLimits(_ expected: BlockTime) throws {
        let profile = try catalog.profile(named: expected.id)
        let chain = try #require(profile.chain)
        func line(
            _ metric: MetricID
        ) throws -> (statistic: Requirement.Statistic, Double, Double) {
            for requirement in profile.requirements where requirement.level == .required {
                guard case .metric(let id, let statistic) = requirement.subject,
                    id == metric, case .quantity(let value, _) = requirement.limit
                else { continue }
                #expect(requirement.comparison == .atMost)
                #expect(requirement.reason?.lowercased().contains("ours") == true)
                return (statistic, value, value * (1 + requirement.tolerancePercent / 100))
            }
            throw ProfileError.unknownProfile(name: metric.rawValue, nearest: [])
        }
        let importing = try line("chain.import")
        #expect(importing.statistic == .p99)
        #expect(abs(importing.1 - expected.importing.0) < 0.001)
        #expect(abs(importing.2 - expected.importing.1) < 0.01)
        #expect(abs(importing.1 - chain.blockSeconds / 12) < 0.001)
        #expect(try line("chain.import.weight").0 == .p95 && line("chain.import.weight").1 == 0.67)
        #expect(try abs(line("chain.import.weight").2 - 1) < 0.002)
        #expect(chain.runtime.toPass == 1.9 && chain.runtime.toFail == 0.8)
        #expect(chain.runtime.source?.date == "2026-12-01")
        let authoring = try line("chain.author")
        #expect(authoring.statistic == .p50 && abs(authoring.1 - expected.authoring) < 0.001)
        #expect(authoring.1 <= (chain.authoringDeadlineSeconds ?? 0) + 1e-9)
    }

    /// The node cuts the last block before another author's turn: 995 ms (polkadot-sdk #10154).
    @Test func lastBlockOfASlotHasALineOfItsOwn() throws {
        let profile = try catalog.profile(named: "system-chain-2s-collator")
        let chain = try #require(profile.chain)
        #expect(chain.lastAuthoringSeconds == 0.995 && chain.blocksPerSlot == 12)
        let line = try #require(
            profile.requirements.first {
                $0.subjectID == "chain.author.p50" && $0.level == .recommended
            })
        guard case .quantity(let limit, _) = line.limit else {
            Issue.record("the limit is a quantity")
            return
        }
        #expect(abs(limit - (chain.lastAuthoringDeadlineSeconds ?? 0)) < 0.001)
        #expect(line.source.revision == "10154")
    }

    @Test func fullBlockIsTheSmallerOfItsTwoLimits() {
        let ten = FullBlock(weightLimitSeconds: 2, povLimitBytes: 10 << 20, normalShare: 0.75)
        #expect(ten.transfers == 1267 && ten.byWeight == 3666)
        #expect(ten.derivation.contains("1267") && ten.derivation.contains("6204 B"))
        let light = FullBlock(weightLimitSeconds: 0.1, povLimitBytes: 10 << 20, normalShare: 0.75)
        #expect(light.transfers == light.byWeight && light.byWeight == 183)
        let half = FullBlock(
            weightLimitSeconds: 2, povLimitBytes: 10 << 20, normalShare: 0.75, proofShare: 0.5)
        #expect(half.transfers == 845)
        let none = FullBlock(weightLimitSeconds: 1e-6, povLimitBytes: 10, normalShare: 0.75)
        #expect(none.transfers == 1)
    }
}
