import Foundation
import Model
import Testing

@testable import Profiles

/// Doubts about well-formed profiles, faults of bad ones, and where profiles are looked for.
struct ProfileLintTests {
    private static let lint = ProfileLint(today: "2026-12-01")

    private func faults(_ profile: Profile, _ lint: ProfileLint = lint) -> [String] {
        lint.findings(profile).filter(\.isFault).map(\.text)
    }

    @Test func embeddedProfilesHaveNoFault() throws {
        for profile in try catalog.all() { #expect(faults(profile) == [], "\(profile.id)") }
    }

    @Test func embeddedProfilesAgeInAYear() throws {
        let later = ProfileLint(today: "2027-12-02")
        for profile in try catalog.all() where profile.status.state == .current {
            #expect(faults(profile, later) == ["as_of 2026-12-01 is more than a year ago"])
        }
    }

    @Test(arguments: [
        ("2025-12-01", false), ("2025-11-30", true), ("2025", true), ("2025-12", false),
        ("2026-01", false), ("2023-05-06", true),
    ])
    func sourcesOlderThanAYearAreNoted(date: String, isOld: Bool) throws {
        var profile = try catalog.profile(named: "nodle-collator")
        for index in profile.requirements.indices {
            profile.requirements[index].source.date = date
        }
        let notes = Self.lint.findings(profile).filter { $0.text.contains("more than a year ago") }
        #expect(notes.isEmpty != isOld)
    }

    @Test func sourceWithoutARevisionIsNotedAndADefaultBranchIsAFault() throws {
        var profile = try catalog.profile(named: "kilt-collator")
        profile.chain?.source.revision = "as read"
        #expect(Self.lint.findings(profile).contains { $0.text.hasSuffix("no revision: as read") })
        #expect(faults(profile).isEmpty)
        profile.chain?.source.revision = "default branch as read"
        #expect(faults(profile).count == 1)
    }

    /// Scores that Parity printed of its reference machine and others in its own threads.
    ///
    /// - Source: polkadot-sdk #5196 (2024-08-07): 1.00 GiB/s, 637.62 KiB/s, 12.19 GiB/s;
    ///   substrate/utils/frame/benchmarking-cli/src/machine/README.md: 1.08 GiB/s, 691.24 KiB/s,
    ///   18.13 GiB/s, 1.56 GiB/s, 427.12 MiB/s.
    @Test func limitsThatDecideNothingAreFound() throws {
        let gib = 1_073_741_824.0
        let copies = [12.19 * gib, 18.13 * gib, 4.2 * gib]
        let profile = try catalog.profile(named: "parity-2024-09-collator")
        let mixed = ProfileLint(today: "2026-12-01", scores: ["memory.copy": copies])
        #expect(mixed.findings(profile).allSatisfy { !$0.text.contains("machines") })
        let slow = ProfileLint(today: "2026-12-01", scores: ["memory.copy": [gib, gib, gib]])
        #expect(faults(profile, slow) == ["memory.copy: none of 3 machines passes it"])
        let fast = ProfileLint(
            today: "2026-12-01", scores: ["memory.copy": [20 * gib, 18.13 * gib, 12.19 * gib]])
        #expect(
            fast.findings(profile).contains {
                $0.text == "memory.copy: none of 3 machines fails it" && !$0.isFault
            })
    }

    @Test func contradictionIsAFault() throws {
        let changes: [(String, (inout ChainParameters) -> Void)] = [
            ("slot_time is shorter", { $0.slotSeconds = 1 }),
            ("authoring_time is longer", { $0.authoringSeconds = 13 }),
            ("last_authoring_time is longer", { $0.lastAuthoringSeconds = 12 }),
            ("weight_limit is longer", { $0.weightLimitSeconds = 3 }),
            ("no two transfers fit", { $0.povLimitBytes = 6204 }),
            ("an import may take longer than a block", { $0.blockSeconds = 0.5 }),
            ("beyond the author's deadline", { $0.authoringSeconds = 1 }),
            ("ParityDB syncs its log", { $0.database = .parityDB }),
        ]
        for (text, change) in changes {
            var profile = try catalog.profile(named: "kilt-collator")
            var chain = try #require(profile.chain)
            change(&chain)
            profile.chain = chain
            #expect(faults(profile).contains { $0.contains(text) }, "\(faults(profile))")
        }
    }

    @Test func chainOfWhichNothingIsRequiredIsAFault() throws {
        var profile = try catalog.profile(named: "kilt-collator")
        profile.requirements.removeAll { $0.subjectID.hasPrefix("chain.") }
        #expect(faults(profile) == ["`chain:` is given, and nothing is required of the chain"])
    }

    @Test func allFaultsOfAFileAreNamedAtOnce() throws {
        try Self.withFolder { folder in
            let path = folder + "/mine.yaml"
            let bad = try catalog.text(named: "kilt-collator")
                .replacing("id: kilt-collator", with: "id: other")
                .replacing("role: collator", with: "role: baker\nrolle: x")
                .replacing("  block_time: 12 s", with: "  block_time: 12")
                .replacing("    value: 250", with: "    value: many")
                .replacing("    value: 0.67", with: "    value: nothing")
            try bad.write(toFile: path, atomically: true, encoding: .utf8)
            let faults = try catalog.faults(inFile: path).map(\.description)
            #expect(faults.count == 6, "\(faults)")
            for part in ["'other'", "baker", "rolle", "block_time", "many", "nothing"] {
                #expect(faults.contains { $0.contains(part) }, "\(part)")
            }
            let lines = faults.compactMap { Int($0.split(separator: ":")[1]) }
            #expect(lines == lines.sorted())
        }
    }

    @Test func goodFilesHaveNoFaultAndAProfileOfOnesOwnIsFoundByName() throws {
        try Self.withFolder { folder in
            let text = try catalog.text(named: "kilt-collator")
                .replacing("id: kilt-collator", with: "id: mine")
            try text.write(toFile: folder + "/mine.yaml", atomically: true, encoding: .utf8)
            #expect(try catalog.faults(inFile: folder + "/mine.yaml") == [])
            let own = ProfileCatalog(
                metrics: nodeMetrics + [triad, randomLoad] + diskMetrics + chainMetrics,
                folders: [folder + "/none", folder])
            #expect(try own.profile(named: "mine").chain?.accountBytes == 84)
            #expect(try own.text(named: "mine") == text)
            #expect(throws: ProfileError.self) { _ = try own.profile(named: "mine2") }
            // An embedded profile is never another one.
            try text.write(
                toFile: folder + "/kilt-collator.yaml", atomically: true, encoding: .utf8)
            #expect(try own.profile(named: "kilt-collator").id == "kilt-collator")
        }
    }

    /// Editors check a profile by the schema, which knows the reader's keys and no others.
    @Test func schemaHasTheReadersKeys() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Reports/profile.schema.json")
        let schema = try JSONSerialization.jsonObject(with: try Data(contentsOf: file))
        func keys(_ path: String...) -> Set<String> {
            var node = schema as? [String: Any]
            for step in path { node = node?[step] as? [String: Any] }
            return Set((node?["properties"] as? [String: Any])?.keys.map { $0 } ?? [])
        }
        #expect(keys() == Set(ProfileReader.keys))
        #expect(keys("properties", "requirements", "items") == Set(RequirementReader.keys))
        #expect(keys("properties", "chain") == Set(ProfileReader.chainKeys))
        #expect(
            keys("properties", "chain", "properties", "transfer")
                == Set(ProfileReader.transferKeys))
    }

    private static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "touchstone-lint-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }
}
