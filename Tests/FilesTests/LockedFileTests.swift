import Files
import Foundation
import TestSupport
import Testing

struct LockedFileTests {
    @Test func whatIsWrittenReplacesWhatWasThere() throws {
        try withTemporaryDirectory { directory in
            let file = LockedFile(directory + "/f")
            for bytes in [[1, 2, 3], [4], []] as [[UInt8]] {
                try file.replace(with: bytes)
                #expect(try FileBytes.read(directory + "/f") == bytes)
                #expect(FileTree.names(in: directory) == ["f"])
            }
            file.remove()
            #expect(FileTree.names(in: directory).isEmpty)
        }
    }

    @Test func nobodyTakesOverWhatIsStillWritten() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/f"
            var file: LockedFile? = LockedFile(path)
            try file?.replace(with: [1])
            try file?.replace(with: [2])
            #expect(!LockedFile.takeOver(path, as: path + ".kept"))
            // As by the death of its process.
            file = nil
            try Data([3]).write(to: URL(filePath: path + ".new"))
            #expect(LockedFile.takeOver(path, as: path + ".kept"))
            #expect(FileTree.names(in: directory) == ["f.kept"])
            #expect(!LockedFile.takeOver(path, as: path + ".kept"))
            #expect(try FileBytes.read(path + ".kept") == [2])
        }
    }

    @Test func aLinkInItsPlaceIsNotTakenOver() throws {
        try withTemporaryDirectory { directory in
            try Data([1]).write(to: URL(filePath: directory + "/other"))
            #expect(symlink("other", directory + "/f") == 0)
            #expect(!LockedFile.takeOver(directory + "/f", as: directory + "/kept"))
            #expect(FileTree.names(in: directory) == ["f", "other"])
        }
    }
}
