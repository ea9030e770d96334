import Model
import Testing

@testable import Profiles

/// Pins the facts, chains and sessions of the embedded profiles.
struct ParameterTests {
    static let facts: [(String, [String])] = [
        (
            "parity-2022-04",
            [
                "memoryTotal at-least 16000000000.0 (GB) required",
                "diskTotal at-least 1000000000000.0 (TB) required",
                "diskClass equal nvme recommended", "smt equal false recommended",
                "kernelVersion at-least 5.16 recommended",
            ]
        ),
        (
            "parity-2023-06",
            [
                "physicalCores at-least 4.0 (cores) required",
                "maximumClock at-least 3400000000.0 (GHz) recommended",
                "smt equal false recommended",
                "memoryTotal at-least 32000000000.0 (GB) required",
                "diskTotal at-least 1000000000000.0 (TB) required",
                "diskClass equal nvme recommended", "kernelVersion at-least 5.16 recommended",
            ]
        ),
        ("parity-2024-09-collator", []),
        (
            "parity-2024-09-validator",
            [
                "physicalCores at-least 8.0 (cores) required",
                "maximumClock at-least 3400000000.0 (GHz) recommended",
                "smt equal false recommended",
                "memoryTotal at-least 32000000000.0 (GB) required",
                "diskTotal at-least 2000000000000.0 (TB) required",
                "diskClass equal nvme recommended",
            ]
        ),
        (
            "kilt-collator",
            [
                "memoryTotal at-least 16000000000.0 (GB) recommended",
                "diskFree at-least 250000000000.0 (GB) recommended",
                "diskClass equal nvme recommended",
            ]
        ),
        (
            "phala-collator",
            [
                "physicalCores at-least 4.0 (cores) required",
                "memoryTotal at-least 8000000000.0 (GB) required",
                "diskTotal at-least 500000000000.0 (GB) required",
            ]
        ),
        (
            "system-chain-collator",
            [
                "physicalCores at-least 4.0 (cores) required",
                "physicalCores at-least 8.0 (cores) recommended",
                "memoryTotal at-least 32000000000.0 (GB) required",
                "memoryTotal at-least 64000000000.0 (GB) recommended",
                "diskTotal at-least 200000000000.0 (GB) required",
                "diskClass equal nvme recommended",
            ]
        ),
        (
            "astar-collator",
            [
                "physicalCores at-least 12.0 (cores) required",
                "maximumClock at-least 4000000000.0 (GHz) required",
                "memoryTotal at-least 32000000000.0 (GB) required",
                "diskTotal at-least 1000000000000.0 (TB) required",
                "diskClass equal nvme required", "bareMetal equal true required",
            ]
        ),
        (
            "moonbeam-collator",
            [
                "memoryTotal at-least 32000000000.0 (GB) recommended",
                "diskTotal at-least 1000000000000.0 (TB) recommended",
                "diskClass equal nvme recommended", "bareMetal equal true recommended",
            ]
        ),
        (
            "hydration-collator",
            [
                "maximumClock at-least 4500000000.0 (GHz) recommended",
                "memoryTotal at-least 64000000000.0 (GB) required",
                "diskTotal at-least 200000000000.0 (GB) required",
                "diskClass equal nvme recommended",
            ]
        ),
        (
            "bifrost-collator",
            [
                "physicalCores at-least 4.0 (cores) required",
                "maximumClock at-least 3200000000.0 (GHz) recommended",
                "memoryTotal at-least 16000000000.0 (GB) required",
                "diskTotal at-least 200000000000.0 (GB) required",
                "diskClass at-least ssd recommended", "diskClass equal nvme recommended",
            ]
        ),
        (
            "nodle-collator",
            [
                "physicalCores at-least 4.0 (cores) recommended",
                "maximumClock at-least 3400000000.0 (GHz) recommended",
                "smt equal false recommended",
            ]
        ),
    ]

    @Test(arguments: facts)
    func factsAreThoseOfTheDocuments(_ id: String, _ lines: [String]) throws {
        #expect(try catalog.profile(named: id).factLines == lines)
    }

