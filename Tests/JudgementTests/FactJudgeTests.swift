import Judgement
import Model
import TestSupport
import Testing

struct FactJudgeTests {
    private func verdict(
        _ fact: Fact, _ limit: Requirement.Limit, comparison: Requirement.Comparison = .atLeast,
        tolerance: Double = 0, host: HostFacts? = HostFacts(), storage: StorageFacts? = nil
    ) -> RequirementVerdict {
        let requirement = Requirement(
            subject: .fact(fact), comparison: comparison, limit: limit,
            tolerancePercent: tolerance, level: .required, source: RecordBuilder.source)
        let profile = RecordBuilder.profile([], facts: [requirement])
        let record = RecordBuilder.record([], host: host, storage: storage)
        return BoundsRule.judge(record, by: profile).requirements[0]
    }

    private func host(_ edit: (inout HostFacts) -> Void) -> HostFacts {
        var host = HostFacts()
        edit(&host)
        return host
    }

    private func storage(
        _ deviceClass: DeviceClass = .localNVMe, total: Int? = nil, available: Int? = nil
    ) -> StorageFacts {
        StorageFacts(
            path: "/data",
            filesystem: FilesystemFacts(
                type: "ext4", source: "/dev/nvme0n1", mountPoint: "/", totalBytes: total,
                availableBytes: available),
            devices: [], deviceClass: deviceClass)
    }

    @Test(arguments: [(3, Outcome.fail), (4, .pass), (5, .pass)])
    func coresAreCounted(cores: Int, outcome: Outcome) {
        let host = host { $0.cpu.physicalCores = cores }
        #expect(verdict(.physicalCores, .quantity(4, unit: "cores"), host: host).outcome == outcome)
    }

    /// Such facts come from no machine, and must not pass a document's line.
    @Test func impossibleFactsAreUnmeasurable() {
        let hosts = [
            host { ($0.cpu.physicalCores, $0.cpu.logicalCPUs) = (64, 2) },
            host { $0.cpu.physicalCores = -64 },
            host { $0.cpu.maximumHertz = -5e9 },
            host { ($0.memory.totalBytes, $0.memory.availableBytes) = (1 << 40, 1 << 41) },
            host { $0.memory.totalBytes = -1 },
        ]
        let facts: [Fact] = [
            .physicalCores, .physicalCores, .maximumClock, .memoryTotal, .memoryTotal,
        ]
        for (fact, host) in zip(facts, hosts) {
            let line = verdict(
                fact, .quantity(1, unit: "1"), comparison: .atMost, host: host)
            #expect(line.outcome == .unmeasurable)
            #expect(line.reason.contains("impossible"), "\(line.reason)")
        }
        let full = storage(total: 100, available: 200)
        for fact in [Fact.diskTotal, .diskFree] {
            let line = verdict(fact, .quantity(1, unit: "GiB"), storage: full)
            #expect(line.outcome == .unmeasurable)
        }
        let sound = host { ($0.cpu.physicalCores, $0.cpu.logicalCPUs) = (64, 64) }
        #expect(verdict(.physicalCores, .quantity(4, unit: "cores"), host: sound).outcome == .pass)
    }

    @Test func anUnreadableFactIsUnmeasurable() {
        #expect(verdict(.physicalCores, .quantity(4, unit: "cores")).outcome == .unmeasurable)
    }

    @Test func aRecordWithoutFactsSkipsThem() {
        let verdict = verdict(.physicalCores, .quantity(4, unit: "cores"), host: nil)
        #expect(verdict.outcome == .skipped)
    }

    @Test func aVirtualMachineHidesTheClockEvenWhenItShowsOne() {
        let host = host {
            $0.cpu.maximumHertz = 5e9
            $0.virtualization.isVirtualMachine = true
        }
        let limit = Requirement.Limit.quantity(4e9, unit: "GHz")
        #expect(verdict(.maximumClock, limit, host: host).outcome == .unmeasurable)
        var bare = host
        bare.virtualization.isVirtualMachine = false
        #expect(verdict(.maximumClock, limit, host: bare).outcome == .pass)
    }

