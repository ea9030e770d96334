import Files
import Foundation
import TestSupport
import Testing

struct FileBytesTests {
    /// More than one call reads, and no multiple of it.
    private let long = (0..<150_001).map { UInt8(truncatingIfNeeded: $0 &* 7) }

    private func replace(_ path: String, with bytes: [UInt8], draft: String? = nil) throws {
        try bytes.withUnsafeBytes {
            try FileBytes.replace(path, draft: draft ?? path + ".new", mode: 0o600, with: $0)
        }
    }

    @Test(arguments: [0, 1, 65_536, 65_537, 150_001])
    func whatWasWrittenIsReadBack(count: Int) throws {
        try withTemporaryDirectory { directory in
            let bytes = Array(long.prefix(count))
            try replace(directory + "/file", with: bytes)
            #expect(try FileBytes.read(directory + "/file") == bytes)
            #expect(FileTree.names(in: directory) == ["file"])
        }
    }

    @Test(arguments: [0, 1, 65_536, 70_000, 150_001, 200_000])
    func noMoreIsReadThanIsAskedFor(bytesMax: Int) throws {
        try withTemporaryDirectory { directory in
            try replace(directory + "/file", with: long)
            let bytes = try FileBytes.read(directory + "/file", bytesMax: bytesMax)
            #expect(bytes == Array(long.prefix(bytesMax)))
        }
    }

    @Test func whatIsNotThereIsNamedByItsErrno() throws {
        try withTemporaryDirectory { directory in
            #expect(throws: FileError(code: ENOENT)) { try FileBytes.read(directory + "/none") }
            #expect(throws: FileError(code: EISDIR)) { try FileBytes.text(directory) }
            #expect(throws: FileError(code: ENOENT)) {
                try replace(directory + "/none/file", with: long)
            }
        }
    }

    @Test func aFifoInTheWayDoesNotHang() throws {
        try withTemporaryDirectory { directory in
            #expect(mkfifo(directory + "/fifo", 0o600) == 0)
            let bytes = try FileBytes.read(directory + "/fifo")
            #expect(bytes.isEmpty)
        }
    }

    /// A link laid where the draft will be must not lead the bytes elsewhere.
    @Test func whatLiesAtTheDraftsPlaceIsNotWrittenTo() throws {
        try withTemporaryDirectory { directory in
            let (path, other) = (directory + "/file", directory + "/other")
            try replace(other, with: [1])
            #expect(symlink(other, path + ".new") == 0)
            try replace(path, with: long)
            #expect(try FileBytes.read(path) == long)
            #expect(try FileBytes.read(other) == [1])
            #expect(FileTree.names(in: directory) == ["file", "other"])
        }
    }

    @Test func aFileThatCannotBeReplacedStaysAsItWas() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/folder"
            #expect(mkdir(path, 0o700) == 0)
            #expect(throws: FileError(code: EISDIR)) { try replace(path, with: long) }
            #expect(FileTree.names(in: directory) == ["folder"])
        }
    }

    @Test func aFullDiskIsNamed() throws {
        let descriptor = open("/dev/full", O_WRONLY | O_CLOEXEC)
        defer { close(descriptor) }
        #expect(throws: FileError(code: ENOSPC)) { try FileBytes.write(long, to: descriptor) }
    }

    /// The pipe holds less than is written, and nobody reads until the signals are through.
    @Test func aSignalDoesNotStopAWrite() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let (reading, writing) = (ends[0], ends[1])
        defer { close(reading) }
        // Without SA_RESTART, so that the call returns EINTR.
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in }
        try #require(sigaction(SIGURG, &action, nil) == 0)
        let writer = pthread_self()
        let taken = Taken()
        Thread {
            for _ in 0..<20 {
                usleep(1000)
                pthread_kill(writer, SIGURG)
            }
            taken.bytes = (try? FileBytes.read(reading)) ?? []
            taken.isWhole.signal()
        }.start()
        let outcome = Result { try FileBytes.write(long, to: writing) }
        close(writing)
        taken.isWhole.wait()
        try outcome.get()
        #expect(taken.bytes == long)
    }

    private final class Taken: @unchecked Sendable {
        // SAFETY: written by one thread before it signals, and read after that.
        var bytes: [UInt8] = []
        let isWhole = DispatchSemaphore(value: 0)
    }
}
