import Files
import Foundation
import TestSupport
import Testing

/// Where results go, however the path is spelt.
struct OutputFileTests {
    private let bytes = Array("a result\n".utf8)

    private func mode(_ path: String) -> UInt32 {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    private func text(_ path: String) throws -> String { try FileBytes.text(path) }

    @Test func aNewFileAndOneThatIsReplacedAreThereWhole() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/r"
            try OutputFile(path).write(bytes)
            #expect(chmod(path, 0o640) == 0)
            try OutputFile(path).write(bytes + bytes)
            #expect(try text(path) == "a result\na result\n")
            #expect(mode(path) == 0o640)
            #expect(FileTree.names(in: directory) == ["r"])
        }
    }

    @Test func aLinkIsFollowedAndItsTargetKeepsModeAndIdentity() throws {
        try withTemporaryDirectory { directory in
            let (target, first, second) = (
                directory + "/target", directory + "/first", directory + "/second"
            )
            try Data(repeating: 0x78, count: 100).write(to: URL(filePath: target))
            #expect(chmod(target, 0o600) == 0)
            #expect(symlink("target", second) == 0 && symlink(second, first) == 0)
            let before = FileFacts(target)?.inode
            try OutputFile(first).write(bytes)
            #expect(try text(target) == "a result\n")
            #expect(mode(target) == 0o600)
            #expect(FileFacts(target)?.inode == before)
            #expect(FileFacts(first, followsLink: false)?.kind == .link)
            // A link to nothing makes what it names.
            #expect(symlink("made", directory + "/dangling") == 0)
            try OutputFile(directory + "/dangling").write(bytes)
            #expect(try text(directory + "/made") == "a result\n")
        }
    }

    @Test func aFileOfTwoNamesKeepsBoth() throws {
        try withTemporaryDirectory { directory in
            try Data("old".utf8).write(to: URL(filePath: directory + "/a"))
            #expect(link(directory + "/a", directory + "/b") == 0)
            try OutputFile(directory + "/a").write(bytes)
            #expect(try text(directory + "/b") == "a result\n")
        }
    }

    @Test func aPipeWithoutAReaderIsAnErrorAndOneWithAReaderIsWrittenThrough() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/pipe"
            #expect(mkfifo(path, 0o600) == 0)
            let clock = ContinuousClock()
            let start = clock.now
            #expect(throws: FileError(code: ENXIO)) { try OutputFile(path).write(bytes) }
            #expect(throws: FileError(code: ENXIO)) { try OutputFile(path).append(bytes) }
            #expect(clock.now - start < .seconds(30), "it must not wait for ever")
            let reader = open(path, O_RDONLY | O_NONBLOCK)
            defer { close(reader) }
            try OutputFile(path).write(bytes)
            #expect(try FileBytes.read(reader, bytesMax: bytes.count) == bytes)
        }
    }

    @Test func aDeviceIsWrittenThroughAndStaysOne() throws {
        try OutputFile("/dev/null").write(bytes)
        #expect(FileFacts("/dev/null", followsLink: false)?.kind == .special)
        #expect(throws: FileError(code: ENOSPC)) { try OutputFile("/dev/full").write(bytes) }
        #expect(OutputFile("/dev/null").obstacle == nil)
    }

    @Test func aDescriptorIsWrittenThroughWhereItStands() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/r"
            let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
            defer { close(descriptor) }
            try FileBytes.write(Array("before ".utf8), to: descriptor)
            #expect(symlink("/dev/fd/\(descriptor)", directory + "/link") == 0)
            for name in ["/dev/fd/\(descriptor)", directory + "/link"] {
                try OutputFile(name).write(bytes)
            }
            #expect(try text(path) == "before a result\na result\n")
            // Another spelling of the file behind it.
            #expect(OutputFile(directory + "/link").place == OutputFile(path).place)
        }
    }

    @Test func onePlaceIsKnownHoweverItIsSpelt() throws {
        try withTemporaryDirectory { directory in
            try FileTree.makeFolders(directory + "/sub")
            #expect(symlink("sub", directory + "/way") == 0)
            #expect(symlink("new", directory + "/sub/link") == 0)
            let spellings = [
                "/sub/new", "/way/new", "/sub/../sub/./new", "/sub/link", "//sub//new",
            ]
            for isThere in [false, true] {
                if isThere { try OutputFile(directory + "/sub/new").write(bytes) }
                let places = spellings.map { OutputFile(directory + $0).place }
                #expect(Set(places).count == 1 && places[0] != nil, "\(places)")
                #expect(places[0] != OutputFile(directory + "/sub/other").place)
            }
            #expect(OutputFile(directory + "/none/new").place == nil)
            #expect(OutputFile("/dev/stdout").place == OutputFile.standardOutput)
        }
    }

    @Test func whatCannotBeWrittenIsKnownBeforehand() throws {
        try withTemporaryDirectory { directory in
            #expect(OutputFile(directory + "/new").obstacle == nil)
            #expect(OutputFile(directory).obstacle?.error == FileError(code: EISDIR))
            let missing = OutputFile(directory + "/none/new").obstacle
            #expect(missing?.subject == directory + "/none")
            #expect(missing?.error == FileError(code: ENOENT))
            let long = directory + "/" + String(repeating: "x", count: 300)
            #expect(OutputFile(long).obstacle?.error == FileError(code: ENAMETOOLONG))
            #expect(OutputFile(directory + "/new/").obstacle?.error == FileError(code: EISDIR))
            #expect(symlink("circle", directory + "/circle") == 0)
            #expect(OutputFile(directory + "/circle").obstacle?.error == FileError(code: ELOOP))
        }
    }
}
