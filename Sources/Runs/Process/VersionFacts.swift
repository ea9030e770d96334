import CPlatform
import Chain
import Foundation
import History
import Primitives
import Runtime

/// `touchstone --version --json`: what this build is made of.
package struct VersionFacts: Encodable {
    /// The database of the simulated chain.
    struct Database: Encodable {
        let version: String?
        let origin: String?
        let buildType: String?
        let assertions: Bool?
    }

    let version = BuildFacts.version
    let commit = touchstone_commit().map { String(cString: $0) }
    let build = BuildFacts.build
    let compiler = BuildFacts.compiler
    let cCompiler = KernelDisclosure.cCompiler
    /// The code that is chosen on this processor.
    let kernels = [
        "blake2b": Blake2b256.kernel.rawValue, "ed25519": Ed25519.kernel,
        "sr25519": Sr25519.kernel.rawValue,
    ]
    let rocksdb: Database
    /// Versions of the other libraries, as they name them themselves.
    let libraries: [String: String]
    /// The file of the WebAssembly engine; nil if none was found, and all else works without it.
    let engine: String?

    package init() {
        let library = RocksLibrary.linked
        rocksdb = Database(
            version: library.version, origin: library.origin, buildType: library.buildType,
            assertions: library.hasAssertions)
        var versions = PrimitiveLibraries.versions
        versions.merge(InputLibraries.versions) { $1 }
        versions["sqlite"] = HistoryLibrary.version
        libraries = versions
        engine = try? EngineLibrary.find(
            environment: ProcessInfo.processInfo.environment,
            executable: URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path
        ).path
    }

    /// Whether the arguments ask for the version as JSON, and for nothing else.
    package static func areWanted(_ arguments: [String]) -> Bool {
        arguments == ["--version", "--json"] || arguments == ["--json", "--version"]
    }

    /// One JSON object, with its line feed.
    package func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try Array(encoder.encode(self)) + Array("\n".utf8)
    }
}
