import Host
import Testing

/// Allowed CPUs by core, and what is done where sysfs tells only half.
struct AllowedCoresTests {
    private func tree(_ siblings: [Int: String]) throws -> TemporaryTree {
        let tree = try TemporaryTree()
        for (cpu, list) in siblings {
            try tree.write(
                "/sys/devices/system/cpu/cpu\(cpu)/topology/core_cpus_list", list + "\n")
        }
        return tree
    }

    @Test func groupsSiblingsAndLeavesOutWhatIsNotAllowed() throws {
        let machine = try tree([0: "0,4", 1: "1,5", 2: "2,6", 4: "0,4", 5: "1,5", 6: "2,6"])
        let groups = AllowedCores.groups(tree: machine.tree, allowed: [0, 1, 2, 4, 6])
        #expect(groups == [[0, 4], [1], [2, 6]])
    }

    @Test func halfATopologyIsNone() throws {
        let machine = try tree([0: "0", 1: "1"])
        #expect(AllowedCores.groups(tree: machine.tree, allowed: [0, 1, 2]).isEmpty)
    }

    @Test(arguments: [[0: "1", 1: "1"], [0: "0-1", 1: "1"], [0: "0-", 1: "1"]])
    func contradictionsAreNoTopology(siblings: [Int: String]) throws {
        let machine = try tree(siblings)
        #expect(AllowedCores.groups(tree: machine.tree, allowed: [0, 1]).isEmpty)
    }

    @Test func readsThisMachine() throws {
        let numbers = try #require(AllowedCores.numbers())
        #expect(!numbers.isEmpty)
        #expect(numbers == numbers.sorted())
        let groups = AllowedCores.current()
        #expect(groups.isEmpty || groups.flatMap(\.self).sorted() == numbers)
    }
}
