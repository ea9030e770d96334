internal import Glibc

/// Folders as the system knows them.
package enum FileTree {
    /// Names in a folder without `.` and `..`, sorted; none where it cannot be listed.
    package static func names(in path: String) -> [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Removes a folder with all that is in it, if it is there; links are removed, not followed.
    ///
    /// - Parameters:
    ///   - path: of the folder.
    ///   - last: a name in it that goes after all others.
    package static func remove(_ path: String, last: String? = nil) {
        let names = names(in: path)
        for name in names.filter({ $0 != last }) + names.filter({ $0 == last }) {
            let child = "\(path)/\(name)"
            // Nothing but a folder answers so: a link that cannot be unlinked is not followed.
            if unlink(child) != 0, errno == EISDIR { remove(child) }
        }
        rmdir(path)
    }
}
