import Foundation
import Model
import Testing

@testable import Profiles

/// Finding profiles by name and by path, and what they inherit.
struct CatalogTests {
    @Test(arguments: [
        ("kilt-colator", "did you mean 'kilt-collator'? "),
        ("kilt", "did you mean 'kilt-collator'? "),
        (
            "parity-2024-09",
            "did you mean 'parity-2024-09-collator', 'parity-2024-09-validator' or "
                + "'parity-2022-04'? "
        ),
        ("KILT-COLLATOR", "did you mean 'kilt-collator'? "), ("", ""), ("zzz", ""),
    ])
    func unknownNameListsTheNearest(_ name: String, _ hint: String) {
        let error = message { () throws(ProfileError) in _ = try catalog.profile(named: name) }
        #expect(
            error == "no profile is named '\(name)'; \(hint)`touchstone profiles list` shows all, "
                + "and a name with a slash or the ending .yaml is read as a file")
    }

    private static func withFile(
        _ name: String, _ bytes: some Collection<UInt8>, _ body: (String) throws -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "touchstone-profiles-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: name)
        try Data(bytes).write(to: file)
        try body(file.path)
    }

    @Test(arguments: ["mine.yaml", "mine.yml"])
    func nameWithAnEndingIsAFile(_ name: String) throws {
        try Self.withFile(name, BadProfileTests.sound.utf8) { path in
            let profile = try catalog.profile(named: path)
            #expect(profile.id == "mine")
        }
    }

    @Test func textIsTheFileAsItIs() throws {
        let text = try catalog.text(named: "kilt-collator")
        #expect(Array(text.utf8) == embeddedFiles["kilt-collator"])
        #expect(text.hasPrefix("# A collator of KILT Spiritnet"))
        try Self.withFile("any.yaml", "not checked".utf8) { path in
            let text = try catalog.text(named: path)
            #expect(text == "not checked")
        }
    }

    @Test func errorsInAFileNameItsPath() throws {
        try Self.withFile("other.yaml", BadProfileTests.sound.utf8) { path in
            let error = message { () throws(ProfileError) in _ = try catalog.load(path: path) }
            #expect(
                error == "\(path):2: id 'mine' is not the name of the file; write `id: other` or "
                    + "name the file mine.yaml")
        }
    }

    /// As `<(…)` of a shell gives it.
    @Test func aPipeWhoseWriterIsSlowIsWaitedFor() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        let end = ends[1]
        let writer = Thread {
            usleep(50_000)
            _ = write(end, "id: x", 5)
            close(end)
        }
        writer.start()
        #expect(try ProfileCatalog.text(ofFile: "/dev/fd/\(ends[0])") == "id: x")
    }

    @Test func bytesThatAreNoTextAreRefused() throws {
        try Self.withFile("mine.yaml", [0xff, 0xfe, 0x00]) { path in
            let error = message { () throws(ProfileError) in _ = try catalog.load(path: path) }
            #expect(error == "\(path):1: not UTF-8 text; name another file, or save it as UTF-8")
        }
    }

    @Test(arguments: [
        ("/nowhere/at/all.yaml", "No such file or directory"), ("/", "Is a directory"),
        ("/dev/zero", "too large"),
    ])
    func unreadablePathSaysWhy(_ path: String, _ reason: String) {
        let error = message { () throws(ProfileError) in _ = try catalog.profile(named: path) }
        #expect(
            error == "cannot read \(path): \(reason); name a readable file of at most 256 KiB")
    }

    static func heir(of parent: String, requirements: String = "requirements: []\n") -> String {
        let sound = BadProfileTests.sound
        let end = sound.firstRange(of: "requirements:")?.lowerBound ?? sound.endIndex
        return sound[..<end] + "inherits: {profile: \(parent), reason: It publishes none.}\n"
            + requirements
    }

    @Test func heirTakesTheMinimaAndNotTheFacts() throws {
        let profile = try catalog.load(
            text: Self.heir(of: "parity-2024-09-validator"), fileName: "mine.yaml")
        #expect(profile.requirements.count == 11)
        #expect(
            profile.requirements.allSatisfy { $0.appliedFrom == "parity-2024-09-validator" })
        #expect(profile.inherited?.reason == "It publishes none.")
    }

    @Test func ownLineStandsInPlaceOfTheInherited() throws {
        let own = """
            requirements:
              - metric: memory.copy
                statistic: median
                comparison: at-least
                value: 1
                unit: GiB/s
                tolerance: 0
                level: required
                source: doc

            """
        let profile = try catalog.load(
            text: Self.heir(of: "parity-2024-09-collator", requirements: own),
            fileName: "mine.yaml")
        let copies = profile.requirements.filter { $0.subjectID == "memory.copy" }
        #expect(profile.requirementsOfRole.count == 10)
        #expect(copies.count == 1)
        #expect(copies.first?.appliedFrom == nil)
        #expect(profile.minimum(.memoryCopy) == 1_073_741_824)
    }

    @Test(arguments: [
        ("mine", "'mine' inherits itself; name another profile"),
        (
            "parity-2024-09-colator",
            "no embedded profile is named 'parity-2024-09-colator'; did you mean "
                + "'parity-2024-09-collator'?"
        ),
        ("zzz", "no embedded profile is named 'zzz'; `touchstone profiles list` shows all"),
        (
            "kilt-collator",
            "'kilt-collator' inherits its own minima from 'parity-2024-09-collator'; inherit "
                + "'parity-2024-09-collator' itself"
        ),
    ])
    func badInheritanceNamesLineAndMend(_ parent: String, _ expected: String) {
        let error = message { () throws(ProfileError) in
            _ = try catalog.load(text: Self.heir(of: parent), fileName: "mine.yaml")
        }
        #expect(error == "mine.yaml:15: " + expected)
    }

    @Test func profileWithoutRequirementsIsRefused() {
        let text = Self.heir(of: "x").split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("inherits") }.joined(separator: "\n")
        let error = message { () throws(ProfileError) in
            _ = try catalog.load(text: text, fileName: "mine.yaml")
        }
        #expect(error == "mine.yaml:15: the profile requires nothing; add a requirement")
    }

    @Test func missingMetricOfTheProgramIsNamed() {
        let error = message { () throws(ProfileError) in
            _ = try ProfileCatalog(metrics: [latency]).profile(named: "parity-2024-09-collator")
        }
        #expect(error.hasPrefix("parity-2024-09-collator.yaml:"))
        #expect(error.contains("unknown metric 'cpu.blake2b-256'"))
    }

    @Test func exampleInTheDocumentationLoads() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "docs/reference/formats/profiles.md")
        let page = try String(contentsOf: file, encoding: .utf8)
        let blocks = page.components(separatedBy: "```")
        let example = try #require(blocks.first { $0.hasPrefix("yaml\nschema: 1") })
        let profile = try catalog.load(
            text: String(example.dropFirst("yaml\n".count)), fileName: "my-collator.yaml")
        #expect(profile.requirementsOfRole.count == 11)
        #expect(profile.session?.penalty != nil)
    }

    @Test func fileCutAnywhereIsRefusedOrRead() throws {
        let bytes = Array(BadProfileTests.sound.utf8)
        for count in stride(from: 0, to: bytes.count, by: 7) {
            let text = String(decoding: bytes[..<count], as: UTF8.self)
            let error = message { () throws(ProfileError) in
                _ = try catalog.load(text: text, fileName: "mine.yaml")
            }
            #expect(error.hasPrefix("mine.yaml:") || error == "(no error)")
        }
    }

    /// FIPS 180-4 examples: the empty text and `abc`.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func sha256IsTheStandards(_ text: String, _ digest: String) {
        #expect(sha256Hexadecimal(Array(text.utf8)) == digest)
    }

    @Test func digestCoversTheFileAndWhatItInherits() throws {
        let own = try #require(embeddedFiles["kilt-collator"])
        let parent = try #require(embeddedFiles["parity-2024-09-collator"])
        #expect(
            try catalog.profile(named: "kilt-collator").digest == sha256Hexadecimal(own + parent))
        #expect(
            try catalog.profile(named: "parity-2024-09-collator").digest
                == sha256Hexadecimal(parent))
    }

    @Test func profileSurvivesItsJSON() throws {
        for profile in try catalog.all() {
            let data = try JSONEncoder().encode(profile)
            #expect(try JSONDecoder().decode(Profile.self, from: data) == profile)
        }
    }

    @Test(arguments: [
        ("kitten", "sitting", 3), ("titel", "title", 1), ("ca", "abc", 3), ("", "abc", 3),
        ("abc", "abc", 0),
    ])
    func editDistanceCountsLetters(_ left: String, _ right: String, _ distance: Int) {
        #expect(editDistance(Array(left), Array(right)) == distance)
        #expect(editDistance(Array(right), Array(left)) == distance)
    }
}
