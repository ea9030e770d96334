import Chain
import Files
import Glibc
import Model
import Primitives

/// Imports blocks into a database of its own, and tells where the time goes.
enum ChainRun {
    /// Seconds of each phase, block by block.
    final class Phases: ImportObserver {
        private(set) var seconds: [BlockPhase: [Double]] = [:]
        private let clock = ContinuousClock()
        private var last = ContinuousClock.now

        func start() { last = clock.now }

        func ended(_ phase: BlockPhase) {
            let now = clock.now
            seconds[phase, default: []].append((now - last) / .seconds(1))
            last = now
        }
    }

    /// `touchstone-bench chain-import`: builds or opens the state, makes blocks, imports them.
    static func run(_ setting: ChainSetting) throws {
        try setting.withFolder { path in
            var directory: StateDirectory?
            var generator: StateGenerator?
            let building = try seconds(of: {
                let made = setting.generator
                generator = made
                directory = try setting.state(in: path, made)
            })
            guard let directory, let generator else { return }
            let manifest = directory.manifest
            print(
                "state of \(setting.accounts) accounts, V\(setting.layout.rawValue): "
                    + "\(format(building, places: 2)) s, \(manifest.size.nodes) nodes, "
                    + "\(manifest.size.bytes >> 20) MiB raw, "
                    + "\(Folder.allocatedBytes(path + "/state") >> 20) MiB on the disk, "
                    + "peak memory \(peakMebibytes()) MiB, root \(manifest.root)")
            let blocks = try author(setting, directory, generator, at: path + "/author")
            let run = path + "/run"
            var status = stat()
            if !setting.isResumed { FileTree.remove(run) }
            if stat(run, &status) != 0 { try directory.checkpoint(at: run) }
            defer { FileTree.remove(run) }
            try importAll(blocks, setting, generator, at: run)
            if setting.weights > 0 {
                try weigh(setting, directory, generator, at: path + "/weights")
            }
        }
    }

    /// Reads and writes accounts one by one and prints what one takes.
    private static func weigh(
        _ setting: ChainSetting, _ directory: StateDirectory, _ generator: StateGenerator,
        at path: String
    ) throws {
        FileTree.remove(path)
        try directory.checkpoint(at: path)
        defer { FileTree.remove(path) }
        let database = try RocksDatabase(path: path, options: setting.options)
        var weights = StorageWeights(
            state: generator, root: directory.manifest.root, database: database,
            count: setting.weights, seed: 1)
        for index in 0..<weights.count { try weights.read(index) }
        var (reads, writes): ([Double], [Double]) = ([], [])
        for index in 0..<weights.count {
            reads.append(try seconds(of: { try weights.read(index) }))
        }
        for index in 0..<weights.count {
            writes.append(try seconds(of: { try weights.write(index, round: 1) }))
            try weights.undo()
        }
        for (name, times) in [("read", reads), ("write", writes)] {
            let mean = 1e6 * times.reduce(0, +) / Double(times.count)
            print(
                "  \(name) us: mean \(format(mean, places: 1)), median "
                    + format(1e6 * Spread(times).median, places: 1))
        }
        let library = RocksLibrary(databaseAt: path)
        print(
            "  RocksDB \(library.version ?? "of unknown version"), assertions "
                + (library.hasAssertions.map { $0 ? "on" : "off" } ?? "unknown")
                + ", \(library.origin ?? "of unknown origin")")
    }

    /// Makes the blocks of a setting over a checkpoint, which is removed again.
    @inline(never)
    static func author(
        _ setting: ChainSetting, _ directory: StateDirectory, _ generator: StateGenerator,
        at path: String
    ) throws -> [[UInt8]] {
        FileTree.remove(path)
        try directory.checkpoint(at: path)
        defer { FileTree.remove(path) }
        let database = try RocksDatabase(path: path, options: RocksOptions(cpus: 2))
        var importer = try BlockImporter(state: generator, store: ChainStore(database))
        var workload = TransferWorkload(state: generator, genesis: importer.genesis, seed: 1)
        var blocks: [[UInt8]] = []
        for _ in 0..<setting.blocks {
            blocks.append(try importer.makeBlock(workload.next(setting.transfers)))
            try importer.importBlock(blocks[blocks.count - 1])
        }
        return blocks
    }

    /// Imports blocks into the database at `path` and prints the medians of the phases.
    @inline(never)
    static func importAll(
        _ blocks: [[UInt8]], _ setting: ChainSetting, _ generator: StateGenerator, at path: String
    ) throws {
        if setting.isCold { try Folder.dropPageCache(path) }
        let database = try RocksDatabase(path: path, options: setting.options)
        let store = try ChainStore(database, nodeCacheBytes: setting.cacheMebibytes << 20)
        var importer = try BlockImporter(state: generator, store: store)
        if setting.isResumed { print("begins behind block \(importer.head.number)") }
        let phases = Phases()
        for block in blocks.dropFirst(Int(importer.head.number)) {
            phases.start()
            try importer.importBlock(block, observer: phases)
            if setting.isResumed {
                print("imported \(importer.head.number)")
                fflush(nil)
            }
        }
        var parts: [String] = []
        var total = 0.0
        for phase in BlockPhase.allCases {
            let median = Spread(phases.seconds[phase] ?? [0]).median
            if phase != .verify { total += median }
            parts.append("\(phase.rawValue) \(format(1000 * median, places: 2))")
        }
        print("median ms of \(blocks.count) blocks of \(setting.transfers) transfers:")
        print("  " + parts.joined(separator: ", "))
        print(
            "  all but verify \(format(1000 * total, places: 2)); "
                + "\(database.gets / blocks.count) gets and "
                + "\(database.batchBytes / blocks.count / 1024) KiB of log a block; "
                + "nodes written by the last \(importer.nodesWritten)")
        print(
            "  on the disk \(Folder.allocatedBytes(path) >> 20) MiB, peak memory "
                + "\(peakMebibytes()) MiB; root chain \(importer.rootChain)")
    }
}
