import Files
import Foundation
import TestSupport
import Testing

struct FileTreeTests {
    private func make(_ path: String) {
        #expect(FileManager.default.createFile(atPath: path, contents: Data("x".utf8)))
    }

    @Test func namesAreSortedAndTheFolderItselfIsNotAmongThem() throws {
        try withTemporaryDirectory { directory in
            for name in ["b", "a", ".hidden"] { make("\(directory)/\(name)") }
            #expect(FileTree.names(in: directory) == [".hidden", "a", "b"])
        }
    }

    @Test func whatCannotBeListedHasNoNames() throws {
        try withTemporaryDirectory { directory in
            make(directory + "/file")
            #expect(FileTree.names(in: directory + "/none").isEmpty)
            #expect(FileTree.names(in: directory + "/file").isEmpty)
        }
    }

    @Test func aTreeIsRemovedAndNoLinkIsFollowed() throws {
        try withTemporaryDirectory { directory in
            let (tree, other) = (directory + "/tree", directory + "/other")
            for path in [tree + "/deep/deeper", other] {
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: true)
            }
            make(tree + "/deep/deeper/file")
            make(other + "/kept")
            #expect(symlink(other, tree + "/deep/link") == 0)
            FileTree.remove(tree, last: "deep")
            #expect(FileTree.names(in: directory) == ["other"])
            #expect(FileTree.names(in: other) == ["kept"])
        }
    }

    /// Deeper than a path may be long, and than descriptors may be open.
    @Test func aTreeOfAnyDepthIsRemoved() throws {
        try withTemporaryDirectory { directory in
            // No path that long can be given to the system: each folder is made in the last one.
            var folder = open(directory, O_RDONLY | O_DIRECTORY)
            for level in 0..<1500 {
                let name = level == 0 ? "tree" : "a-name-of-some-length"
                #expect(mkdirat(folder, name, 0o700) == 0)
                let next = openat(folder, name, O_RDONLY | O_DIRECTORY)
                close(folder)
                folder = next
            }
            close(openat(folder, "file", O_WRONLY | O_CREAT, 0o600))
            close(folder)
            #expect(FileTree.remove(directory + "/tree") == nil)
            #expect(FileTree.names(in: directory).isEmpty)
        }
    }

    @Test func aNameThatIsNotUTF8IsRemovedToo() throws {
        try withTemporaryDirectory { directory in
            #expect(mkdir(directory + "/tree", 0o700) == 0)
            let folder = open(directory + "/tree", O_RDONLY | O_DIRECTORY)
            let name: [CChar] = [CChar(bitPattern: 0xFF), CChar(bitPattern: 0xC3), 0]
            close(openat(folder, name, O_WRONLY | O_CREAT, 0o600))
            close(folder)
            #expect(FileTree.remove(directory + "/tree") == nil)
            #expect(FileTree.names(in: directory).isEmpty)
        }
    }

    @Test func aLinkInTheFoldersPlaceIsRefusedAndWhatItPointsToStays() throws {
        try withTemporaryDirectory { directory in
            #expect(mkdir(directory + "/other", 0o700) == 0)
            make(directory + "/other/kept")
            #expect(symlink("other", directory + "/link") == 0)
            for path in ["/link", "/link/", "/other/..", "/other/."] {
                #expect(FileTree.remove(directory + path) != nil, "\(path)")
            }
            #expect(FileTree.names(in: directory) == ["link", "other"])
            #expect(FileTree.names(in: directory + "/other") == ["kept"])
        }
    }

    @Test func foldersAreMadeAndWhatIsInTheWayIsNamed() throws {
        try withTemporaryDirectory { directory in
            try FileTree.makeFolders(directory + "/a/b/c")
            try FileTree.makeFolders(directory + "/a/b/c/")
            make(directory + "/a/file")
            #expect(throws: FileError(code: ENOTDIR)) {
                try FileTree.makeFolders(directory + "/a/file")
            }
            #expect(throws: FileError(code: ENOTDIR)) {
                try FileTree.makeFolders(directory + "/a/file/d")
            }
        }
    }

    @Test func removingWhatIsNotThereDoesNothing() throws {
        try withTemporaryDirectory { directory in
            FileTree.remove(directory + "/none")
            #expect(FileTree.names(in: directory).isEmpty)
        }
    }
}
