import Foundation
import Host
import Model
import Testing

/// The typed errors and a smoke test, on the machine that runs the tests.
struct LiveStorageTests {
    @Test
    func readsTheDirectoryThatHoldsTheTests() throws {
        let machine = try TemporaryTree()
        let facts = try StorageReader().facts(path: machine.root)
        #expect(facts.path.hasPrefix("/"))
        #expect(!facts.filesystem.type.isEmpty)
        #expect(facts.filesystem.totalBytes ?? 0 > 0)
        #expect(facts.filesystem.availableBytes ?? 0 <= facts.filesystem.totalBytes ?? 0)
    }

    @Test
    func followsLinksToTheRealDirectory() throws {
        let machine = try TemporaryTree()
        try machine.makeDirectory("/real")
        try machine.link("/link", to: "/real")
        let facts = try PathFacts.live(path: machine.root + "/link")
        #expect(facts.absolutePath.hasSuffix("/real"))
    }

    @Test
    func tellsWhatIsWrongWithAPath() throws {
        let machine = try TemporaryTree()
        try machine.write("/file", "x")
        let file = machine.root + "/file"
        #expect(throws: StorageError.pathNotFound(path: machine.root + "/missing")) {
            try PathFacts.live(path: machine.root + "/missing")
        }
        #expect(throws: StorageError.notADirectory(path: file)) { try PathFacts.live(path: file) }
        #expect(throws: StorageError.notADirectory(path: file + "/below")) {
            try PathFacts.live(path: file + "/below")
        }
        #expect(throws: StorageError.pathNotFound(path: "")) { try PathFacts.live(path: "") }
        #expect(throws: StorageError.isDevice(path: "/dev/null", isBlock: false)) {
            try PathFacts.live(path: "/dev/null")
        }
        #expect(throws: StorageError.notADirectory(path: "/proc/\(getpid())/stat")) {
            try PathFacts.live(path: "/proc/\(getpid())/stat")
        }
        let long = "/" + String(repeating: "x", count: 5000)
        #expect(throws: StorageError.self) { try PathFacts.live(path: long) }
    }

    @Test(.enabled(if: getuid() != 0, "root may write anywhere"))
    func tellsOfAMissingPermission() throws {
        #expect(throws: StorageError.notPermitted(path: "/")) { try PathFacts.live(path: "/") }
    }

    @Test(.enabled(if: LiveStorageTests.blockDevice != nil, "no block device node here"))
    func neverTakesABlockDevice() throws {
        let device = try #require(Self.blockDevice)
        #expect(throws: StorageError.isDevice(path: device, isBlock: true)) {
            try PathFacts.live(path: device)
        }
    }

    @Test(arguments: [
        (StorageError.pathNotFound(path: "/x"), "mkdir -p"),
        (.notADirectory(path: "/x"), "--path the directory"),
        (.isDevice(path: "/x", isBlock: true), "never written to"),
        (.isDevice(path: "/x", isBlock: false), "is a character device"),
        (.notPermitted(path: "/x"), "sudo chown"),
        (.unreadable(path: "/x", code: 40, reason: "Too many levels"), "errno 40"),
        (.mountNotFound(path: "/x"), "/proc is mounted"),
    ])
    func errorsNameThePathAndTheMend(error: StorageError, mend: String) {
        #expect(error.description.contains("/x"))
        #expect(error.description.contains(mend))
    }

    private static let blockDevice: String? = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/sys/class/block")) ?? []
        return names.map { "/dev/" + $0 }.first { FileManager.default.fileExists(atPath: $0) }
    }()
}