    @Test(
        arguments: [(true, .fail), (false, .pass), (nil, .unmeasurable)] as [(Bool?, Outcome)])
    func bareMetalIsRefusedOnlyWhereAHypervisorShows(isVirtual: Bool?, outcome: Outcome) {
        let host = host { $0.virtualization.isVirtualMachine = isVirtual }
        #expect(verdict(.bareMetal, .flag(true), comparison: .equal, host: host).outcome == outcome)
    }

    @Test(arguments: [
        ("5.15.0-82-generic", Outcome.fail), ("5.16.0", .pass), ("5.16", .pass),
        ("6.1.0-18-amd64", .pass), ("4.20", .fail), ("custom", .unmeasurable),
    ])
    func kernelVersionsCompareByNumber(release: String, outcome: Outcome) {
        let host = host { $0.system.kernelRelease = release }
        #expect(verdict(.kernelVersion, .version([5, 16]), host: host).outcome == outcome)
    }

    @Test(arguments: [
        (DeviceClass.localNVMe, DeviceClass.localNVMe, Outcome.pass),
        (.ssd, .localNVMe, .fail), (.rotating, .localNVMe, .fail), (.network, .localNVMe, .fail),
        (.memory, .localNVMe, .fail), (.virtualDisk, .localNVMe, .unmeasurable),
        (.unknown, .localNVMe, .unmeasurable), (.localNVMe, .ssd, .pass), (.ssd, .ssd, .pass),
        (.rotating, .ssd, .fail), (.network, .ssd, .fail),
    ])
    func diskClassesAreComparedWhereTheyShow(
        found: DeviceClass, asked: DeviceClass, outcome: Outcome
    ) {
        let verdict = verdict(.diskClass, .deviceClass(asked), storage: storage(found))
        #expect(verdict.outcome == outcome)
    }

    @Test func aDiskClassThatMustBeEqualTakesNoBetterOne() {
        let verdict = verdict(
            .diskClass, .deviceClass(.ssd), comparison: .equal, storage: storage(.localNVMe))
        #expect(verdict.outcome == .fail)
    }

    @Test(arguments: [(900, Outcome.fail), (950, .warn), (1000, .pass)])
    func diskSizeIsTheFilesystems(gigabytes: Int, outcome: Outcome) {
        let storage = storage(total: gigabytes * 1_000_000_000, available: 1)
        let limit = Requirement.Limit.quantity(1e12, unit: "TB")
        #expect(
            verdict(.diskTotal, limit, tolerance: 5.5, storage: storage).outcome == outcome)
    }

    @Test func aLargeFilesystemInUseIsAWarning() {
        let limit = Requirement.Limit.quantity(1e12, unit: "TB")
        func outcome(total: Int, available: Int) -> Outcome {
            verdict(.diskFree, limit, storage: storage(total: total, available: available)).outcome
        }
        #expect(outcome(total: 2_000_000_000_000, available: 1_500_000_000_000) == .pass)
        #expect(outcome(total: 2_000_000_000_000, available: 500_000_000_000) == .warn)
        #expect(outcome(total: 900_000_000_000, available: 500_000_000_000) == .fail)
    }

    @Test func aToleranceOnAFactWarns() {
        let host = host { $0.memory.totalBytes = 31 << 30 }
        let limit = Requirement.Limit.quantity(Double(32 << 30), unit: "GiB")
        #expect(verdict(.memoryTotal, limit, tolerance: 5, host: host).outcome == .warn)
        #expect(verdict(.memoryTotal, limit, tolerance: 0, host: host).outcome == .fail)
    }

    @Test func simultaneousMultithreadingIsComparedAsSeen() {
        let host = host { $0.cpu.smtActive = true }
        let verdict = verdict(.smt, .flag(false), comparison: .equal, host: host)
        #expect(verdict.outcome == .fail)
        #expect(verdict.measuredText == "yes")
    }
}
