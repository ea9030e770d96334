internal import CRocksDB
internal import Glibc

/// The library that is linked, which figures depend on.
package struct RocksLibrary: Equatable, Sendable {
    /// Such as 7.8.3; nil means the database's log does not tell.
    package var version: String?

    /// Where it comes from: a source package, or the file it was loaded from; nil if not known.
    package var origin: String?

    /// How it was built, such as Release; nil if it does not tell.
    package var buildType: String?

    /// Whether it was built with assertions, which cost time in every call; nil if it does not tell
    /// and its file cannot be read.
    package var hasAssertions: Bool?

    /// Reads what the library tells of itself, with the log of an open database at `path`.
    package init(databaseAt path: String) {
        self.init(version: Self.version(log: path + "/LOG"))
    }

    /// What is known without a database: the version only of a library that tells it.
    package static var linked: RocksLibrary {
        RocksLibrary(version: touchstone_rocksdb_told_version().map { String(cString: $0) })
    }

    private init(version: String?) {
        self.version = version
        if let told = touchstone_rocksdb_told_assertions() {
            hasAssertions = String(cString: told) != "off"
            origin = touchstone_rocksdb_told_origin().map { String(cString: $0) }
            buildType = touchstone_rocksdb_told_build().map { String(cString: $0) }
        } else if let path = Self.path {
            hasAssertions = Self.imports("__assert_fail", path)
            origin = path
        }
    }

    /// The library writes its version into the first lines of each database's log.
    private static func version(log: String) -> String? {
        guard let text = try? Folder.read(log) else { return nil }
        let mark = "RocksDB version: "
        for line in text.split(separator: "\n").prefix(20) {
            guard let range = line.firstRange(of: mark) else { continue }
            return String(line[range.upperBound...].prefix { $0 != " " })
        }
        return nil
    }

    /// The file that the library was loaded from; nil if it is a part of the program.
    private static var path: String? {
        let maps = (try? Folder.read("/proc/self/maps", bytesMax: 1 << 20)) ?? nil
        for line in (maps ?? "").split(separator: "\n") where line.contains("/librocksdb.so") {
            return line.firstIndex(of: "/").map { String(line[$0...]) }
        }
        return nil
    }

    /// Whether a file names a symbol: a build without assertions (`NDEBUG`) never calls their
    /// failure.
    private static func imports(_ symbol: String, _ path: String) -> Bool? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let size = Int(lseek(descriptor, 0, SEEK_END))
        guard size > 0 else { return nil }
        let map = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let map, map != MAP_FAILED else { return nil }
        defer { munmap(map, size) }
        // Names end in a zero byte.
        let name = Array(symbol.utf8) + [0]
        var place = UnsafeRawPointer(map)
        let end = place + size
        while let found = memchr(place, Int32(name[0]), end - place) {
            place = UnsafeRawPointer(found)
            if end - place < name.count { return false }
            if memcmp(place, name, name.count) == 0 { return true }
            place += 1
        }
        return false
    }
}
