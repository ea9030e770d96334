internal import Files
internal import Glibc
import Primitives
internal import Synchronization

/// A first state on the disk: a database that nothing writes to any more, and a manifest.
///
/// Whatever measures starts from a checkpoint of it: the same files, by hard links.
package struct StateDirectory: Sendable {
    /// The folder that holds both.
    package let path: String

    /// What was built.
    package let manifest: StateManifest

    /// The options that the database is opened with.
    package let options: RocksOptions

    /// Where the database lies.
    package var databasePath: String { Self.database(path) }

    private static func database(_ path: String) -> String { path + "/state" }
    private static func manifest(_ path: String) -> String { path + "/manifest" }

    /// Whether a directory holds a state, or the beginnings of one.
    package static func isState(_ path: String) -> Bool {
        FileTree.names(in: path).contains { $0 == "state" || $0 == "manifest" }
    }

    /// What in a directory for a kept state cannot be this program's, and would lead it elsewhere.
    ///
    /// A database is opened by its path: a link in it would be followed, and what it points to
    /// written to.
    ///
    /// - Returns: The reason; nil if there is none.
    package static func obstacle(at path: String) -> String? {
        if FileFacts(path, followsLink: false)?.kind == .link { return link(path) }
        for name in FileTree.names(in: path) where isOwn(name) {
            let part = "\(path)/\(name)"
            guard let facts = FileFacts(part, followsLink: false) else { continue }
            if facts.kind == .link { return link(part) }
            if facts.owner != geteuid() { return "\(part) belongs to another user; remove it" }
            let inner = FileTree.names(in: part).map { "\(part)/\($0)" }
            if let linked = inner.first(where: {
                FileFacts($0, followsLink: false)?.kind == .link
            }) {
                return link(linked)
            }
        }
        return nil
    }

    private static func link(_ path: String) -> String {
        "\(path) is a link, and no link is followed there; name a directory that holds none"
    }

    /// Whether a name is one that a kept state has, its signed extrinsics included.
    private static func isOwn(_ name: String) -> Bool {
        ["state", "manifest", "manifest.new", "parts"].contains(name)
            || name.hasPrefix("extrinsics-")
    }

    /// Builds a state in the folder `path`, which is there and holds none, and checks its root.
    ///
    /// - Parameters:
    ///   - state: What to build.
    ///   - path: The folder.
    ///   - threads: How many threads build; the state does not depend on it.
    ///   - options: How the database is opened, now and for every checkpoint.
    ///   - check: Called now and then, to give up.
    /// - Returns: What was built.
    /// - Throws: `wrongRoot` where a pinned root is missed, and what `check`, the database and the
    ///   system throw; then nothing is left in the folder.
    package static func build(
        _ state: StateGenerator, in path: String, threads: Int, options: RocksOptions,
        check: InterruptionCheck = {}
    ) throws(ChainError) -> StateDirectory {
        do throws(ChainError) {
            return try make(state, path, threads: threads, options, check)
        } catch {
            FileTree.remove(database(path))
            FileTree.remove(path + "/parts")
            throw error
        }
    }

    private static func make(
        _ state: StateGenerator, _ path: String, threads: Int, _ options: RocksOptions,
        _ check: InterruptionCheck
    ) throws(ChainError) -> StateDirectory {
        var opening = options
        opening.createsIfMissing = true
        let parts = path + "/parts"
        try Folder.make(parts)
        let database = try RocksDatabase(path: database(path), options: opening)
        let (root, size) = try StateBuilder.build(
            state, into: database, scratch: parts, threads: threads, options: opening,
            check: check)
        FileTree.remove(parts)
        if let pinned = StatePins.root(of: state), pinned != root {
            throw .wrongRoot(path: path, expected: pinned, found: root)
        }
        try ChainStore(database).begin(stateRoot: root)
        try database.flush()
        let manifest = StateManifest(state, root: root, size: size)
        try Folder.write(manifest.text, to: self.manifest(path))
        return StateDirectory(path: path, manifest: manifest, options: options)
    }

    /// Opens a state that was kept, and checks that it is the one of `state` and whole: every node
    /// is hashed, and their number, their bytes and the root are compared.
    ///
    /// - Parameters:
    ///   - path: The folder.
    ///   - state: What it must have been built from.
    ///   - threads: How many threads check.
    ///   - options: How the database is opened, now and for every checkpoint.
    ///   - check: Called now and then, to give up.
    /// - Returns: What is there.
    /// - Throws: `otherState`, `wrongRoot`, `damaged`, and what `check` and the database throw.
    package static func open(
        _ path: String, of state: StateGenerator, threads: Int, options: RocksOptions,
        check: InterruptionCheck = {}
    ) throws(ChainError) -> StateDirectory {
        guard let text = try Folder.read(manifest(path)) else {
            throw .otherState(path: path, what: "it was not built to its end")
        }
        guard let manifest = StateManifest(text: text) else {
            throw .otherState(path: path, what: "its manifest is of another version")
        }
        if let difference = manifest.difference(from: state) {
            throw .otherState(path: path, what: difference)
        }
        if let pinned = StatePins.root(of: state), pinned != manifest.root {
            throw .wrongRoot(path: path, expected: pinned, found: manifest.root)
        }
        let directory = StateDirectory(path: path, manifest: manifest, options: options)
        try directory.verify(threads: threads, check)
        return directory
    }

    /// Makes a database of the same files in the new folder `path` on the same filesystem.
    package func checkpoint(at path: String) throws(ChainError) {
        let database = try RocksDatabase(path: Self.database(self.path), options: options)
        try database.checkpoint(at: path)
    }

    private func verify(threads: Int, _ check: InterruptionCheck) throws(ChainError) {
        // SAFETY: the threads only walk through it (`forEach`), which changes nothing of ours, and
        // the library may be asked from any thread; `get` counts, and is called behind them.
        nonisolated(unsafe) let database = try RocksDatabase(
            path: Self.database(path), options: options)
        let total = Mutex(StateSize())
        let root = manifest.root.array
        let prefix = StorageKey.accountPrefix
        // What lies before the accounts, 16 parts of them, and what lies behind.
        let bounds: [[UInt8]?] =
            [[]] + (0..<16).map { prefix + [UInt8($0 << 4)] } + [prefix + [0xff, 0xff], nil]
        try Workers.run(threads: threads, items: bounds.count - 1) {
            (part) throws(ChainError) in
            var size = StateSize()
            var failure: ChainError?
            try database.forEach(from: bounds[part] ?? [], to: bounds[part + 1]) { key, value in
                do throws(ChainError) {
                    try check()
                } catch { failure = error }
                size.nodes += 1
                size.bytes += key.count + value.count
                let hash = Hash256(of: value)
                let isRight = key.count >= 32 && hash.withBytes { $0.elementsEqual(key.suffix(32)) }
                if !isRight {
                    failure = .damaged(
                        record: "state in \(path)",
                        reason: "the node \(hexadecimal(key)) has another hash")
                }
                return failure == nil
            }
            if let failure { throw failure }
            total.withLock { $0.add(size) }
        }
        let found = total.withLock { $0 }
        var node = ByteBuffer()
        var key = ByteBuffer()
        key.append(root)
        guard try database.get(.state, key.bytes, into: &node) else {
            throw .damaged(record: "state in \(path)", reason: "its root is missing")
        }
        guard found == manifest.size else {
            throw .damaged(
                record: "state in \(path)",
                reason: "\(found.nodes) nodes of \(found.bytes) bytes, not \(manifest.size.nodes) "
                    + "of \(manifest.size.bytes)")
        }
    }
}
