import Host
import Model
import Testing

/// Nodes, cores and the pairs of a matrix, on machines that are not here.
struct NUMATopologyTests {
    private let three = SystemTree(root: Fixture.root("numa-three-nodes"))

    @Test func aNodeWithoutProcessorsIsStillANode() {
        let topology = NUMATopology(tree: three)
        #expect(topology.nodes.map(\.id) == [0, 1, 2])
        #expect(topology.nodes[0].cpus == Array(0...15) + Array(32...47))
        #expect(topology.nodes[2].cpus.isEmpty)
        #expect(topology.nodes.map(\.hasMemory) == [true, true, true])
        #expect(topology.node(ofCPU: 48) == 1)
        #expect(topology.node(ofCPU: 64) == nil)
    }

    @Test func aTreeWithoutNodesIsOneNode() throws {
        let machine = try TemporaryTree()
        try machine.write("/sys/devices/system/cpu/online", "0-3\n")
        let topology = NUMATopology(tree: machine.tree)
        #expect(topology.nodes.map(\.cpus) == [[0, 1, 2, 3]])
        let plan = CPUPlan(tree: machine.tree, allowed: [0, 1], quotaCores: nil)
        let matrix = NUMAMatrixPlan(topology: topology, cpus: plan)
        #expect(matrix.readers == [.init(node: 0, cpus: [0, 1])])
        #expect(matrix.memories == [.init(node: 0, touchingCPU: 0)])
        #expect(matrix.isSingle)
    }

    @Test func theMatrixHasMemoryThatNoProcessorIsNear() {
        let plan = CPUPlan(tree: three, allowed: [0, 1, 16], quotaCores: nil)
        let matrix = NUMAMatrixPlan(topology: NUMATopology(tree: three), cpus: plan)
        #expect(matrix.readers.map(\.node) == [0, 1])
        #expect(matrix.readers.map(\.cpus) == [[0, 1], [16]])
        #expect(matrix.memories.map(\.node) == [0, 1, 2])
        #expect(matrix.memories.map(\.touchingCPU) == [0, 16, nil])
        #expect(!matrix.isSingle)
    }

    @Test func aNodeWhoseProcessorsAreForbiddenIsRead() {
        let plan = CPUPlan(tree: three, allowed: [17], quotaCores: nil)
        let matrix = NUMAMatrixPlan(topology: NUMATopology(tree: three), cpus: plan)
        #expect(matrix.readers == [.init(node: 1, cpus: [17])])
        #expect(matrix.memories.map(\.touchingCPU) == [nil, 17, nil])
    }

    @Test func distancesAndANodeWithoutMemoryAreRead() throws {
        let machine = try TemporaryTree()
        let directory = "/sys/devices/system/node"
        try machine.write("\(directory)/node0/cpulist", "0\n")
        try machine.write("\(directory)/node0/distance", "10 21\n")
        try machine.write("\(directory)/node0/meminfo", "Node 0 MemTotal:  2048 kB\n")
        try machine.write("\(directory)/node1/cpulist", "1\n")
        try machine.write("\(directory)/node1/distance", "21 10\n")
        try machine.write("\(directory)/node1/meminfo", "Node 1 MemTotal:  0 kB\n")
        let topology = NUMATopology(tree: machine.tree)
        #expect(topology.nodes.map(\.distances) == [[10, 21], [21, 10]])
        #expect(topology.nodes.map(\.memoryBytes) == [2 << 20, 0])
        let plan = CPUPlan(tree: machine.tree, allowed: [0, 1], quotaCores: nil)
        let matrix = NUMAMatrixPlan(topology: topology, cpus: plan)
        #expect(matrix.memories.map(\.node) == [0])
        #expect(matrix.readers.map(\.node) == [0, 1])
    }

    private func machine() throws -> TemporaryTree {
        let machine = try TemporaryTree()
        for (id, distances) in [(0, "10 21"), (2, "21 10")] {
            let node = "/sys/devices/system/node/node\(id)"
            try machine.write("\(node)/cpulist", "\(id)-\(id + 1)\n")
            try machine.write("\(node)/distance", distances + "\n")
            try machine.write("\(node)/meminfo", "Node \(id) MemTotal:  2048 kB\n")
        }
        return machine
    }

