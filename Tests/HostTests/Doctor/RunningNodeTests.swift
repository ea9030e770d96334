import Host
import Model
import Testing

struct RunningNodeTests {
    private func visit(_ arguments: [String], name: String? = nil) throws -> Visit {
        try Visit.besideProcess(arguments, name: name)
    }

    @Test(arguments: [
        "kilt-parachain", "kilt-node", "polkadot", "polkadot-parachain", "polkadot-omni-node",
        "astar-collator", "moonbeam", "hydradx", "hydration", "bifrost", "nodle-parachain",
        "phala-node", "khala-node",
    ])
    func knowsTheProgramsOfNodes(program: String) throws {
        var visit = try visit(["/usr/bin/\(program)", "--chain", "x"])
        visit.storage = nil
        let finding = try #require(visit.finding(.machineRunningNode))
        #expect(finding.severity == .advisory)
        #expect(finding.seen.hasPrefix("\(program) runs here (process 4711); "))
    }

    @Test(arguments: [
        ["--base-path", "/var/lib/kilt"], ["-d", "/var/lib/kilt"], ["--base-path=/var/lib/kilt"],
        ["-d/var/lib/kilt"], ["-d=/var/lib/kilt"],
        ["--base-path", "/var/lib/kilt", "--", "--base-path", "/mnt/kilt"],
        ["--base-path", "/mnt/kilt", "--", "--chain", "x", "-d/var/lib/kilt"],
    ])
    func blocksBesideANodeOnTheDiskUnderTest(options: [String]) throws {
        var visit = try visit(["kilt-parachain"] + options)
        visit.intent.load = RunLoad(
            writtenBytesMax: 700 << 30, fillBytes: 2 << 30, seconds: 62.1)
        let finding = try #require(visit.finding(.storageBesideNode))
        #expect(finding.severity == .blocking)
        #expect(
            finding.seen == "kilt-parachain runs here (process 4711); its database "
                + "(/var/lib/kilt) lies on the disk under test; this run writes at most 700 "
                + "GiB and keeps the disk busy for about 63 s, and for the time to write 2 GiB "
                + "first")
        #expect(finding.remedy.contains("--beside-node"))
        #expect(finding.remedy.contains("sudo systemctl stop"))
        #expect(visit.finding(.machineRunningNode) == nil)
        visit.intent.besideNode = true
        #expect(visit.finding(.storageBesideNode)?.severity == .advisory)
    }

    @Test func besideANodeOnTheSameDiskNoDiskVerdictStands() throws {
        var visit = try visit(["kilt-parachain", "--base-path", "/var/lib/kilt"])
        visit.intent.besideNode = true
        let storage = try #require(visit.storage)
        #expect(
            storage.verdictBlockedBecause(given: visit.findings())
                == "measured beside a node that uses the same disk")
        #expect(storage.verdictBlockedBecause(given: []) == nil)
        var other = try self.visit(["kilt-parachain", "--base-path", "/mnt/kilt"])
        other.intent.besideNode = true
        #expect(storage.verdictBlockedBecause(given: other.findings()) == nil)
        #expect(other.finding(.machineRunningNode) != nil)
    }

    /// With the flag, a database that may lie on the disk under test counts as one that does.
    @Test func besideANodeWhoseDiskCannotBeToldNoDiskVerdictStandsEither() throws {
        var visit = try visit(["polkadot-omni-node", "--collator", "--base-path", "/data"])
        #expect(visit.finding(.machineRunningNode)?.severity == .blocking)
        visit.intent.besideNode = true
        #expect(visit.finding(.storageBesideNode)?.severity == .advisory)
        #expect(visit.storage?.verdictBlockedBecause(given: visit.findings()) != nil)
    }

    /// Without a base path on the command line its open files tell where the database is.
    @Test func findsADatabaseByTheFilesThatAreOpen() throws {
        let visit = try visit(["kilt-parachain"])
        let file = "/home/kilt/.local/share/kilt-parachain/chains/kilt/db/full/000007.sst"
        try visit.tree.write(file, "x")
        try visit.tree.write("/dev/null", "")
        try visit.tree.link("/proc/4711/fd/0", to: "/dev/null")
        try visit.tree.link("/proc/4711/fd/9", to: file)
        var seeing = visit
        seeing.devices[String(file.dropLast("/000007.sst".count))] = "1"
        let finding = try #require(seeing.finding(.storageBesideNode))
        #expect(finding.seen.contains("chains/kilt/db/full) lies on the disk under test"))
    }

    @Test func aRelativeBasePathIsThatOfItsWorkingDirectory() throws {
        var visit = try visit(["kilt-parachain", "-d", "kilt"])
        try visit.tree.makeDirectory("/var/lib")
        try visit.tree.link("/proc/4711/cwd", to: "/var/lib")
        #expect(visit.finding(.storageBesideNode) != nil)
        visit.devices = [:]
        #expect(visit.finding(.storageBesideNode) == nil)
    }

    /// A ZFS pool, or a filesystem in memory, shows no device; one and the same it is all the same.
    @Test func oneFilesystemIsOneDiskWhateverItsDevices() throws {
        var visit = try visit(["kilt-parachain", "-d", "/var/lib/kilt"])
        try visit.tree.write(
            "/proc/self/mountinfo",
            "22 1 0:40 / / rw - ext4 /dev/sda1 rw\n23 22 8:1 / /var/lib rw - zfs tank/kilt rw\n")
        visit.storage = StorageFacts(
            path: "/srv", filesystem: .init(type: "zfs", source: "tank/srv", mountPoint: "/srv"),
            devices: [], deviceClass: .unknown)
        #expect(visit.finding(.storageBesideNode)?.severity == .blocking)
        visit.storage?.filesystem.source = "pool/srv"
        #expect(visit.finding(.storageBesideNode) == nil)
    }

    @Test func aNodeOnAnotherDiskIsToldAndBlocksOnlyWhenItAuthors() throws {
        let other = try visit(["kilt-parachain", "--base-path", "/mnt/kilt"])
        let finding = try #require(other.finding(.machineRunningNode))
        #expect(finding.severity == .advisory)
        #expect(finding.seen.contains("(/mnt/kilt) lies on another disk"))
        let author = try visit(["kilt-parachain", "--collator", "--base-path", "/mnt/kilt"])
        #expect(author.finding(.machineRunningNode)?.severity == .blocking)
        #expect(author.finding(.machineRunningNode)?.seen.contains("as an authority") == true)
    }

    /// What may share the disk is as harmful as what does: without the flag there is no run.
    @Test func aDatabaseWhosePlaceIsHiddenBlocks() throws {
        var container = try visit(["polkadot-omni-node", "--base-path", "/data"])
        let finding = try #require(container.finding(.machineRunningNode))
        #expect(finding.severity == .blocking)
        #expect(
            finding.seen.contains(
                "where its database (/data) lies is not known, so it may be the disk under test"))
        #expect(finding.remedy.contains("systemctl stop"))
        #expect(finding.remedy.contains("root is shown where the database lies"))
        #expect(finding.remedy.contains("--beside-node"))
        container.intent.besideNode = true
        #expect(container.finding(.storageBesideNode)?.severity == .advisory)
        // The relay chain's place tells nothing of the chain's own.
        let relay = try visit(["kilt-parachain", "--", "--base-path", "/mnt/kilt"])
        #expect(relay.finding(.machineRunningNode)?.severity == .blocking)
        // With hidepid or after exec the command line is empty, and the name is cut.
        let hidden = try visit([], name: "polkadot-omni-n")
        #expect(hidden.finding(.machineRunningNode)?.seen.contains("polkadot-omni-node") == true)
    }

    @Test func withoutADiskUnderTestNoPlaceIsAskedFor() throws {
        var noDisk = try visit(["polkadot", "-d", "/var/lib/kilt"])
        noDisk.storage = nil
        let finding = try #require(noDisk.finding(.machineRunningNode))
        #expect(finding.severity == .advisory)
        #expect(finding.seen.contains("its database is in /var/lib/kilt"))
    }

    @Test(arguments: [
        ("0::/system.slice/kilt.service\n", "systemctl stop kilt.service)"),
        ("4:cpu:/\n1:name=systemd:/system.slice/kilt@1.service\n", "stop kilt@1.service)"),
        ("0::/system.slice/docker-abc.scope\n", "systemctl stop UNIT)"),
        ("0::/x;rm -rf.service\n", "systemctl stop UNIT)"),
    ])
    func namesTheServiceToStop(cgroup: String, command: String) throws {
        let visit = try visit(["kilt-parachain", "--collator"])
        try visit.tree.write("/proc/4711/cgroup", cgroup)
        let remedy = try #require(visit.finding(.machineRunningNode)).remedy
        #expect(remedy.contains(command), "\(remedy)")
    }

    @Test func otherProgramsAndTheOwnProcessAreNoNodes() throws {
        #expect(try visit(["/bin/vim", "polkadot"]).finding(.machineRunningNode) == nil)
        #expect(try visit(["parallel"]).finding(.machineRunningNode) == nil)
        var own = try visit(["polkadot"])
        own.limits.processID = 4711
        #expect(own.finding(.machineRunningNode) == nil)
    }
}
