import Host
import Testing

struct ParserTests {
    @Test(arguments: [
        ("0", [0]), ("0-3", [0, 1, 2, 3]), ("0-1,8,10-11\n", [0, 1, 8, 10, 11]), (" 5 ", [5]),
    ])
    func readsCPULists(text: String, expected: [Int]) {
        #expect(CPUList.parse(text) == Set(expected))
    }

    @Test(arguments: ["", "\n", "a", "-1", "3-1", "1-", "0,", "1-2-3", "0-99999999999", "0x3"])
    func refusesWhatIsNoCPUList(text: String) {
        #expect(CPUList.parse(text) == nil)
    }

    @Test(arguments: [
        ("32K", 32 << 10), ("1024K\n", 1 << 20), ("8M", 8 << 20), ("1G", 1 << 30), ("512", 512),
    ])
    func readsKernelSizes(text: String, expected: Int) {
        #expect(KernelSize.parse(text) == expected)
    }

    @Test(arguments: ["", "K", "0K", "-4K", "32 K", "9223372036854775807K", "1.5M", "big"])
    func refusesWhatIsNoKernelSize(text: String) {
        #expect(KernelSize.parse(text) == nil)
    }

    @Test(arguments: [
        ("PRETTY_NAME=\"A \\\"quoted\\\" name\"\n", "A \"quoted\" name"),
        ("# PRETTY_NAME=no\nPRETTY_NAME=Plain\n", "Plain"),
        ("NAME='Alpine Linux'\nVERSION=3.20\n", "Alpine Linux 3.20"),
        ("PRETTY_NAME=\"\"\nNAME=Arch\n", "Arch"),
    ])
    func readsTheDistributionsName(text: String, expected: String) {
        #expect(OSRelease.prettyName(text) == expected)
    }

    @Test(arguments: ["", "garbage", "=", "VERSION=1\n"])
    func findsNoNameWhereThereIsNone(text: String) {
        #expect(OSRelease.prettyName(text) == nil)
    }

    @Test
    func readsMemoryInBytesAndTellsNoSwapFromUnknownSwap() {
        let info = MemoryInfo("MemTotal:  2048 kB\nMemAvailable: 1024 kB\nSwapTotal: 0 kB\n")
        #expect(info.totalBytes == 2 << 20)
        #expect(info.availableBytes == 1 << 20)
        #expect(info.swapTotalBytes == 0)
        #expect(MemoryInfo("MemTotal: 0 kB\n").totalBytes == nil)
        #expect(MemoryInfo("MemTotal: 9223372036854775807 kB\n").totalBytes == nil)
        #expect(MemoryInfo("MemTotal: 12 pages\n").totalBytes == nil)
        #expect(MemoryInfo("").swapTotalBytes == nil)
    }

    @Test
    func countsUniquePairsOfPhysicalAndCoreIds() {
        // Two sockets whose core ids repeat, two threads a core.
        let text = (0..<8).map { cpu in
            "processor : \(cpu)\nphysical id : \(cpu / 2 % 2)\ncore id : \(cpu / 4)\n\n"
        }.joined()
        let info = CPUInfo(text)
        #expect(info.logicalCPUs == 8)
        #expect(info.physicalCores == 4)
        #expect(info.sockets == 2)
    }

    @Test(arguments: [
        ("/mnt/a\\040b", "/mnt/a b"), ("tab\\011", "tab\t"), ("back\\134slash", "back\\slash"),
        ("\\303\\274", "ü"), ("\\04", "\\04"), ("\\999", "\\999"), ("", ""),
    ])
    func undoesOctalEscapes(field: String, expected: String) {
        #expect(MountTable.unescaped(field) == expected)
    }

    @Test
    func leavesOutLinesThatAreNoMounts() {
        let table = MountTable(
            """
            36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 shared:2 - ext3 /dev/root rw,errors=continue
            36 35 98:0 /mnt1 /mnt2 rw,noatime
            36 35 980 / / rw - ext3 /dev/root rw
            - - - - - - - - -
            40 35 0:5 / /no-options rw - proc proc

            """)
        #expect(table.entries.map(\.mountPoint) == ["/mnt2", "/no-options"])
        #expect(table.entries.first?.options == ["rw", "noatime", "errors=continue"])
        #expect(table.entries.first?.root == "/mnt1")
    }

    @Test(arguments: [
        ("150000 100000", 1.5), ("50000 100000\n", 0.5), ("max 100000", nil), ("max", nil),
        ("0 100000", nil), ("100000 0", nil), ("-1 100000", nil), ("", nil), ("1 2 3", nil),
    ])
    func readsQuotas(text: String, cores: Double?) {
        #expect(CgroupReader.quota(cpuMax: text) == cores)
    }

    @Test
    func keepsColonsInControlGroupPaths() {
        let memberships = CgroupMembership.parse("4:cpu,cpuacct:/a:b/c\nx:cpu:/\n0::/d\n7:cpu:d\n")
        #expect(memberships.map(\.path) == ["/a:b/c", "/d"])
        #expect(memberships.first?.controllers == ["cpu", "cpuacct"])
        #expect(memberships.last?.controllers == [])
    }

    @Test(arguments: [
        ("/", "/a/b", ["/cg/a/b", "/cg/a", "/cg"]), ("/", "/", ["/cg"]),
        // A container whose mount shows only its own subtree.
        ("/docker/x", "/docker/x", ["/cg"]), ("/docker/x", "/docker/x/y", ["/cg/y", "/cg"]),
        // The path is told in another namespace than the mount.
        ("/docker/x", "/", ["/cg"]), ("/", "/../../z", ["/cg"]),
    ])
    func walksFromTheOwnGroupToTheMountPoint(root: String, path: String, expected: [String]) {
        let line = "1 2 0:3 \(root) /cg rw - cgroup2 cgroup2 rw\n"
        #expect(
            MountTable(line).entries.map { CgroupReader.directories(mount: $0, path: path) }
                == [expected])
    }

    @Test(arguments: [
        ("0::/system.slice/docker-0123abcd.scope\n", "docker"),
        ("4:cpu:/docker/0123abcd\n", "docker"),
        ("0::/kubepods.slice/kubepods-burstable.slice/cri-containerd-0123.scope\n", "kubernetes"),
        ("0::/machine.slice/libpod-0123.scope\n", "podman"),
        ("0::/lxc.payload.chain/init.scope\n", "lxc"),
        // The daemons themselves run on the host.
        ("0::/system.slice/docker.service\n", nil),
        ("0::/system.slice/containerd.service\n", nil),
        ("0::/machine.slice/libpod-conmon-0123.scope\n", nil),
        ("0::/user.slice/user-1000.slice\n", nil), ("", nil), ("garbage", nil),
    ])
    func tellsContainersByTheirControlGroup(text: String, kind: String?) {
        #expect(Container.kind(cgroupText: text) == kind)
    }

    @Test(arguments: [
        ("HOME=/\0container=podman\0", "podman"), ("container=oci\0", "container"),
        ("mycontainer=lxc\0", nil), ("container=\0", nil), ("container=\u{1b}[31mred\0", nil),
        ("", nil),
    ])
    func tellsContainersByTheirEnvironment(text: String, kind: String?) {
        #expect(Container.kind(environment: text) == kind)
    }
}
