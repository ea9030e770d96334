internal import CPlatform
internal import Glibc

/// A folder `.touchstone-<process>-<number>` for what must have a name, owned by whoever holds the
/// lock in it.
///
/// A killed process loses its lock, so the next start can tell what is abandoned from what another
/// run is using.
package struct LockedFolder: Sendable {
    /// Why no folder could be made.
    package struct Failure: Error, Equatable {
        /// What was tried, such as `make the folder`.
        package let operation: String
        package let subject: String
        package let error: FileError
    }

    /// What became of the folders that killed runs left.
    package struct Leftovers: Equatable, Sendable {
        /// Names of those that are gone, sorted.
        package var removed: [String] = []
        /// Those that are still there although no run uses them, sorted by name, and why.
        package var remaining: [Remaining] = []

        /// Whether nothing was removed, and nothing remains that should have been.
        package var isEmpty: Bool { removed.isEmpty && remaining.isEmpty }

        /// A folder that was not removed.
        package struct Remaining: Equatable, Sendable {
            package let name: String
            package let reason: String
        }
    }

    private static let prefix = ".touchstone-"
    private static let lockName = FileName("lock")

    /// What a lock holds, so that a folder of somebody else that was given such a name is
    /// distinguished from one of ours.
    private static let mark = Array("touchstone scratch folder\n".utf8)

    package let path: String
    private let lock: Int32

    /// Makes a folder and takes its lock.
    ///
    /// - Throws: what the directory refuses.
    package static func make(in directory: String) throws(Failure) -> LockedFolder {
        // Two starts may race for one name, and a start may sweep the folder before its lock is
        // taken: both are seen, and tried again.
        for attempt in 0..<16 {
            let path = "\(directory)/\(prefix)\(getpid())-\(attempt)"
            if mkdir(path, 0o700) != 0 {
                if errno == EEXIST { continue }
                throw failure("make the folder", path, errno)
            }
            let lock = open(path + "/lock", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if lock < 0 {
                if errno == ENOENT { continue }
                let code = errno
                rmdir(path)
                throw failure("make a lock in", path, code)
            }
            if flock(lock, LOCK_EX | LOCK_NB) == 0, access(path + "/lock", F_OK) == 0 {
                // Without the mark the folder is still known as ours where only we can make one.
                try? FileBytes.write(mark, to: lock)
                return LockedFolder(path: path, lock: lock)
            }
            close(lock)
        }
        throw failure("lock a folder in", directory, EAGAIN)
    }

    private static func failure(_ operation: String, _ subject: String, _ code: Int32) -> Failure {
        Failure(operation: operation, subject: subject, error: FileError(code: code))
    }

    /// Removes the folder with all that is in it, and gives the lock back.
    ///
    /// The lock goes last: until then a half-removed folder is still known as abandoned.
    package func remove() {
        FileTree.remove(path, last: "lock")
        close(lock)
    }

    /// Removes the folders of this user in a directory whose lock is free.
    ///
    /// A link, a folder of another user, on another device or with another name, and one whose lock
    /// is held or not ours, stay as they are.
    package static func removeAbandoned(in directory: String) -> Leftovers {
        let parent = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if parent < 0 { return Leftovers() }
        defer { close(parent) }
        var leftovers = Leftovers()
        let names = FileTree.names(in: parent).map { String(decoding: $0.bytes, as: UTF8.self) }
        for name in names.filter(isOwnName).sorted() {
            switch removeAbandoned(name, in: parent) {
            case .gone: leftovers.removed.append(name)
            case .inUse: continue
            case .remains(let reason):
                leftovers.remaining.append(.init(name: name, reason: reason))
            }
        }
        return leftovers
    }

    /// Whether a name is one that `make` gives: `.touchstone-`, a process and a number.
    private static func isOwnName(_ name: String) -> Bool {
        guard name.hasPrefix(prefix) else { return false }
        let parts = name.utf8.dropFirst(prefix.utf8.count)
            .split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return parts.count == 2
            && parts.allSatisfy {
                !$0.isEmpty && $0.count <= 10 && $0.allSatisfy(digits.contains)
                    && ($0.count == 1 || $0.first != UInt8(ascii: "0"))
            }
    }

    private enum Fate {
        case gone, inUse
        case remains(String)
    }

    private static func removeAbandoned(_ text: String, in parent: Int32) -> Fate {
        let name = FileName(text)
        var (status, above) = (stat(), stat())
        guard fstatat(parent, name.characters, &status, AT_SYMLINK_NOFOLLOW) == 0,
            fstat(parent, &above) == 0
        else { return .inUse }
        switch FileFacts(status).kind {
        case .folder: break
        case .link: return .remains("it is a link, and no link is followed")
        case .file, .special: return .remains("it is no folder")
        }
        let folder = touchstone_open_folder_in(parent, name.characters)
        if folder < 0 { return .remains(reason(of: -folder)) }
        defer { close(folder) }
        // Of what was opened, since the name may lead elsewhere by now.
        guard fstat(folder, &status) == 0, status.st_dev == above.st_dev else {
            return .remains("it is on another device")
        }
        if status.st_uid != geteuid() { return .remains("it belongs to another user") }
        let lock = openat(
            folder, lockName.characters, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        if lock < 0 { return removeEmpty(name, in: parent, errno) }
        defer { close(lock) }
        if flock(lock, LOCK_EX | LOCK_NB) != 0 { return .inUse }
        let facts = FileFacts(above)
        let isPrivate = [0, geteuid()].contains(facts.owner) && !facts.isWritableByOthers
        guard isOurs(lock, isPrivate: isPrivate) else {
            return .remains("its lock was not made by this program")
        }
        let failure = FileTree.remove(name, in: parent, last: "lock")
        return failure.map { .remains(reason(of: $0.code)) } ?? .gone
    }

    /// Empty and without a lock: its maker died early, or is about to find it gone and make
    /// another.
    private static func removeEmpty(_ name: FileName, in parent: Int32, _ refusal: Int32) -> Fate {
        if refusal == ENOENT, unlinkat(parent, name.characters, AT_REMOVEDIR) == 0 { return .gone }
        return .remains(
            refusal == ENOENT ? "it has no lock and is not empty" : reason(of: refusal))
    }

    /// Whether a lock was made by `make`.
    ///
    /// `isPrivate` = nobody but this user and root can have laid the folder there: an empty lock,
    /// of an early death or an early version, is then ours as well.
    private static func isOurs(_ lock: Int32, isPrivate: Bool) -> Bool {
        var status = stat()
        guard fstat(lock, &status) == 0, FileFacts(status).kind == .file,
            status.st_uid == geteuid(), status.st_nlink == 1
        else { return false }
        let bytes = (try? FileBytes.read(lock, bytesMax: mark.count + 1)) ?? []
        return bytes == mark || bytes.isEmpty && isPrivate
    }

    private static func reason(of code: Int32) -> String {
        switch code {
        case ELOOP: "it is a link, and no link is followed"
        case EXDEV: "it is, or holds, a mount"
        case EBUSY: "a mount lies in it"
        default: String(cString: strerror(code))
        }
    }
}
