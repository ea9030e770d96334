import Chain
import Foundation
import Primitives
import Synchronization
import Testing

struct StateDirectoryTests {
    private let chain = TestChain(.v1)

    private func build(
        _ chain: TestChain, in path: String, threads: Int = 2
    ) throws -> StateDirectory {
        try StateDirectory.build(chain.state, in: path, threads: threads, options: .small())
    }

    @Test(arguments: TrieLayout.allCases)
    func stateOnTheDiskIsTheOneInMemoryWithAnyNumberOfThreads(layout: TrieLayout) throws {
        let chain = TestChain(layout)
        let folder = try TestFolder()
        let memory = MemoryDatabase()
        let root = try chain.state.build(to: memory)
        for threads in [1, 2, 5] {
            let path = try folder.new("\(threads)")
            let directory = try build(chain, in: path, threads: threads)
            #expect(directory.manifest.root == root)
            #expect(directory.manifest.size.nodes == memory.keys(of: .state).count)
            try directory.checkpoint(at: path + "/run")
            let database = try RocksDatabase(path: path + "/run", options: .small())
            for key in memory.keys(of: .state) {
                let key = ByteBuffer.of(key)
                var one = ByteBuffer()
                var other = ByteBuffer()
                #expect(try memory.get(.state, key.bytes, into: &one))
                #expect(try database.get(.state, key.bytes, into: &other))
                #expect(one.array == other.array)
            }
        }
    }

    /// Asked to give up at one of many moments, it does, and leaves an empty folder.
    @Test func interruptedBuildLeavesNothing() throws {
        let calls = Atomic(0)
        func build(_ folder: TestFolder, giveUpAt last: Int) throws {
            calls.store(0, ordering: .relaxed)
            _ = try StateDirectory.build(
                chain.state, in: folder.path, threads: 2, options: .small()
            ) { () throws(ChainError) in
                let call = calls.wrappingAdd(1, ordering: .relaxed).newValue
                if call > last { throw .interrupted }
            }
        }
        let whole = try TestFolder()
        try build(whole, giveUpAt: .max)
        let count = calls.load(ordering: .relaxed)
        // Each of 256 ranges is a moment at which to ask.
        #expect(count > 256)
        for last in stride(from: 0, to: count, by: 40) {
            let folder = try TestFolder()
            #expect(throws: ChainError.interrupted) { try build(folder, giveUpAt: last) }
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(left.isEmpty, "\(left)")
        }
        #expect(throws: ChainError.interrupted) {
            _ = try StateDirectory.open(
                whole.path, of: chain.state, threads: 2, options: .small()
            ) { () throws(ChainError) in throw .interrupted }
        }
        #expect(throws: ChainError.interrupted) {
            _ = try StateGenerator(
                accounts: 400, signers: 40, seed: 5, layout: .v1, threads: 2
            ) { () throws(ChainError) in throw .interrupted }
        }
    }

    @Test func keptStateIsUsedAgainAndLeftAsItWas() throws {
        let folder = try TestFolder()
        let made = try chain.blocks(2, of: 3)
        let built = try build(chain, in: folder.path)
        #expect(StateDirectory.isState(folder.path))
        for run in 0..<2 {
            let directory = try StateDirectory.open(
                folder.path, of: chain.state, threads: 2, options: .small())
            #expect(directory.manifest == built.manifest)
            let path = folder.path + "/run\(run)"
            try directory.checkpoint(at: path)
            let store = try ChainStore(RocksDatabase(path: path, options: .small()))
            var importer = try chain.importer(store)
            #expect(importer.head.number == 0)
            for block in made.blocks { try importer.importBlock(block) }
            #expect(importer.rootChain == made.rootChain)
        }
    }

    private func refusal(_ path: String, _ state: StateGenerator) -> String {
        do {
            _ = try StateDirectory.open(path, of: state, threads: 2, options: .small())
            return "none"
        } catch { return "\(error)" }
    }

    @Test func anotherOrADamagedStateIsRefused() throws {
        let folder = try TestFolder()
        #expect(refusal(folder.path, chain.state).contains("not built to its end"))
        #expect(!StateDirectory.isState(folder.path))
        let directory = try build(chain, in: folder.path)
        let other = StateGenerator(accounts: 400, signers: 40, seed: 6, layout: .v1)
        #expect(refusal(folder.path, other).contains("its seed: 5, not 6"))
        #expect(refusal(folder.path, TestChain(.v0).state).contains("its layout: 1, not 0"))
        // A node under the wrong key, then a node too many.
        let path = folder.path + "/state"
        for (key, value, word) in [
            ([UInt8](repeating: 7, count: 40), [UInt8](repeating: 1, count: 9), "another hash"),
            ([UInt8](repeating: 7, count: 40), nil, "none"),
            ([], [3], "nodes of"),
        ] as [([UInt8], [UInt8]?, String)] {
            try change(path, key, value)
            #expect(refusal(folder.path, chain.state).contains(word))
        }
        let manifest = folder.path + "/manifest"
        let text = try String(contentsOfFile: manifest, encoding: .utf8)
        #expect(text.contains("accounts 400\n") && text.contains("root "))
        try "format 0\n".write(toFile: manifest, atomically: true, encoding: .utf8)
        #expect(refusal(folder.path, chain.state).contains("another version"))
        #expect(directory.manifest.accounts == 400)
    }

    /// Puts (or removes: nil) a value in a state's column; an empty key = the value's hash.
    private func change(_ path: String, _ key: [UInt8], _ value: [UInt8]?) throws {
        let database = try RocksDatabase(path: path, options: .small())
        let hash = (value ?? []).withUnsafeBytes { Hash256(of: $0) }
        (key.isEmpty ? hash.array : key).withUnsafeBytes { key in
            guard let value else { return database.delete(.state, key) }
            value.withUnsafeBytes { database.put(.state, key, $0) }
        }
        try database.write()
    }

    @Test func presetsHaveTheirSizesAndPins() {
        #expect(StatePreset.allCases.map(\.accounts) == [100_000, 1_000_000, 10_000_000])
        #expect(StatePreset(rawValue: "1M") == .medium)
    }
}