    @Test func everyProfileHasItsFactsPinned() {
        #expect(Self.facts.map(\.0).sorted() == catalog.ids)
    }

    struct Chain: Sendable {
        let id: String
        var block: Double
        var slot: Double?
        var authoring: Double?
        var weight: Double
        var pov: Int?
        var layout: ChainParameters.StateLayout?
    }

    @Test(arguments: [
        Chain(
            id: "kilt-collator", block: 12, slot: 12, authoring: 1.5, weight: 0.5,
            pov: 5_242_880, layout: .v0),
        Chain(id: "phala-collator", block: 12, slot: 12, authoring: 0.5, weight: 0.5),
        Chain(
            id: "system-chain-collator", block: 6, slot: 12, authoring: 2, weight: 2,
            pov: 10_485_760),
        Chain(id: "astar-collator", block: 6, authoring: 2, weight: 2, layout: .v1),
        Chain(id: "moonbeam-collator", block: 6, authoring: 2, weight: 2),
        Chain(
            id: "hydration-collator", block: 12, slot: 12, authoring: 0.5, weight: 0.5,
            layout: .v1),
        Chain(id: "bifrost-collator", block: 12, authoring: 0.5, weight: 0.5, layout: .v0),
    ])
    func chainParametersAreThoseOfTheDocuments(_ expected: Chain) throws {
        let chain = try #require(try catalog.profile(named: expected.id).chain)
        #expect(chain.blockSeconds == expected.block)
        #expect(chain.slotSeconds == expected.slot)
        #expect(chain.authoringSeconds == expected.authoring)
        #expect(chain.weightLimitSeconds == expected.weight)
        #expect(chain.povLimitBytes == expected.pov)
        #expect(chain.stateLayout == expected.layout)
    }

    struct BlockTime: Sendable {
        let id: String
        /// Transfers of a full block, by weight and by the proof's size.
        let byWeight: Int
        let byProofSize: Int
        /// Limits of an import's p99 in seconds: to pass, and to pass narrowly.
        let importing: (Double, Double)
        let authoring: Double
    }

    /// 75 % of 500 ms, and of 5 MiB by 6,204 B a transfer; the async-backing chains have 2 s.
    @Test(arguments: [
        BlockTime(
            id: "kilt-collator", byWeight: 916, byProofSize: 633, importing: (1, 2), authoring: 1),
        BlockTime(
            id: "hydration-collator", byWeight: 916, byProofSize: 633, importing: (1, 2),
            authoring: 1.0 / 3),
        BlockTime(
            id: "bifrost-collator", byWeight: 916, byProofSize: 633, importing: (1, 2),
            authoring: 1.0 / 3),
        BlockTime(
            id: "astar-collator", byWeight: 3666, byProofSize: 633, importing: (0.5, 2),
            authoring: 4.0 / 3),
        BlockTime(
            id: "moonbeam-collator", byWeight: 3666, byProofSize: 633, importing: (0.5, 2),
            authoring: 4.0 / 3),
        BlockTime(
            id: "system-chain-collator", byWeight: 4155, byProofSize: 1436, importing: (0.5, 2),
            authoring: 4.0 / 3),
    ])
    func blockTimeIsJudgedByTheChainsOwnLimits(_ expected: BlockTime) throws {
        let profile = try catalog.profile(named: expected.id)
        let chain = try #require(profile.chain)
        #expect(chain.fullBlock.byWeight == expected.byWeight)
        #expect(chain.fullBlock.byProofSize == expected.byProofSize)
        #expect(chain.fullBlock.transfers == expected.byProofSize)
        #expect(chain.stateAccounts == 1_000_000 && chain.backingLimitSeconds == 2)
        #expect(chain.wasmFactor == 1.5 && chain.wasmFactorFloor == 1.1)
        func line(
            _ metric: ChainMetric
        ) throws -> (statistic: Requirement.Statistic, Double, Double) {
            for requirement in profile.requirements {
                guard case .metric(let id, let statistic) = requirement.subject,
                    ChainMetric(id) == metric, case .quantity(let value, _) = requirement.limit
                else { continue }
                #expect(requirement.level == .required && requirement.comparison == .atMost)
                #expect(requirement.reason?.lowercased().contains("ours") == true)
                return (statistic, value, value * (1 + requirement.tolerancePercent / 100))
            }
            throw ProfileError.unknownProfile(name: metric.rawValue, nearest: [])
        }
        #expect(try line(.importing) == (.p99, expected.importing.0, expected.importing.1))
        #expect(try line(.weight).0 == .p95 && line(.weight).1 == 0.67)
        #expect(try abs(line(.weight).2 - 1) < 0.002)
        #expect(chain.runtime.toPass == 1.9 && chain.runtime.toFail == 0.8)
        #expect(chain.runtime.source?.date == "2026-12-01")
        let authoring = try line(.authoring)
        #expect(authoring.statistic == .p50 && abs(authoring.1 - expected.authoring) < 0.001)
        #expect(authoring.1 <= (chain.authoringDeadlineSeconds ?? 0) + 1e-9)
    }

