import Files
import Foundation
import Measurement
import TestSupport
import Testing

struct ScratchSpaceTests {
    @Test func aScratchFileHasNoName() throws {
        try withTemporaryDirectory { directory in
            let file = try ScratchSpace(directory: directory).makeFile()
            try Array("touchstone".utf8).withUnsafeBytes { try file.writeAll($0) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
            var back = [UInt8](repeating: 0, count: 10)
            try back.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
            #expect(back == Array("touchstone".utf8))
        }
    }

    @Test func readingPastTheEndIsAWrongAnswer() throws {
        try withTemporaryDirectory { directory in
            let file = try ScratchSpace(directory: directory).makeFile()
            var back = [UInt8](repeating: 0, count: 1)
            #expect(throws: ProbeError.self) {
                try back.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
            }
        }
    }

    @Test func aDirectoryThatIsNotThereIsNamed() {
        let space = ScratchSpace(directory: "/nowhere/at/all")
        #expect {
            try space.makeFile()
        } throws: {
            "\($0)".contains("/nowhere/at/all") && "\($0)".contains("No such file")
        }
    }

    @Test func abandonedFoldersAreRemovedAndOthersAreLeft() throws {
        try withTemporaryDirectory { directory in
            let abandoned = directory + "/.touchstone-1-0"
            let deep = abandoned + "/db/sst"
            try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
            #expect(FileManager.default.createFile(atPath: deep + "/1.sst", contents: Data()))
            #expect(FileManager.default.createFile(atPath: abandoned + "/lock", contents: Data()))
            let empty = directory + "/.touchstone-2-0"
            try FileManager.default.createDirectory(
                atPath: empty, withIntermediateDirectories: false)
            let unrelated = directory + "/chains"
            try FileManager.default.createDirectory(
                atPath: unrelated, withIntermediateDirectories: false)
            let held = try LockedFolder.make(in: directory)

            let removed = ScratchSpace(directory: directory).removeLeftovers()

            #expect(removed.removed == [".touchstone-1-0", ".touchstone-2-0"])
            #expect(removed.remaining.isEmpty)
            #expect(FileManager.default.fileExists(atPath: held.path))
            #expect(FileManager.default.fileExists(atPath: unrelated))
            held.remove()
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["chains"])
        }
    }

    @Test func aLinkInAnAbandonedFolderIsNotFollowed() throws {
        try withTemporaryDirectory { directory in
            let precious = directory + "/precious"
            try FileManager.default.createDirectory(
                atPath: precious, withIntermediateDirectories: false)
            #expect(FileManager.default.createFile(atPath: precious + "/keep", contents: Data()))
            let abandoned = directory + "/.touchstone-3-0"
            try FileManager.default.createDirectory(
                atPath: abandoned, withIntermediateDirectories: false)
            #expect(FileManager.default.createFile(atPath: abandoned + "/lock", contents: Data()))
            try FileManager.default.createSymbolicLink(
                atPath: abandoned + "/link", withDestinationPath: precious)
            _ = ScratchSpace(directory: directory).removeLeftovers()
            #expect(FileManager.default.fileExists(atPath: precious + "/keep"))
            #expect(!FileManager.default.fileExists(atPath: abandoned))
        }
    }
}
