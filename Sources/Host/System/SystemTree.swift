// Here: files of a machine below a root that tests can choose, and words of such files.
// May use: the C library.
// Never: what a file means for a verdict.

internal import Files
import Glibc
internal import Synchronization

/// The files of a machine below one root, so that a captured tree reads like the live one.
///
/// Nothing here throws: what is missing, refused or empty is `nil`, because every fact is optional.
package struct SystemTree: Sendable {
    /// The most that is read of one file, in bytes: /proc/cpuinfo of 1024 CPUs has about 2 MB.
    private static let fileBytesMax = 16 << 20

    /// Root directory without a trailing slash; empty for `/`.
    private let root: String
    /// What was read; nil means every file is read each time it is asked for.
    private let memory: Memory?

    /// Makes a view of the tree below `root`.
    ///
    /// With `remembers`, each file is read once and is then as it was.
    package init(root: String, remembers: Bool = false) {
        var root = root
        while root.hasSuffix("/") { root.removeLast() }
        self.root = root
        memory = remembers ? Memory() : nil
    }

    private init(root: String, memory: Memory?) {
        self.root = root
        self.memory = memory
    }

    /// The same tree as it is now: for counters, which are read again and again.
    package var fresh: SystemTree { SystemTree(root: root, memory: nil) }

    /// The texts of files that were read, and nil for those that could not be.
    private final class Memory: Sendable {
        let texts = Mutex<[String: String?]>([:])
    }

    /// Whether the tree is the live machine's own.
    package var isLive: Bool { root.isEmpty }

    /// The file's text; nil if it is missing, refused, empty or longer than any kernel file.
    package func text(_ path: String) -> String? {
        guard let memory else { return read(path) }
        return memory.texts.withLock { texts in
            if let known = texts[path] { return known }
            let text = read(path)
            texts[path] = .some(text)
            return text
        }
    }

    private func read(_ path: String) -> String? {
        // One more than is taken, since a longer file is none.
        let most = Self.fileBytesMax + 1
        guard let bytes = try? FileBytes.read(root + path, bytesMax: most) else { return nil }
        if bytes.isEmpty || bytes.count == most { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The first line, trimmed; nil if there is none or it is blank.
    package func line(_ path: String) -> String? {
        guard let text = text(path), let first = lines(of: text).first else { return nil }
        let value = trimmed(first)
        return value.isEmpty ? nil : value
    }

    /// The whole number that the file holds; nil if it holds anything else.
    package func integer(_ path: String) -> Int? {
        line(path).flatMap { Int($0) }
    }

    /// Names in a directory without `.` and `..`, sorted; empty when it cannot be listed.
    package func names(in path: String) -> [String] { FileTree.names(in: root + path) }

    /// Whether anything is at the path, links followed.
    package func exists(_ path: String) -> Bool {
        access(root + path, F_OK) == 0
    }

    /// The path with every link resolved, as seen below the root; nil if it leads nowhere or
    /// out of it.
    package func realPath(_ path: String) -> String? {
        guard let resolved = Self.resolve(root + path) else { return nil }
        guard !isLive else { return resolved }
        guard let base = Self.resolve(root), resolved.hasPrefix(base + "/") else { return nil }
        return String(resolved.dropFirst(base.count))
    }

    /// Where the link at the path leads by its own text, which need not be visible from here.
    ///
    /// The links of /proc to another process's files are such: that process may see other mounts.
    package func linkTarget(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(root + path, &buffer, buffer.count)
        guard count > 0 else { return nil }
        let target = String(
            decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
        // A tree that was captured has links relative to where they are.
        return target.hasPrefix("/") ? target : realPath(path)
    }

    private static func resolve(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
