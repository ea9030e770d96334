import Foundation
import Host
import Testing

struct SystemTreeTests {
    @Test
    func neverLeavesTheRoot() throws {
        let machine = try TemporaryTree()
        try machine.makeDirectory("/in")
        try FileManager.default.createSymbolicLink(
            atPath: machine.root + "/out", withDestinationPath: "/")
        try machine.link("/link", to: "/in")
        #expect(machine.tree.realPath("/link") == "/in")
        #expect(machine.tree.realPath("/out") == nil)
        #expect(machine.tree.realPath("/missing") == nil)
    }

    @Test
    func readsAbsentEmptyAndWrongFilesAsNothing() throws {
        let machine = try TemporaryTree()
        try machine.write("/empty", "")
        try machine.write("/blank", " \n\n")
        try machine.write("/number", " 42 \nrest\n")
        try machine.makeDirectory("/directory")
        #expect(mkfifo(machine.root + "/fifo", 0o600) == 0)
        for path in ["/empty", "/blank", "/missing", "/directory", "/fifo"] {
            #expect(machine.tree.line(path) == nil)
            #expect(machine.tree.integer(path) == nil)
        }
        #expect(machine.tree.integer("/number") == 42)
        #expect(machine.tree.names(in: "/missing") == [])
        #expect(
            machine.tree.names(in: "") == ["blank", "directory", "empty", "fifo", "number"])
    }

    /// Facts are read once; counters are read from the fresh tree.
    @Test
    func aTreeThatRemembersReadsEachFileOnce() throws {
        let machine = try TemporaryTree()
        try machine.write("/fact", "1\n")
        let tree = SystemTree(root: machine.root, remembers: true)
        #expect(tree.integer("/fact") == 1 && tree.integer("/later") == nil)
        try machine.write("/fact", "2\n")
        try machine.write("/later", "3\n")
        #expect(tree.integer("/fact") == 1 && tree.integer("/later") == nil)
        #expect(tree.fresh.integer("/fact") == 2 && tree.fresh.integer("/later") == 3)
    }
}