    @Test func libnumaIsTheSourceWhereSysfsConfirmsIt() throws {
        let machine = try machine()
        var nodes = NUMATopology(tree: machine.tree).nodes
        // The kernel still counts this node's memory.
        nodes[0] = .init(
            id: 0, cpus: nodes[0].cpus, memoryBytes: 1 << 30, distances: nodes[0].distances)
        let survey = NUMASurvey(tree: machine.tree, libnuma: NUMATopology(nodes: nodes))
        #expect(survey.differences.isEmpty)
        #expect(survey.source == "libnuma, confirmed by sysfs")
        #expect(survey.topology.nodes[0].memoryBytes == 1 << 30)
        #expect(NUMASurvey(tree: machine.tree, libnuma: nil).source.hasPrefix("sysfs"))
        let empty = try TemporaryTree()
        let alone = NUMASurvey(tree: empty.tree, libnuma: NUMATopology(nodes: nodes))
        #expect(alone.topology.nodes.count == 2 && alone.differences.isEmpty)
        #expect(NUMASurvey(tree: empty.tree, libnuma: nil).topology.nodes.count == 1)
    }

    @Test func libnumaThatIsContradictedIsNotBelieved() throws {
        let machine = try machine()
        let sysfs = NUMATopology(tree: machine.tree)
        let node = sysfs.nodes[1]
        let wrong: [(NUMATopology.Node, String)] = [
            (
                .init(id: 2, cpus: [2, 3, 5], memoryBytes: 1, distances: node.distances),
                "node 2: CPUs 2-3,5 by libnuma, 2-3 by sysfs"
            ),
            (
                .init(id: 2, cpus: node.cpus, memoryBytes: 0, distances: node.distances),
                "node 2: no memory by libnuma, memory by sysfs"
            ),
            (
                .init(id: 2, cpus: node.cpus, memoryBytes: 1, distances: [20, 10]),
                "node 2: distances [20, 10] by libnuma, [21, 10] by sysfs"
            ),
            (
                .init(id: 1, cpus: node.cpus, memoryBytes: 1, distances: node.distances),
                "nodes 0-1 by libnuma, 0,2 by sysfs"
            ),
        ]
        for (other, difference) in wrong {
            let told = NUMATopology(nodes: [sysfs.nodes[0], other])
            let survey = NUMASurvey(tree: machine.tree, libnuma: told)
            #expect(survey.differences == [difference])
            #expect(survey.topology == sysfs)
            let findings = Doctor(root: machine.root, libnuma: told).findings(
                host: .init(), storage: nil, profile: nil)
            let finding = try #require(findings.first { $0.id == "numa.sources-disagree" })
            #expect(finding.severity == .advisory && finding.seen.contains(difference))
        }
    }

    /// Of this machine, whatever it is.
    @Test func libnumaAndSysfsAgreeHere() throws {
        let survey = NUMASurvey.live()
        #expect(survey.differences == [])
        #expect(survey.topology.nodes.contains { !$0.cpus.isEmpty })
    }

    @Test func pagesAreCountedWhereNumaMapsSaysTheyAre() {
        let text = """
            7f0000000000 default file=/lib/x.so mapped=3 N0=3
            7f0000200000 bind:1 anon=512 dirty=512 N0=12 N1=500 kernelpagesize_kB=4
            """
        let counts = NUMAPlacement.numaMaps(text, address: 0x7f00_0020_0000)
        #expect(counts == [0: 12, 1: 500])
        #expect(NUMAPlacement.numaMaps(text, address: 0x7f00_0020_1000) == nil)
        let pages = NUMAPlacement.Pages(countByNode: [0: 12, 1: 500], source: "numa_maps")
        #expect(pages.share(on: 1) == 500.0 / 512)
        #expect(pages.share(on: 2) == 0)
    }
}
