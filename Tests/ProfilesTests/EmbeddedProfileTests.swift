import Foundation
import Model
import Testing

@testable import Profiles

/// Pins every embedded profile: a figure changes only together with this file.
struct EmbeddedProfileTests {
    static let mib = 1048576.0

    @Test func everyFileInTheFolderIsEmbeddedUnchanged() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Profiles")
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        let yaml = files.filter { $0.pathExtension == "yaml" }
        #expect(yaml.map { $0.deletingPathExtension().lastPathComponent }.sorted() == catalog.ids)
        for file in yaml {
            let embedded = embeddedFiles[file.deletingPathExtension().lastPathComponent]
            #expect(try Array(Data(contentsOf: file)) == embedded, "\(file.lastPathComponent)")
        }
    }

    @Test func allProfilesLoadInTheOrderOfTheirIDs() throws {
        let profiles = try catalog.all()
        #expect(profiles.map(\.id) == catalog.ids)
        #expect(profiles.count == 27)
        #expect(Set(profiles.map(\.digest)).count == 27)
        for profile in profiles {
            #expect(profile.digest.count == 64)
            #expect(profile.requirements.allSatisfy { !$0.source.document.isEmpty })
        }
    }

    struct Minima: Sendable {
        let id: String
        let blake2b: Double
        let parallel: Double?
        let sr25519: Double
        let copy: Double
        let sequential: Double
        let random: Double
    }

    static let v4 = ["parity-2024-09-collator"]
    static let minima: [Minima] =
        [
            Minima(
                id: "parity-2022-04", blake2b: 1029, parallel: nil, sr25519: 666.0 / 1024,
                copy: 14666.752, sequential: 450, random: 200),
            Minima(
                id: "parity-2023-06", blake2b: 783.27, parallel: nil, sr25519: 0.547529297,
                copy: 11768.341, sequential: 950, random: 420),
            Minima(
                id: "parity-2024-09-validator", blake2b: 1000, parallel: 1000,
                sr25519: 0.622675781, copy: 11768.341, sequential: 950, random: 420),
        ]
        + [
            "parity-2024-09-collator"
        ].map(currentMinima) + (applied + asValidators).map(currentMinima)

    private static func currentMinima(_ id: String) -> Minima {
        Minima(
            id: id, blake2b: 1000, parallel: 1000, sr25519: 0.622675781, copy: 11768.341,
            sequential: 950, random: 420)
    }

    @Test(arguments: minima)
    func minimaAreTheReferenceFilesToTheLastBit(_ expected: Minima) throws {
        let profile = try catalog.profile(named: expected.id)
        #expect(profile.minimum(.blake2b256) == expected.blake2b * Self.mib)
        #expect(profile.minimum(.blake2b256Parallel8) == expected.parallel.map { $0 * Self.mib })
        #expect(profile.minimum(.sr25519Verify) == expected.sr25519 * Self.mib / 32)
        #expect(profile.minimum(.memoryCopy) == expected.copy * Self.mib)
        #expect(profile.minimum(.diskSequentialWrite) == expected.sequential * Self.mib)
        #expect(profile.minimum(.diskRandomWrite) == expected.random * Self.mib)
        for requirement in profile.requirements {
            guard case .metric(let id, _) = requirement.subject, !isOfChain(id)
            else { continue }
            let isOurs =
                id == triad.id || id == randomLoad.id || diskMetrics.contains { $0.id == id }
            #expect((requirement.level == .recommended) == isOurs || isParityDB(profile, id))
            if isOurs { continue }
            #expect(requirement.tolerancePercent == 10)
            #expect(requirement.comparison == .atLeast)
            let isParallel = id == NodeMetric.blake2b256Parallel8.metric
            #expect(requirement.validatorOnly == isParallel)
            // Of a collator the node's `benchmark machine` alone asks it.
            let isOfRole = profile.requirementsOfRole.contains(requirement)
            #expect(isOfRole == (!isParallel || profile.role == "validator"))
        }
    }

    /// Copy's minimum moved twice, of which a triad with plain stores counts 24 bytes of 32.
    @Test(arguments: ["parity-2024-09-collator", "parity-2024-09-validator"] + applied)
    func triadIsRecommendedAndDerivedFromTheCopyMinimum(_ id: String) throws {
        let profile = try catalog.profile(named: id)
        let requirement = try #require(
            profile.requirements.first { $0.subjectID == "memory.triad" })
        #expect(requirement.level == .recommended)
        #expect(requirement.reason?.hasPrefix("Ours:") == true)
        let copy = try #require(profile.minimum(.memoryCopy))
        guard case .quantity(let limit, _) = requirement.limit else {
            Issue.record("the limit is a quantity")
            return
        }
        #expect(abs(limit / (copy * 2 * 24 / 32) - 1) < 1e-6)
    }

    /// A read's charge of 25 us through 6 nodes of 20 loads each.
    @Test(arguments: ["parity-2024-09-collator", "parity-2024-09-validator"] + applied)
    func loadLatencyIsRecommendedAndDerivedFromTheChargeOfARead(_ id: String) throws {
        let profile = try catalog.profile(named: id)
        let requirement = try #require(
            profile.requirements.first { $0.subjectID == "memory.latency.random" })
        #expect(requirement.level == .recommended)
        #expect(requirement.comparison == .atMost)
        #expect(requirement.reason?.hasPrefix("Ours:") == true)
        guard case .quantity(let limit, _) = requirement.limit else {
            Issue.record("the limit is a quantity")
            return
        }
        #expect(abs(limit - 25e-6 / (6 * 20)) < 0.5e-9)
    }

    /// The disk's lines are ours, say so, and say what a miss means.
    @Test(arguments: ["parity-2024-09-collator", "parity-2024-09-validator"] + applied)
    func theDisksLinesAreRecommendedAndMarkedAsOurs(_ id: String) throws {
        let profile = try catalog.profile(named: id)
        let expected = [
            ("disk.read.random.16k.qd1.latency.p99", 278_383e-9, "takes longer to import"),
            ("disk.sync.latency.fdatasync.p99", 10e-3, "ParityDB"),
            ("disk.sustained.level", 0.5, "leave imports less of the disk"),
        ]
        for (subject, limit, miss) in expected {
            let requirement = try #require(
                profile.requirements.first { $0.subjectID == subject })
            let isRequired =
                subject.hasPrefix("disk.sync.latency") && profile.chain?.database == .parityDB
            #expect(requirement.level == (isRequired ? .required : .recommended))
            #expect(requirement.reason?.hasPrefix("Ours") == true)
            #expect(requirement.reason?.contains(miss) == true)
            #expect(requirement.reason?.contains("A block's commit waits") == false)
            guard case .quantity(let value, _) = requirement.limit else {
                Issue.record("the limit is a quantity")
                return
            }
            #expect(abs(value / limit - 1) < 1e-9)
        }
    }

    /// The node divides a score in MiB/s of messages by the minimum; so may we, in our unit.
    @Test(arguments: [637.62, 637.61, 573.86, 573.85, 20_000.25])
    func nodeRatioIsTheSameInVerificationsPerSecond(_ kibPerSecond: Double) throws {
        let minimum = try #require(
            try catalog.profile(named: "parity-2024-09-collator").minimum(.sr25519Verify))
        let score = kibPerSecond * 1024 / NodeMetric.sr25519Verify.nodeBytesPerWork
        #expect(score / minimum == (kibPerSecond / 1024) / 0.622675781)
    }

    @Test func sr25519LimitIsShownInVerifications() throws {
        let profile = try catalog.profile(named: "parity-2024-09-collator")
        let limit = profile.requirements.first { $0.subjectID == "cpu.sr25519-verify" }?.limit
        #expect(limit == .quantity(0.622675781 * 32768, unit: "verifications/s"))
    }

    static let applied = [
        "kilt-collator", "phala-collator", "system-chain-2s-collator", "system-chain-6s-collator",
        "system-chain-12s-collator", "astar-collator", "shibuya-collator", "moonbeam-collator",
        "hydration-collator", "bifrost-collator", "nodle-collator", "manta-collator",
        "frequency-collator", "tanssi-sequencer", "darwinia-collator", "robonomics-collator",
        "parachain-rpc-node",
    ]

    /// Those that apply a validator's minima; the first four its facts, too.
    static let asValidators = [
        "acala-collator", "karura-collator", "interlay-collator", "heima-collator",
        "tanssi-operator", "metanode-validator",
    ]

    /// A database whose log is synced needs a disk that syncs.
    private func isParityDB(_ profile: Profile, _ id: MetricID) -> Bool {
        profile.chain?.database == .parityDB && id == "disk.sync.latency.fdatasync"
    }

    @Test(arguments: applied)
    func appliedMinimaSayFromWhereAndWhy(_ id: String) throws {
        let profile = try catalog.profile(named: id)
        #expect(profile.inherited?.profile == "parity-2024-09-collator")
        let reason = try #require(profile.inherited?.reason)
        #expect(reason.contains("publishes no throughput minimum"))
        #expect(!reason.contains("\n"))
        for requirement in profile.requirements {
            switch requirement.subject {
            case .metric(let id, _) where isOfChain(id) || isParityDB(profile, id):
                #expect(requirement.appliedFrom == nil)
            case .metric:
                #expect(requirement.appliedFrom == "parity-2024-09-collator")
                if requirement.level == .recommended { continue }
                #expect(requirement.source.revision == "a947cb831d (#5127)")
                #expect(requirement.source.date == "2024-09-05")
            case .fact: #expect(requirement.appliedFrom == nil)
            }
        }
    }

    @Test(arguments: asValidators)
    func referenceHardwareOfAValidatorIsOneParent(_ id: String) throws {
        let profile = try catalog.profile(named: id)
        let parent = try catalog.profile(named: "parity-2024-09-validator")
        #expect(profile.inherited?.profile == parent.id)
        let hasFacts = Self.asValidators.prefix(4).contains(id)
        #expect((profile.inherited?.hasFacts == true) == hasFacts)
        if hasFacts {
            #expect(profile.factLines == parent.factLines)
            #expect(profile.requirements.allSatisfy { $0.appliedFrom == parent.id })
        }
    }

    @Test(arguments: [
        ("parity-2022-04", Profile.Status.State.superseded, "2023-06-28"),
        ("parity-2023-06", .superseded, "2024-08-07"), ("phala-collator", .retired, "2025-11"),
    ])
    func endedProfilesSaySinceWhenAndWhy(
        _ id: String, _ state: Profile.Status.State, _ since: String
    ) throws {
        let status = try catalog.profile(named: id).status
        #expect(status.state == state)
        #expect(status.since == since)
        #expect(status.note?.isEmpty == false)
    }

    @Test func otherProfilesAreCurrentAndSayWhereANetworkIsSilent() throws {
        let ended = ["parity-2022-04", "parity-2023-06", "phala-collator"]
        let silent = [
            "kilt-collator": "2025-05-26", "nodle-collator": "2024-01-19",
            "bifrost-collator": "2024-10-24",
        ]
        for profile in try catalog.all() where !ended.contains(profile.id) {
            #expect(profile.status.state == .current, "\(profile.id)")
            #expect(profile.status.silentSince == silent[profile.id], "\(profile.id)")
        }
    }

    @Test func everyProfileSaysWhenItWasLookedUpAndNoSourceIsADefaultBranch() throws {
        for profile in try catalog.all() {
            #expect(profile.asOf?.count == 10, "\(profile.id)")
            let text = try catalog.text(named: profile.id)
            #expect(!text.contains("default branch"), "\(profile.id)")
        }
    }

    @Test func kiltKeepsTheContradictionAboutItsWeightMachine() throws {
        let notes = try catalog.profile(named: "kilt-collator").notes.joined(separator: " ")
        for machine in ["Ryzen 7 1700X", "i7-7700", "i9-12900K"] {
            #expect(notes.contains(machine))
        }
    }
}
