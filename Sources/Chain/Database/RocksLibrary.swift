internal import CRocksDB
internal import Glibc

/// The RocksDB library that this process uses.
package enum RocksLibrary {
    /// Its version, such as `7.8.3`, by the name of its file; `unknown` where that tells none.
    package static let version: String = {
        guard let path, let range = path.firstRange(of: ".so.") else { return "unknown" }
        return String(path[range.upperBound...])
    }()

    /// Whether it was compiled with its assertions, which slow it down; `true` where its file
    /// cannot be read.
    ///
    /// Debian's build has them: batches of 9,000 puts took 1.74 times as long as in a release build
    /// of the same version. Code with assertions calls the C library's `__assert_fail`, whose name
    /// is then in the table of the library's symbols.
    package static let hasAssertions: Bool = {
        guard let path else { return true }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { return true }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > 0 else { return true }
        let length = Int(status.st_size)
        guard let file = mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0),
            file != MAP_FAILED
        else { return true }
        defer { munmap(file, length) }
        return contains(UnsafeRawBufferPointer(start: file, count: length), "__assert_fail")
    }()

    /// The library's file, links resolved; nil = it cannot be told.
    private static let path: String? = {
        guard let maps = contents(of: "/proc/self/maps"),
            let line = maps.split(separator: "\n").first(where: { $0.contains("librocksdb") }),
            let start = line.firstIndex(of: "/"),
            let resolved = realpath(String(line[start...]), nil)
        else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }()

    /// Whether bytes hold a word that ends with a zero byte.
    private static func contains(_ bytes: UnsafeRawBufferPointer, _ word: String) -> Bool {
        let wanted = Array(word.utf8) + [0]
        guard let base = bytes.baseAddress else { return false }
        var place = 0
        while place + wanted.count <= bytes.count,
            let hit = memchr(
                base + place, Int32(wanted[0]), bytes.count - wanted.count - place + 1)
        {
            if memcmp(hit, wanted, wanted.count) == 0 { return true }
            place = UnsafeRawPointer(hit) - base + 1
        }
        return false
    }

    private static func contents(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 { return nil }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }
}
