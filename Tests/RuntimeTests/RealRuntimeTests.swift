import Foundation
import Primitives
import Testing

@testable import Runtime

/// Chain specifications that are not part of this repository, where they are at hand.
enum PublishedChains {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    static func path(_ name: String) -> String { "\(root)/../shared/data/\(name).json.gz" }

    static func isThere(_ name: String) -> Bool {
        TestEngine.isThere && FileManager.default.fileExists(atPath: path(name))
    }

    static func file(_ name: String) throws -> RuntimeFile {
        var reader = RuntimeFileReader()
        try Data(contentsOf: URL(filePath: path(name))).withUnsafeBytes { try reader.read($0) }
        return try reader.finish()
    }
}

@Suite(.enabled(if: PublishedChains.isThere("kilt-spiritnet-raw")))
struct RealRuntimeTests {
    private func runtime(_ file: RuntimeFile) throws -> WasmRuntime {
        try WasmRuntime(try WasmModule(file.module, engine: try TestEngine.shared()))
    }

    /// KILT Spiritnet's code of 2021, which refuses transfers of its users.
    ///
    /// - Source: the genesis hash as kilt-node publishes it.
    @Test func aRuntimeOf2021RunsPastItsLaunchFilter() throws {
        let file = try PublishedChains.file("kilt-spiritnet-raw")
        let runtime = try runtime(file)
        let state = try FirstState.make(of: file, by: runtime).state
        #expect(
            hexadecimal(ChainTip.genesis(stateRoot: try state.root(layout: .v0)).hash)
                == "411f057b9107718c9624d6aa4a3f23c1653898297f3d4d529d9bb6511a39dd21")
        var dump: BlockDump?
        let outcome = try RuntimeTrial.run(file, by: runtime, blocks: 2, transactions: 20) {
            dump = dump ?? BlockDump($0, state: $1())
        }
        #expect(outcome.blocks.map(\.done) == [20, 20])
        #expect(outcome.blocks.allSatisfy { $0.route == .transfersByOwner })
        #expect(outcome.chain.refusal == .failed([0, 1, 2]))
        #expect(outcome.chain.rules.account.template.count == 84)
        #expect(outcome.chain.rules.metadata.version == 13)

        // The block runs again from its dump, and a changed one does not.
        var again = try BlockDump(try #require(dump).encoded)
        #expect(try again.firstDifference(by: runtime, layout: .v0) == nil)
        again.changes.removeLast()
        let difference = try again.firstDifference(by: runtime, layout: .v0)
        guard case .changes(let keys)? = difference else {
            Issue.record("no difference: \(String(describing: difference))")
            return
        }
        #expect(keys.count == 1)
    }

    @Test func theSameCodeWithoutItsStateRunsToo() throws {
        let file = try RuntimeFile(
            code: try PublishedChains.file("kilt-spiritnet-raw").storedCode,
            form: .compressedModule)
        let outcome = try RuntimeTrial.run(
            file, by: try runtime(file), blocks: 2, transactions: 20)
        #expect(outcome.blocks.map(\.done) == [20, 20])
    }
}