    /// The published figures of proofs of 10 MiB and of blocks of 2 s.
    @Test func fullBlockIsTheSmallerOfItsTwoLimits() {
        let ten = FullBlock(weightLimitSeconds: 2, povLimitBytes: 10 << 20, normalShare: 0.75)
        #expect(ten.transfers == 1267 && ten.byWeight == 3666)
        #expect(ten.derivation.contains("1267") && ten.derivation.contains("6204 B"))
        let light = FullBlock(weightLimitSeconds: 0.1, povLimitBytes: 10 << 20, normalShare: 0.75)
        #expect(light.transfers == light.byWeight && light.byWeight == 183)
    }

    @Test(arguments: [
        ("normal_share: 2", "'2' is no value of 'normal_share'"),
        ("state_size: many", "'many' is no value of 'state_size'"),
        ("wasm_factor: 0.5", "'0.5' is no value of 'wasm_factor'"),
        ("wasm_factor_floor: 1.6", "'wasm_factor_floor' is above 'wasm_factor'"),
        ("backing_limit: 2", "'2' is no value of 'backing_limit'"),
        ("wasm: 1", "unknown key 'wasm' in 'chain'"),
    ])
    func wrongChainKeyIsNamedWithItsLine(line: String, problem: String) throws {
        let text = try catalog.text(named: "kilt-collator")
        let name = line.prefix { $0 != ":" }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let old = lines.firstIndex { $0.hasPrefix("  \(name):") }
        let at = try #require(old ?? lines.firstIndex { $0.hasPrefix("  block_time:") })
        var changed = lines
        if old == nil { changed.insert("  " + line, at: at) } else { changed[at] = "  " + line }
        let found = message { () throws(ProfileError) in
            _ = try catalog.load(text: changed.joined(separator: "\n"), fileName: "-")
        }
        #expect(found.hasPrefix("-:\(at + 1): \(problem)"), "\(found)")
    }

    @Test(arguments: [
        ("kilt-collator", Optional(7200.0), false), ("moonbeam-collator", 21600, true),
        ("bifrost-collator", 7200, false), ("astar-collator", nil, true),
    ])
    func sessionsAreThoseOfTheDocuments(
        _ id: String, _ seconds: Double?, _ hasPenalty: Bool
    ) throws {
        let session = try #require(try catalog.profile(named: id).session)
        #expect(session.lengthSeconds == seconds)
        #expect((session.penalty != nil) == hasPenalty)
    }

    @Test(arguments: [
        "parity-2022-04", "parity-2023-06", "parity-2024-09-collator", "parity-2024-09-validator",
        "nodle-collator",
    ])
    func whatNoDocumentSaysIsAbsent(_ id: String) throws {
        let profile = try catalog.profile(named: id)
        #expect(profile.chain == nil)
        #expect(profile.session == nil)
    }
}
