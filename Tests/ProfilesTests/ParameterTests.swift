import Model
import Testing

@testable import Profiles

/// Pins the facts, chains and sessions of the embedded profiles.
struct ParameterTests {
    /// polkadot-docs 90a9b0fe, 2026-06-29.
    private static let systemChain = [
        "physicalCores at-least 4.0 (cores) required",
        "physicalCores at-least 8.0 (cores) recommended",
        "memoryTotal at-least 32000000000.0 (GB) required",
        "memoryTotal at-least 64000000000.0 (GB) recommended",
        "diskTotal at-least 200000000000.0 (GB) required", "diskClass equal nvme recommended",
    ]

    /// polkadot-docs ffa7c835, 2026-07-10.
    private static let validator = [
        "physicalCores at-least 8.0 (cores) required",
        "maximumClock at-least 3400000000.0 (GHz) recommended", "smt equal false recommended",
        "cpuGeneration equal true recommended",
        "memoryTotal at-least 32000000000.0 (GB) required", "memoryECC equal true recommended",
        "diskTotal at-least 2000000000000.0 (TB) required", "diskClass equal nvme recommended",
    ]

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
        ("parity-2024-09-validator", validator),
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
        ("system-chain-2s-collator", systemChain), ("system-chain-6s-collator", systemChain),
        ("system-chain-12s-collator", systemChain),
        (
            "shibuya-collator",
            [
                "physicalCores at-least 8.0 (cores) required",
                "maximumClock at-least 3500000000.0 (GHz) required",
                "memoryTotal at-least 32000000000.0 (GB) required",
                "diskTotal at-least 500000000000.0 (GB) required",
                "diskClass equal nvme required", "bareMetal equal true required",
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
        ("acala-collator", validator), ("karura-collator", validator),
        ("interlay-collator", validator), ("heima-collator", validator),
        (
            "manta-collator",
            [
                "physicalCores at-least 8.0 (cores) required",
                "memoryTotal at-least 32000000000.0 (GB) required",
                "diskFree at-least 700000000000.0 (GB) required",
            ]
        ),
        (
            "frequency-collator",
            [
                "physicalCores at-least 4.0 (cores) required",
                "maximumClock at-least 3400000000.0 (GHz) recommended",
                "smt equal false recommended",
                "cpuGeneration equal true recommended",
                "memoryTotal at-least 32000000000.0 (GB) required",
                "memoryECC equal true recommended",
                "diskTotal at-least 1000000000000.0 (TB) required",
                "diskClass equal nvme recommended",
                "kernelVersion at-least 5.16 recommended",
            ]
        ),
        (
            "tanssi-sequencer",
            [
                "memoryTotal at-least 32000000000.0 (GB) recommended",
                "diskTotal at-least 1000000000000.0 (TB) recommended",
                "diskClass equal nvme recommended",
            ]
        ),
        (
            "tanssi-operator",
            [
                "bareMetal equal true recommended",
                "physicalCores at-least 8.0 (cores) recommended",
                "maximumClock at-least 3400000000.0 (GHz) recommended",
                "smt equal false recommended",
                "cpuGeneration equal true recommended",
                "memoryTotal at-least 32000000000.0 (GB) recommended",
                "memoryECC equal true recommended",
                "diskTotal at-least 500000000000.0 (GB) recommended",
                "diskClass equal nvme recommended",
            ]
        ),
        (
            "darwinia-collator",
            [
                "memoryTotal at-least 8000000000.0 (GB) required",
                "diskTotal at-least 800000000000.0 (GB) required",
                "diskClass at-least ssd recommended",
            ]
        ),
        (
            "robonomics-collator",
            [
                "physicalCores at-least 4.0 (cores) required",
                "maximumClock at-least 4200000000.0 (GHz) recommended",
                "memoryTotal at-least 8000000000.0 (GB) required",
                "memoryTotal at-least 64000000000.0 (GB) recommended",
                "diskTotal at-least 200000000000.0 (GB) required",
                "diskClass equal nvme required",
            ]
        ),
        (
            "parachain-rpc-node",
            [
                "physicalCores at-least 8.0 (cores) required",
                "physicalCores at-least 16.0 (cores) recommended",
                "memoryTotal at-least 64000000000.0 (GB) required",
                "memoryTotal at-least 128000000000.0 (GB) recommended",
                "diskTotal at-least 200000000000.0 (GB) required",
                "diskClass equal nvme recommended",
            ]
        ),
        (
            "metanode-validator",
            [
                "physicalCores at-least 16.0 (cores) required",
                "physicalCores at-least 24.0 (cores) recommended",
                "maximumClock at-least 3400000000.0 (GHz) recommended",
                "memoryTotal at-least 64000000000.0 (GB) required",
                "memoryTotal at-least 128000000000.0 (GB) recommended",
                "memoryECC equal true recommended",
                "diskTotal at-least 2000000000000.0 (TB) required",
                "diskClass equal nvme required",
            ]
        ),
        (
            "nodle-collator",
            [
                "physicalCores at-least 4.0 (cores) recommended",
                "maximumClock at-least 3400000000.0 (GHz) recommended",
                "smt equal false recommended",
                "cpuGeneration equal true recommended",
                "memoryTotal at-least 16000000000.0 (GB) recommended",
                "memoryECC equal true recommended",
                "diskTotal at-least 1000000000000.0 (TB) recommended",
                "diskClass equal nvme recommended", "kernelVersion at-least 5.16 recommended",
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

    @Test(arguments: [
        ("normal_share: 2", "'2' is no value of 'normal_share'"),
        ("state_size: many", "'many' is no value of 'state_size'"),
        ("wasm_factor: 0.5", "'0.5' is no value of 'wasm_factor'"),
        ("wasm_factor_floor: 1.6", "'wasm_factor_floor' is above 'wasm_factor'"),
        ("backing_limit: 2", "'2' is no value of 'backing_limit'"),
        ("wasm: 1", "unknown key 'wasm' in 'chain'"),
        ("account_bytes: 81", "'81' is no value of 'account_bytes'"),
        ("author_proof_share: 2", "'2' is no value of 'author_proof_share'"),
        ("database: RocksDb", "'database' cannot be 'RocksDb'"),
        ("node_cache: 64", "'64' is no value of 'node_cache'"),
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
        ("bifrost-collator", 7200, false), ("astar-collator", 3600, true),
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
        "nodle-collator", "shibuya-collator",
    ])
    func whatNoDocumentSaysIsAbsent(_ id: String) throws {
        let profile = try catalog.profile(named: id)
        #expect(profile.chain == nil)
        #expect(profile.session == nil)
    }
}
