import Measurement
import Model
import Probes
import TestSupport
import Testing

@testable import Runs

struct RunRequestTests {
    @Test func aRunOfAPresetIsRepeatedByIt() throws {
        var record = RecordBuilder.record([("memory.copy", [1, 2])])
        record.plan.preset = "thorough"
        let request = try RunRequest(repeating: record, metrics: ["memory.copy"])
        #expect(request.method == .rounds(.thorough))
        #expect(request.probes.measured == ["memory.copy"])
        #expect(request.path == nil)
    }

    @Test func theChainOfARecordIsSimulatedAgain() throws {
        var record = RecordBuilder.record([("chain.import", [])])
        record.probes[0].parameters = [ChainParameter.accounts: "1234"]
        record.storage = StorageFacts(
            path: "/data",
            filesystem: FilesystemFacts(type: "ext4", source: "/dev/x", mountPoint: "/"),
            devices: [], deviceClass: .localNVMe)
        let request = try RunRequest(repeating: record, metrics: ["chain.import"])
        #expect(request.conditions.accounts == 1234)
        #expect(request.path == "/data")
    }

    /// The node's protocol has no preset, and is no reason to refuse.
    @Test func aRunOfTheNodesProtocolIsRepeatedByItWithItsDurations() throws {
        var record = RecordBuilder.record([("cpu.blake2b-256", [1]), ("memory.copy", [1])])
        record.plan.preset = "node"
        record.probes[0].blocks[1].samples["cpu.blake2b-256"] = .rate(
            RateSample(work: 1, seconds: 2.0041))
        record.probes[1].blocks[1].samples["memory.copy"] = .rate(
            RateSample(work: 1, seconds: 0.5))
        let request = try RunRequest(repeating: record, metrics: ["cpu.blake2b-256"])
        var durations = NodeDurations()
        durations.hash = 2
        durations.memory = 0.5
        #expect(request.method == .node(durations))
    }

    @Test(arguments: ["selftest", "imported", "node"])
    func whatNoRunRepeatsIsNamed(preset: String) {
        var record = RecordBuilder.record([("memory.triad", [1])])
        record.plan.preset = preset
        #expect { try RunRequest(repeating: record, metrics: ["memory.triad"]) } throws: { error in
            let failure = error as? CommandFailure
            return failure?.status == .notComparable && failure?.message.contains(preset) == true
        }
    }
}

struct ProbeChoiceTests {
    @Test func aNameIsAnIDOrAGroup() throws {
        #expect(try ProbeChoice.ids(of: ["memory.copy"]) == ["memory.copy"])
        let disk = try ProbeChoice.ids(of: ["disk"])
        #expect(disk.count > 5 && disk.allSatisfy { $0.hasPrefix("disk.") })
        let read = try ProbeChoice.ids(of: ["disk.read"])
        #expect(!read.isEmpty && read.count < disk.count)
    }

    @Test func namesRepeatOrAreJoinedByCommas() throws {
        let joined = try ProbeChoice.ids(of: ["memory.copy,cpu.stall"])
        #expect(joined == ["cpu.stall", "memory.copy"])
        #expect(try ProbeChoice.ids(of: ["memory.copy", "cpu.stall", "cpu.stall"]) == joined)
    }

    @Test(arguments: [("dsik", "disk"), ("memory.cpoy", "memory.copy"), ("cpu.stall.", "cpu")])
    func anUnknownNameHasItsNearest(name: String, nearest: String) {
        #expect { try ProbeChoice.ids(of: [name]) } throws: { error in
            let failure = error as? CommandFailure
            return failure?.status == .usage && failure?.message.contains(nearest) == true
        }
    }

    @Test func onlyAndSkipChooseAmongWhatTheProfileNeeds() throws {
        let profile = RecordBuilder.profile([("memory.copy", 1), ("cpu.blake2b-256", 1)])
        let all = try ProbeChoice(for: profile)
        #expect(all.measured == ["cpu.blake2b-256", "memory.copy"] && all.leftOut.isEmpty)
        let skipped = try ProbeChoice(for: profile, skip: ["memory"])
        #expect(skipped == ProbeChoice(measured: ["cpu.blake2b-256"], leftOut: ["memory.copy"]))
        // What is asked for by name is measured, whether the profile needs it or not.
        let only = try ProbeChoice(for: profile, only: ["cpu.stall"])
        #expect(only.measured == ["cpu.stall"] && only.leftOut == all.measured)
        #expect(throws: CommandFailure.self) {
            try ProbeChoice(for: profile, skip: ["memory", "cpu"])
        }
    }
}
