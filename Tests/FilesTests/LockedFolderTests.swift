import Files
import Foundation
import TestSupport
import Testing

/// What a sweep of a directory removes, and what it leaves alone.
struct LockedFolderTests {
    /// A folder with a lock that nobody holds, and something to lose.
    private func plant(_ path: String, lock: String = "") throws {
        try FileTree.makeFolders(path + "/deep")
        try Data("precious".utf8).write(to: URL(filePath: path + "/deep/data"))
        try Data(lock.utf8).write(to: URL(filePath: path + "/lock"))
    }

    private func reasons(_ leftovers: LockedFolder.Leftovers) -> [String: String] {
        Dictionary(uniqueKeysWithValues: leftovers.remaining.map { ($0.name, $0.reason) })
    }

    @Test func whatAKilledRunLeftIsRemoved() throws {
        try withTemporaryDirectory { directory in
            // Made as a run makes it, its lock given up as by its death.
            let folder = try LockedFolder.make(in: directory)
            let name = URL(filePath: folder.path).lastPathComponent
            try plant(directory + "/copy")
            try FileManager.default.copyItem(
                atPath: folder.path + "/lock", toPath: directory + "/copy/held")
            #expect(LockedFolder.removeAbandoned(in: directory).isEmpty)
            folder.remove()
            try plant("\(directory)/.touchstone-4711-0")
            let left = LockedFolder.removeAbandoned(in: directory)
            #expect(left.removed == [".touchstone-4711-0"] && left.remaining.isEmpty)
            #expect(!FileTree.names(in: directory).contains(name))
        }
    }

    @Test(arguments: [
        ".touchstone-", ".touchstone-evil", ".touchstone-1", ".touchstone-1-", ".touchstone--0",
        ".touchstone-1-0-0", ".touchstone-01-0", ".touchstone-1-0x", ".touchstone-+1-0",
        ".touchstone-12345678901-0", ".touchstone-reports", "touchstone-1-0", ".touchstone-1-0 ",
        ".touchstone-\u{0661}-0",
    ])
    func anotherNameIsNotOurs(name: String) throws {
        try withTemporaryDirectory { directory in
            try plant("\(directory)/\(name)")
            #expect(LockedFolder.removeAbandoned(in: directory).isEmpty)
            #expect(FileTree.names(in: "\(directory)/\(name)") == ["deep", "lock"])
        }
    }

    @Test func aPlantedLinkIsNeitherFollowedNorRemoved() throws {
        try withTemporaryDirectory { directory in
            try plant(directory + "/victim")
            let disk = directory + "/disk"
            try FileTree.makeFolders(disk)
            #expect(symlink(directory + "/victim", disk + "/.touchstone-1-0") == 0)
            #expect(symlink("../victim", disk + "/.touchstone-2-0") == 0)
            #expect(symlink("nothing", disk + "/.touchstone-3-0") == 0)
            try Data().write(to: URL(filePath: disk + "/.touchstone-4-0"))
            let left = LockedFolder.removeAbandoned(in: disk)
            #expect(left.removed.isEmpty)
            #expect(reasons(left)[".touchstone-1-0"]?.contains("link") == true)
            #expect(left.remaining.count == 4)
            #expect(FileTree.names(in: disk).count == 4)
            #expect(FileTree.names(in: directory + "/victim/deep") == ["data"])
        }
    }

    /// A lock that is a link, a pipe, or a second name of some file, is none of ours.
    @Test func aLockThatWasNotMadeByUsProtectsItsFolder() throws {
        try withTemporaryDirectory { directory in
            let folders = (1...4).map { "\(directory)/.touchstone-\($0)-0" }
            for folder in folders { try plant(folder) }
            for folder in folders.prefix(3) { #expect(unlink(folder + "/lock") == 0) }
            #expect(symlink("deep/data", folders[0] + "/lock") == 0)
            #expect(mkfifo(folders[1] + "/lock", 0o600) == 0)
            #expect(link(folders[2] + "/deep/data", folders[2] + "/lock") == 0)
            try Data("somebody's".utf8).write(to: URL(filePath: folders[3] + "/lock"))
            let left = LockedFolder.removeAbandoned(in: directory)
            #expect(left.removed.isEmpty)
            #expect(left.remaining.count == 4)
            for folder in folders { #expect(FileTree.names(in: folder + "/deep") == ["data"]) }
        }
    }

    /// Whoever may rename in a directory may give any folder of ours such a name.
    @Test func whereOthersMayWriteOnlyAMarkedLockIsOurs() throws {
        try withTemporaryDirectory { directory in
            try plant("\(directory)/.touchstone-1-0")
            try plant("\(directory)/.touchstone-2-0", lock: "touchstone scratch folder\n")
            #expect(chmod(directory, 0o777) == 0)
            let left = LockedFolder.removeAbandoned(in: directory)
            #expect(left.removed == [".touchstone-2-0"])
            #expect(left.remaining.map(\.name) == [".touchstone-1-0"])
        }
    }

    @Test func whatCannotBeRemovedIsToldAsRemaining() throws {
        // Root may remove it all the same.
        if geteuid() == 0 { return }
        try withTemporaryDirectory { directory in
            try plant("\(directory)/.touchstone-1-0")
            #expect(chmod("\(directory)/.touchstone-1-0/deep", 0o500) == 0)
            defer { chmod("\(directory)/.touchstone-1-0/deep", 0o700) }
            let left = LockedFolder.removeAbandoned(in: directory)
            #expect(left.removed.isEmpty)
            #expect(left.remaining.count == 1)
            // Still known as abandoned: its lock goes last.
            #expect(FileTree.names(in: "\(directory)/.touchstone-1-0") == ["deep", "lock"])
        }
    }
}
