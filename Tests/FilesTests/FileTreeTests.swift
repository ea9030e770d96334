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

    @Test func removingWhatIsNotThereDoesNothing() throws {
        try withTemporaryDirectory { directory in
            FileTree.remove(directory + "/none")
            #expect(FileTree.names(in: directory).isEmpty)
        }
    }
}
