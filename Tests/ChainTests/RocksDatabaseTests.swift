import Chain
import Files
import Foundation
import Primitives
import Testing

struct RocksDatabaseTests {
    /// A way to read and write a state that must not change what comes out.
    private struct Way {
        var name: String
        var isCold = false
        var isRecorded = false
        var isSynced = false
        var cacheBytes = 1 << 20
    }

    /// Same blocks, same roots: in memory, warm, cold, recording, synced, with a cache that
    /// overflows and without one.
    @Test(arguments: TrieLayout.allCases)
    func rootsAreTheSameInEveryWay(layout: TrieLayout) throws {
        let chain = TestChain(layout)
        let made = try chain.blocks(5, of: 3)
        let folder = try TestFolder()
        let directory = try StateDirectory.build(
            chain.state, in: folder.path, threads: 2, options: .small())
        let path = folder.path + "/run"
        for way in [
            Way(name: "warm"), Way(name: "cold", isCold: true),
            Way(name: "recording", isRecorded: true), Way(name: "synced", isSynced: true),
            Way(name: "small cache", cacheBytes: 20_000), Way(name: "no cache", cacheBytes: 0),
        ] {
            try directory.checkpoint(at: path)
            defer { FileTree.remove(path) }
            if way.isCold { try Folder.dropPageCache(path) }
            let options = RocksOptions.small {
                $0.syncsWrites = way.isSynced
                $0.readsDirectly = way.isCold
            }
            let database = try open(path, options)
            let store = try ChainStore(
                database, pruningWindow: 2, nodeCacheBytes: way.cacheBytes)
            let proof = ProofSize()
            var importer = try chain.importer(
                store, lag: 1, recorder: way.isRecorded ? proof : nil)
            for block in made.blocks { try importer.importBlock(block) }
            #expect(importer.rootChain == made.rootChain, "\(way.name)")
            #expect(database.gets > 50 && database.batchBytes > 200_000, "\(way.name)")
            #expect((proof.nodes > 0) == way.isRecorded)
        }
    }

    /// Past the page cache where the filesystem can, which a memory disk cannot.
    private func open(_ path: String, _ options: RocksOptions) throws -> RocksDatabase {
        do { return try RocksDatabase(path: path, options: options) } catch {
            var buffered = options
            buffered.readsDirectly = false
            return try RocksDatabase(path: path, options: buffered)
        }
    }

    @Test func databaseOpenedAgainHoldsWhatWasWritten() throws {
        let folder = try TestFolder()
        let path = folder.path + "/database"
        let options = RocksOptions.small { $0.createsIfMissing = true }
        let key = ByteBuffer.of([1, 2, 3])
        for round in 0..<3 {
            let database = try RocksDatabase(path: path, options: options)
            var found = ByteBuffer()
            let isThere = try database.get(.meta, key.bytes, into: &found)
            #expect(isThere == (round > 0))
            if round > 0 { #expect(found.array == [UInt8(round)]) }
            let isElsewhere = try database.get(.state, key.bytes, into: &found)
            #expect(!isElsewhere)
            let value = ByteBuffer.of([UInt8(round + 1)])
            database.put(.meta, key.bytes, value.bytes)
            let isWritten = try database.get(.meta, key.bytes, into: &found)
            #expect(isWritten == isThere)
            try database.write()
            if round == 1 { try database.flush() }
        }
        let library = RocksLibrary(databaseAt: path)
        #expect(library.version?.split(separator: ".").count == 3)
        #expect(library.hasAssertions != nil)
        #expect(Folder.allocatedBytes(path) > 1000)
        try Folder.dropPageCache(path)
        FileTree.remove(path)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func errorsCarryTheLibrarysReason() throws {
        let folder = try TestFolder()
        let path = folder.path + "/none"
        var reason = ""
        do { _ = try RocksDatabase(path: path, options: .small()) } catch { reason = "\(error)" }
        #expect(reason.hasPrefix("cannot open \(path): ") && reason.contains("create_if_missing"))
        let made = RocksOptions.small { $0.createsIfMissing = true }
        let database = try RocksDatabase(path: path, options: made)
        do { _ = try RocksDatabase(path: path, options: made) } catch { reason = "\(error)" }
        #expect(reason.contains("lock"))
        do { try database.checkpoint(at: folder.path) } catch { reason = "\(error)" }
        #expect(reason.hasPrefix("cannot copy to \(folder.path)"))
    }

    @Test func weightsReadAndWriteEveryKeyOnce() throws {
        let chain = TestChain(.v1, accounts: 50, signers: 2)
        let database = try chain.database()
        let root = try #require(try ChainStore(database).best?.stateRoot)
        let before = Set(database.keys(of: .state))
        var weights = StorageWeights(
            state: chain.state, root: root, database: database, seed: 3)
        #expect(weights.count == 50)
        var roots = Set<Hash256>()
        for index in 0..<weights.count {
            try weights.read(index)
            let new = try weights.write(index, round: 1)
            let isNew = try weights.isWritten(index, round: 1, root: new)
            #expect(isNew)
            let isOld = try !weights.isWritten(index, round: 1, root: root)
            #expect(isOld)
            roots.insert(new)
            try weights.undo()
        }
        // Another key each time, so another root each time.
        #expect(roots.count == 50)
        #expect(Set(database.keys(of: .state)) == before)
        let few = StorageWeights(
            state: chain.state, root: root, database: database, count: 7, seed: 3)
        #expect(few.count == 7)
    }
}

extension ByteBuffer {
    /// A buffer of an array's bytes.
    static func of(_ bytes: [UInt8]) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.append(bytes)
        return buffer
    }
}
