import Host
import Model
import Testing

/// By what a node is noticed whose program has a name of its own.
struct NodeSignsTests {
    @Test(arguments: [
        ["/opt/polkadot-v1.1", "--collator", "--base-path", "/var/lib/kilt"],
        ["frequency", "--base-path=/var/lib/kilt", "--name", "x"],
        ["mangata-node", "--name", "x", "--collator", "-d/var/lib/kilt"],
        ["my-node", "-d", "/var/lib/kilt", "--chain=x.json", "--", "--chain", "kusama"],
    ])
    func aNodeIsNoticedByItsOptions(arguments: [String]) throws {
        let visit = try Visit.besideProcess(arguments)
        let finding = try #require(visit.finding(.storageBesideNode))
        #expect(finding.severity == .blocking)
        #expect(finding.seen.contains("(/var/lib/kilt) lies on the disk under test"))
    }

    @Test(arguments: [
        ["tar", "-d", "/var/lib/kilt"], ["dockerd", "-d/var/lib", "--name", "x"],
        ["web", "--base-path", "/app", "--port", "80"], ["other", "--validator", "x"],
        ["docker", "run", "--name", "x", "p", "--base-path", "/data", "--chain", "y"],
        ["sudo", "-u", "kilt"], ["geth", "--name", "x", "--rpc-port", "1"], ["reth", "node"],
        ["/usr/bin/touchstone", "machine", "--base-path", "/x", "--chain", "y"],
    ])
    func anotherProgramWithAnOptionOfThatNameIsNone(arguments: [String]) throws {
        let visit = try Visit.besideProcess(arguments)
        #expect(visit.finding(.storageBesideNode) == nil)
        #expect(visit.finding(.machineRunningNode) == nil)
    }

    /// A copy or a search has the database's files open, but not its lock.
    @Test(arguments: [
        ("/var/lib/kilt/chains/x/db/full/LOCK", true),
        ("/var/lib/kilt/chains/x/paritydb/full/lock", true),
        ("/var/lib/kilt/chains/x/db/full/000007.sst", false),
        ("/var/lib/kilt/chains/x/network/lock", false), ("/var/lib/apt/db/lock", false),
    ])
    func aNodeIsNoticedByTheLockOfItsDatabase(file: String, isNode: Bool) throws {
        var visit = try Visit.besideProcess(["/opt/anything"])
        try visit.tree.write(file, "x")
        try visit.tree.link("/proc/4711/fd/9", to: file)
        visit.devices = ["/var/lib/kilt/chains/x/db/full": "1"]
        visit.devices["/var/lib/kilt/chains/x/paritydb/full"] = "1"
        #expect((visit.finding(.storageBesideNode)?.severity == .blocking) == isNode)
    }

    @Test func whatAProcessCallsItselfDoesATerminalNoHarm() throws {
        let visit = try Visit.besideProcess(
            ["/opt/\u{1B}[2Jn", "--collator", "--base-path", "/data\n\u{202E}x"], name: "n")
        let finding = try #require(visit.finding(.machineRunningNode))
        #expect(finding.seen.hasPrefix("?[2Jn runs here"))
        #expect(finding.seen.contains("(/data??x)"))
    }

    /// A base path may be a link, or hold one: then the open files tell where the bytes go.
    @Test func openFilesTellMoreThanTheBasePath() throws {
        var visit = try Visit.besideProcess(["kilt-parachain", "-d", "/mnt/kilt"])
        let file = "/srv/kilt/chains/x/db/full/000007.sst"
        try visit.tree.write(file, "x")
        try visit.tree.link("/proc/4711/fd/9", to: file)
        visit.devices["/srv/kilt/chains/x/db/full"] = "1"
        #expect(visit.finding(.storageBesideNode)?.severity == .blocking)
    }
}
