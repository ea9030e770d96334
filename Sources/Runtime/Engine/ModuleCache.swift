internal import Files
internal import Glibc
internal import Primitives

/// Compiled modules in a folder of their own, so that a runtime is compiled once.
///
/// They are native code that is run as it lies there: the folder and its files belong to the user
/// alone, a file's name holds the digest of its content, and whatever is not so is compiled again.
package struct ModuleCache: Sendable {
    private let folder: String
    /// What tells this processor's code from another's.
    private let processor: String

    /// Ours: what is kept at most, some 20 to 30 MB each.
    private static let filesMax = 8

    /// Modules in `folder`, which is made when one is kept; its parent must be there.
    ///
    /// `processor` is a text that is another on a processor that runs other code, such as its model
    /// and its features.
    package init(folder: String, processor: String) {
        self.folder = folder
        self.processor = hexadecimal(Blake2b256.hash(Array(processor.utf8)).prefix(8))
    }

    /// The name of a module but for the digest of what it was compiled to.
    func key(of module: [UInt8], engine: WasmEngine) -> String {
        let digest = hexadecimal(Blake2b256.hash(module).prefix(16))
        return "\(digest)-\(engine.version)-\(engine.options.key)-\(processor)"
    }

    /// The file of a compiled module, after its owner, its mode and its content were checked; nil =
    /// there is none that can be trusted.
    func path(_ key: String) -> String? {
        guard isPrivate(folder, S_IFDIR) else { return nil }
        for name in FileTree.names(in: folder)
        where name.hasPrefix("\(key)-") && name.hasSuffix(".cwasm") {
            let path = "\(folder)/\(name)"
            if isPrivate(path, S_IFREG), let bytes = try? FileBytes.read(path),
                name == Self.name(key, bytes.withUnsafeBytes { Hash256(of: $0) })
            {
                return path
            }
        }
        return nil
    }

    /// Keeps what a module was compiled to.
    ///
    /// A failure costs the next run its time and no more.
    ///
    /// - Returns: Its file; nil if it could not be written.
    func keep(_ compiled: UnsafeRawBufferPointer, under key: String) -> String? {
        mkdir(folder, 0o700)
        guard isPrivate(folder, S_IFDIR) else { return nil }
        let path = "\(folder)/\(Self.name(key, Hash256(of: compiled)))"
        let draft = "\(folder)/draft-\(getpid())"
        guard (try? FileBytes.replace(path, draft: draft, mode: 0o600, with: compiled)) != nil
        else { return nil }
        removeOldest()
        return path
    }

    private static func name(_ key: String, _ digest: Hash256) -> String {
        "\(key)-\(hexadecimal(digest.array.prefix(16))).cwasm"
    }

    private func isPrivate(_ path: String, _ kind: mode_t) -> Bool {
        var facts = stat()
        return lstat(path, &facts) == 0 && facts.st_mode & S_IFMT == kind
            && facts.st_uid == geteuid() && facts.st_mode & 0o077 == 0
    }

    private func removeOldest() {
        let modules = FileTree.names(in: folder).filter { $0.hasSuffix(".cwasm") }
        if modules.count <= Self.filesMax { return }
        let byAge = modules.map { name -> (name: String, time: Int) in
            var facts = stat()
            _ = lstat("\(folder)/\(name)", &facts)
            return (name, facts.st_mtim.tv_sec)
        }.sorted { $0.time > $1.time }
        for old in byAge.dropFirst(Self.filesMax) {
            FileTree.removeFile("\(folder)/\(old.name)")
        }
    }
}
