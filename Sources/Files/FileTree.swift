// Here: names in a folder and their removal, bytes read, written and replaced whole.
// May use: the C library.
// Never: what the bytes mean.

internal import CPlatform
internal import Glibc

/// Folders as the system knows them: their names, and the only place that removes.
///
/// What is removed is opened relative to its folder's descriptor. No link is followed and no mount
/// is entered, so nothing outside the named tree can be reached, whatever is laid in its way.
package enum FileTree {
    /// Names in a folder without `.` and `..`, sorted; none where it cannot be listed.
    ///
    /// Bytes that are not UTF-8 are replaced, so such a name cannot be opened by what is returned.
    package static func names(in path: String) -> [String] {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder < 0 { return [] }
        defer { close(folder) }
        return names(in: folder).map { String(decoding: $0.bytes, as: UTF8.self) }.sorted()
    }

    /// Makes a folder and those above it, where they are missing.
    ///
    /// - Throws: ENOTDIR where something else has its name, and what else stopped it.
    package static func makeFolders(_ path: String) throws(FileError) {
        if mkdir(path, 0o755) == 0 { return }
        let code = errno
        if code == EEXIST || code == EISDIR {
            if FileFacts(path)?.kind == .folder { return }
            throw FileError(code: ENOTDIR)
        }
        let parent = FilePath.parent(of: path)
        guard code == ENOENT, parent != path, parent != "." else { throw FileError(code: code) }
        try makeFolders(parent)
        // Another process may have made it meanwhile.
        if mkdir(path, 0o755) != 0, errno != EEXIST { throw FileError(code: errno) }
    }

    /// Removes a file that is no folder; a link is removed, not followed.
    ///
    /// - Returns: what stopped it; nil if it is gone, or never was there.
    @discardableResult
    package static func removeFile(_ path: String) -> FileError? {
        unlink(path) == 0 || errno == ENOENT ? nil : FileError(code: errno)
    }

    /// Removes a folder with all that is in it; links are removed, not followed.
    ///
    /// - Parameters:
    ///   - path: of the folder. Links above it are followed, it is none itself.
    ///   - last: a name in it that goes after all others.
    /// - Returns: what stopped it first; nil if it is gone, or never was there. What could be
    ///   removed is gone all the same.
    @discardableResult
    package static func remove(_ path: String, last: String? = nil) -> FileError? {
        let name = FilePath.name(of: path)
        if ["/", "", ".", ".."].contains(name) { return FileError(code: EINVAL) }
        let folder = open(FilePath.parent(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder < 0 { return errno == ENOENT ? nil : FileError(code: errno) }
        defer { close(folder) }
        return remove(FileName(name), in: folder, last: last)
    }

    /// The same of a name in an open folder.
    static func remove(_ name: FileName, in parent: Int32, last: String?) -> FileError? {
        let folder = touchstone_open_folder_in(parent, name.characters)
        if folder < 0 { return folder == -ENOENT ? nil : FileError(code: -folder) }
        defer { close(folder) }
        let failure = TreeRemover(root: folder).removeAll(last: last.map(FileName.init))
        if unlinkat(parent, name.characters, AT_REMOVEDIR) == 0 || errno == ENOENT { return nil }
        // That the folder is not empty says less than why.
        return failure ?? FileError(code: errno)
    }

    /// The names in an open folder, in no order.
    static func names(in folder: Int32) -> [FileName] {
        // A stream takes its descriptor over, and reads from where that one stands.
        let own = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard own >= 0 else { return [] }
        guard let stream = fdopendir(own) else {
            close(own)
            return []
        }
        defer { closedir(stream) }
        var names: [FileName] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { FileName($0) }
            if !name.isDots { names.append(name) }
        }
        return names
    }
}

/// A name in a folder as the system has it: any bytes but NUL and `/`.
struct FileName: Equatable {
    /// Ends with NUL, for the system.
    let characters: [CChar]

    init(_ text: String) { characters = Array(text.utf8CString) }

    init(_ bytes: UnsafeRawBufferPointer) {
        characters = bytes.prefix { $0 != 0 }.map(CChar.init(bitPattern:)) + [0]
    }

    var bytes: [UInt8] { characters.dropLast().map(UInt8.init(bitPattern:)) }

    /// Whether it is `.` or `..`.
    var isDots: Bool { bytes == [0x2E] || bytes == [0x2E, 0x2E] }
}

/// Empties a folder, however deep it is, with few descriptors.
private struct TreeRemover {
    let root: Int32

    /// The deepest that folders are held open one in the other; ours.
    ///
    /// What lies deeper is moved up to the root first, so that neither the length of a path nor the
    /// number of descriptors ends the removal.
    private static let depthMax = 16

    private final class Progress {
        var firstFailure: FileError?
        var moved = 0
    }

    /// Removes all that is in the root.
    ///
    /// - Parameter last: a name in it that goes after all others, and only if they went.
    /// - Returns: what stopped it first; nil means nothing.
    func removeAll(last: FileName?) -> FileError? {
        let progress = Progress()
        var before = -1
        // Once more while the last pass has moved something up.
        while before != progress.moved {
            before = progress.moved
            empty(root, depth: 0, sparing: last, progress)
        }
        if progress.firstFailure == nil, let last {
            removeEntry(last, in: root, depth: 0, progress)
        }
        return progress.firstFailure
    }

    private func empty(_ folder: Int32, depth: Int, sparing last: FileName?, _ progress: Progress) {
        for name in FileTree.names(in: folder) where depth > 0 || name != last {
            removeEntry(name, in: folder, depth: depth, progress)
        }
    }

    private func removeEntry(
        _ name: FileName, in folder: Int32, depth: Int, _ progress: Progress
    ) {
        if unlinkat(folder, name.characters, 0) == 0 || errno == ENOENT { return }
        // EISDIR is Linux's answer for a folder; POSIX has EPERM, which may be another refusal.
        let code = errno
        guard code == EISDIR || code == EPERM else { return note(code, progress) }
        if depth == Self.depthMax { return moveUp(name, from: folder, progress) }
        let child = touchstone_open_folder_in(folder, name.characters)
        if child < 0 { return note(child == -ENOTDIR ? code : -child, progress) }
        empty(child, depth: depth + 1, sparing: nil, progress)
        close(child)
        if unlinkat(folder, name.characters, AT_REMOVEDIR) != 0 { note(errno, progress) }
    }

    private func moveUp(_ name: FileName, from folder: Int32, _ progress: Progress) {
        for attempt in 0..<8 {
            let new = FileName(".deep-\(progress.moved)-\(attempt)")
            var status = stat()
            if fstatat(root, new.characters, &status, AT_SYMLINK_NOFOLLOW) == 0 { continue }
            if renameat(folder, name.characters, root, new.characters) != 0 { break }
            progress.moved += 1
            return
        }
        note(errno, progress)
    }

    private func note(_ code: Int32, _ progress: Progress) {
        // A folder that is not empty has its reason told already, or is emptied in the next pass.
        if code == ENOTEMPTY || code == EEXIST || code == ENOENT { return }
        progress.firstFailure = progress.firstFailure ?? FileError(code: code)
    }
}
