import Chain
import Files
import Glibc
import Primitives

/// What the linked database takes for batches of puts and for gets, by the node's options.
enum RocksBenchmark {
    /// Puts of a batch: as many as a full block of the simulated chain has; ours.
    private static let puts = 9_000
    private static let batches = 20
    /// Bytes of a trie node's key and of a small node; ours.
    private static let (keyBytes, valueBytes) = (40, 120)

    static func run() throws {
        let path = ".build/rocksdb-\(getpid())"
        try Folder.make(path)
        defer { FileTree.remove(path) }
        var options = RocksOptions(cpus: 2)
        options.createsIfMissing = true
        let database = try RocksDatabase(path: path + "/data", options: options)
        let library = RocksLibrary(databaseAt: path + "/data")
        print(
            "RocksDB \(library.version ?? "of unknown version"), assertions "
                + (library.hasAssertions.map { $0 ? "on" : "off" } ?? "unknown")
                + ", \(library.origin ?? "of unknown origin")")
        let value = [UInt8](repeating: 7, count: valueBytes)
        var writing: [Double] = []
        for batch in 0..<batches {
            let keys = (0..<puts).map { key(batch * puts + $0) }
            writing.append(
                try seconds(of: {
                    for key in keys {
                        key.withUnsafeBytes { key in
                            value.withUnsafeBytes { database.put(.state, key, $0) }
                        }
                    }
                    try database.write()
                }))
        }
        try database.flush()
        var reading: [Double] = []
        for batch in 0..<batches {
            // Another order than that of the puts.
            let keys = (0..<puts).map { key(($0 * 7919 + batch) % (batches * puts)) }
            var found = ByteBuffer()
            var missing = 0
            reading.append(
                try seconds(of: {
                    for key in keys {
                        found.truncate(to: 0)
                        let isThere = try key.withUnsafeBytes {
                            try database.get(.state, $0, into: &found)
                        }
                        if !isThere { missing += 1 }
                    }
                }))
            guard missing == 0 else {
                throw ChainError.damaged(record: "state", reason: "\(missing) keys are missing")
            }
        }
        for (name, times) in [("a batch of \(puts) puts", writing), ("\(puts) gets", reading)] {
            print("\(name): \(format(1000 * Spread(times).median, places: 3)) ms")
        }
    }

    /// A digest and eight bytes that rise: no two are alike, and none is near the one before.
    private static func key(_ number: Int) -> [UInt8] {
        let bytes = withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) }
        return Blake2b256.hash(bytes) + bytes
    }
}
