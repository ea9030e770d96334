import Files
import Foundation
import Host
import Measurement
import Model
import Probes

/// What lies behind the path of a request, looked at once.
struct DiskUnderTest {
    /// nil if no path was given.
    let facts: StorageFacts?
    /// A finding if this user may not write there.
    let refusal: Finding?

    /// - Throws: exit code 66 if there is no such directory, 4 if it cannot be tested.
    init(path: String?, on machine: Machine) throws {
        guard let path else {
            facts = nil
            refusal = nil
            return
        }
        do throws(StorageError) {
            do throws(StorageError) {
                facts = try machine.storage(at: path)
                refusal = nil
            } catch .notPermitted(let refused) {
                facts = try machine.storage(at: path, toWrite: false)
                refusal = StoragePreflight.notPermitted(path: refused)
            }
        } catch {
            throw CommandFailure(error.exitStatus, error.description)
        }
    }
}

/// What is known of machine and disk before anything is measured; a blocking finding ends here.
struct Preflight {
    let machine: Machine
    /// nil if no disk is tested.
    let storage: StorageFacts?
    let findings: [Finding]

    private let budget: WriteBudget

    var host: HostFacts { machine.host }

    /// Where scratch files go; nil if no disk is tested.
    var scratch: ScratchSpace? {
        storage.map { ScratchSpace(directory: $0.path, budget: budget) }
    }

    /// Says on which disk what will be written, and stops where the run must not be.
    ///
    /// - Parameters:
    ///   - request: Its guards, its profile and the limit of what it may write.
    ///   - machine: Where it would run.
    ///   - disk: What lies behind its path.
    ///   - scratchBytes: What will lie on the disk at once.
    ///   - blockBytes: The most that one block may write; nil means any.
    ///   - load: What others who use the disk will feel; nil if not known.
    ///   - watchesLoad: Whether to watch for a second how busy the machine is.
    ///   - say: Called with a message for people.
    /// - Throws: exit code 4 for a blocking finding.
    init(
        _ request: RunRequest, on machine: Machine, disk: DiskUnderTest, scratchBytes: Int,
        blockBytes: Int? = nil, load: RunLoad? = nil, watchesLoad: Bool = true,
        say: (String) -> Void
    ) throws {
        self.machine = machine
        storage = disk.facts
        budget = WriteBudget(limitBytes: request.writeLimitBytes, blockBytes: blockBytes)
        findings = Self.findings(
            on: machine, disk: disk, profile: request.profile, guards: request.guards,
            scratchBytes: scratchBytes, load: load, watchesLoad: watchesLoad)
        if let storage {
            say(Self.description(of: storage))
            let limit = budget.limitBytes.map { ", \(bytesText($0)) in all at most" } ?? ""
            let scratch = min(scratchBytes, budget.limitBytes ?? .max)
            say("scratch: \(bytesText(scratch)), written over and over\(limit), deleted at the end")
        }
        let blocking = findings.filter { $0.severity == .blocking }
        if !blocking.isEmpty {
            let lines = blocking.flatMap {
                ["\($0.seen) [\($0.id)]", "  why: \($0.matters)", "  fix: \($0.remedy)"]
            }
            throw CommandFailure(.preflightBlocked, lines: lines)
        }
        for finding in findings where finding.severity == .advisory {
            say("advisory: \(finding.seen) [\(finding.id)]")
        }
        scratch?.removeLeftovers().lines.forEach(say)
    }

    /// What machine and disk look like, without stopping at a blocking finding.
    static func findings(
        on machine: Machine, disk: DiskUnderTest, profile: Profile?, guards: Guards,
        scratchBytes: Int, load: RunLoad? = nil, watchesLoad: Bool = true
    ) -> [Finding] {
        let intent = RunIntent(
            requiredBytes: scratchBytes, allowAnyFilesystem: guards.allowAnyFilesystem,
            besideNode: guards.besideNode, load: load)
        return toolFindings(allowDebugBuild: guards.allowDebugBuild)
            + [disk.refusal].compactMap(\.self)
            + machine.findings(
                storage: disk.facts, profile: profile, intent: intent, watchesLoad: watchesLoad)
    }

    /// The conditions of each block are read of this machine and the disk under test.
    var sampler: ConditionSampler { machine.conditions(device: device).sampler }

    /// The kernel name of the device under test.
    var device: String? { storage?.devices.first?.name }

    /// Where the probes work.
    func environment(
        _ request: RunRequest, seed: UInt64, diskFileBytes: Int = 2 << 30,
        cancellation: Cancellation
    ) -> ProbeEnvironment {
        let resources = RunResources()
        ProbeEnvironment.share(machine.facts, in: resources)
        return ProbeEnvironment(
            scale: request.isSmoke ? .smoke : .reference, scratch: scratch,
            diskFileBytes: diskFileBytes, demandsProof: storage?.verdictBlockedBecause == nil,
            allowedCPUs: host.cpu.allowedCPUs ?? 1, cores: machine.allowedCores(),
            availableMemoryBytes: host.memory.availableBytes, seed: seed,
            cancellation: cancellation, resources: resources,
            stages: StageWorker.program(device: device))
    }

    /// Marks the probes whose figures no verdict may rest on.
    ///
    /// - Parameters:
    ///   - probes: What was measured.
    ///   - isSmoke: Whether the sizes were those of tests.
    ///   - isDisk: Whether the probe with this id writes to the disk under test.
    func capVerdicts(of probes: inout [ProbeRecord], isSmoke: Bool, isDisk: (String) -> Bool) {
        for index in probes.indices {
            if BuildFacts.build == "debug" {
                probes[index].verdictBlockedBecause = "measured by a debug build"
            } else if isSmoke {
                probes[index].verdictBlockedBecause = "measured with the small sizes of tests"
            } else if isDisk(probes[index].id) {
                probes[index].verdictBlockedBecause = storage?.verdictBlockedBecause(
                    given: findings)
            }
        }
    }

    private static func description(of storage: StorageFacts) -> String {
        let devices = storage.devices.map(\.name).joined(separator: " on ")
        return "disk: \(storage.path) is \(storage.filesystem.type) "
            + "mounted at \(storage.filesystem.mountPoint) from \(storage.filesystem.source)"
            + (devices.isEmpty ? "" : ", device \(devices)")
    }

    /// An unoptimised build's figures say nothing of the machine.
    private static func toolFindings(allowDebugBuild: Bool) -> [Finding] {
        if BuildFacts.build != "debug" { return [] }
        return [
            Finding(
                .toolDebugBuild, allowDebugBuild ? .advisory : .blocking,
                seen: "this is a debug build of touchstone",
                matters: "its code is not optimised, so its figures say nothing of the machine",
                remedy: "swift build -c release")
        ]
    }
}

extension LockedFolder.Leftovers {
    /// One sentence a folder.
    var lines: [String] {
        removed.map { "removed \($0), left behind by a run that was killed" }
            + remaining.map { "\($0.name) was not removed: \($0.reason)" }
    }
}

extension ConditionReader {
    /// Reads the conditions of each block.
    var sampler: ConditionSampler {
        ConditionSampler {
            let first = snapshot()
            return { conditions(since: first) }
        }
    }
}

extension StorageError {
    /// The exit code of a path that cannot be tested.
    fileprivate var exitStatus: ExitStatus {
        if case .pathNotFound = self { .noInput } else { .preflightBlocked }
    }
}
