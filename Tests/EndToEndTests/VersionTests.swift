import Foundation
import Testing

/// What the program tells of its own build.
struct VersionTests {
    @Test func theVersionAsJSONNamesWhatIsLinked() throws {
        let ending = try Binary.run(["--version", "--json"])
        #expect(ending.code == 0, "\(ending.errors)")
        let facts = try #require(
            try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any])
        let line = try Binary.run(["--version"]).output
        let version = try #require(facts["version"] as? String)
        #expect(line.hasPrefix("touchstone \(version) ("))
        let libraries = try #require(facts["libraries"] as? [String: String])
        #expect(libraries.keys.sorted() == ["libsodium", "sqlite", "zlib", "zstd"])
        #expect(libraries.values.allSatisfy { $0.contains(/^[0-9]+\.[0-9]+/) })
        let database = try #require(facts["rocksdb"] as? [String: Any])
        #expect(database["assertions"] is Bool)
        #expect((database["origin"] as? String)?.isEmpty == false)
        #expect((facts["kernels"] as? [String: String])?.count == 3)
        #expect(ending.output == (try Binary.run(["--json", "--version"]).output))
    }

    /// The flag belongs to subcommands, which are not the version's.
    @Test func theFlagAloneIsNoVersion() throws {
        let ending = try Binary.run(["--version", "--json", "extra"])
        #expect(!ending.output.hasPrefix("{"))
    }
}
