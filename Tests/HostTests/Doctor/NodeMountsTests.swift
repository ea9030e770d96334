import Foundation
import Host
import Model
import Testing

/// Where the database of a node lies that has mounts of its own, as in a container.
struct NodeMountsTests {
    /// A node with `-d /data`, which is another place than this machine's own /data.
    private func visit(data mount: String, ownData: String? = nil) throws -> Visit {
        var visit = try Visit.besideProcess(["polkadot", "-d", "/data"])
        try visit.tree.write(
            "/proc/4711/mountinfo",
            "90 80 0:50 / / rw - overlay overlay rw\n91 90 \(mount) /data rw - ext4 /dev/x rw\n")
        if let ownData { visit.devices["/data"] = ownData }
        return visit
    }

    @Test func itsOwnMountsDecideAndNotTheSamePathHere() throws {
        var onTested = try visit(data: "8:1 /volumes/x")
        #expect(onTested.finding(.storageBesideNode)?.severity == .blocking)
        onTested.devicesOfProcesses = ["/data": 1]
        #expect(onTested.finding(.storageBesideNode)?.severity == .blocking)
        // This machine's /data is on the disk under test, the node's is not.
        var onOther = try visit(data: "8:17 /", ownData: "1")
        onOther.devicesOfProcesses = ["/data": 17]
        let finding = try #require(onOther.finding(.machineRunningNode))
        #expect(finding.severity == .advisory)
        #expect(finding.seen.contains("(/data) lies on another disk"))
    }

    /// The device is the kernel's answer, links resolved; a mount point is only a name.
    @Test func aLinkInTheContainerLeadsWhereItLeads() throws {
        var visit = try visit(data: "8:17 /")
        visit.devicesOfProcesses = ["/data": 1]
        #expect(visit.finding(.storageBesideNode) != nil)
    }

    /// A unit with mounts of its own shows its paths here as well, where they may be links.
    @Test func withoutLeaveTwoAnswersThatDifferAreNone() throws {
        let same = try visit(data: "8:17 /", ownData: "17")
        #expect(same.finding(.machineRunningNode)?.severity == .advisory)
        let different = try visit(data: "8:17 /", ownData: "1")
        let finding = try #require(different.finding(.machineRunningNode))
        #expect(finding.severity == .blocking)
        #expect(finding.seen.contains("is not known"))
    }

    /// The container's writable layer lies on some disk of the host, which is not shown.
    @Test func aLayerOfTheContainerCannotBeTold() throws {
        let visit = try Visit.besideProcess(["polkadot", "-d", "/data"])
        try visit.tree.write(
            "/proc/4711/mountinfo", "90 80 0:50 / / rw - overlay overlay rw\n")
        #expect(visit.finding(.machineRunningNode)?.severity == .blocking)
    }

    @Test func oneNameOfAMountPointIsNoSharedFilesystemThere() throws {
        var visit = try visit(data: "8:17 /")
        visit.storage?.filesystem.mountPoint = "/data"
        #expect(visit.finding(.machineRunningNode)?.severity == .advisory)
    }

    @Test func aPathIsLookedUpAsTheProcessSeesIt() throws {
        let own = Int(ProcessInfo.processInfo.processIdentifier)
        let directory = FileManager.default.temporaryDirectory.path
        let seen = try #require(PathFacts.device(at: directory, asSeenBy: own))
        let facts = try PathFacts.live(path: directory)
        #expect(seen == (facts.major, facts.minor))
        #expect(PathFacts.device(at: "/touchstone/nothing", asSeenBy: own) == nil)
        #expect(PathFacts.device(at: "/", asSeenBy: .max) == nil)
    }
}
