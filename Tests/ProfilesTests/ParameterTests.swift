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
