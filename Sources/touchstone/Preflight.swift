import ArgumentParser
import Foundation
import Host
import Measurement
import Model

/// What is known of machine and disk before anything is measured; a blocking finding ends here.
struct Preflight {
    let host: HostFacts
    /// `nil` when no disk is tested.
    let storage: StorageFacts?
    let findings: [Finding]
    /// What the run will put on the disk.
    let writes: WritePlan
    /// What everything that it writes there is taken from.
    let budget: WriteBudget
    /// How long the run is.
    private let preset: Preset

    /// Where scratch files go; `nil` when no disk is tested.
    var scratch: ScratchSpace? {
        storage.map { ScratchSpace(directory: $0.path, budget: budget) }
    }

    /// Reads facts, says on which disk what will be written, and stops where the run must not be.
    ///
    /// Without a path no disk is looked at. `capBytes` is the most that this run may write, `nil` =
    /// there is no limit.
    ///
    /// - Throws: `CommandFailure` for a path that cannot be tested or a blocking finding.
    init(
        path: String?, profile: Profile? = nil, demand: DiskDemand, capBytes: Int?,
        options: GuardOptions, watchesLoad: Bool = true, say: (String) -> Void
    ) throws {
        let (checkup, plan) = try Self.examine(
            path: path, profile: profile, demand: demand, capBytes: capBytes, options: options,
            watchesLoad: watchesLoad)
        host = checkup.host
        storage = checkup.storage
        findings = checkup.findings
        writes = plan
        budget = WriteBudget(capBytes: capBytes)
        preset = demand.preset
        if let storage {
            say(Self.description(of: storage))
            say(Self.description(of: plan))
        }
        let blocking = findings.filter { $0.severity == .blocking }
        if !blocking.isEmpty {
            let lines = blocking.map {
                "\($0.seen) [\($0.id)]\n  why: \($0.matters)\n  mend: \($0.remedy)"
            }
            throw CommandFailure(.preflightBlocked, lines.joined(separator: "\n"))
        }
        for finding in findings where finding.severity == .advisory {
            say("advisory: \(finding.seen) [\(finding.id)]")
        }
        for name in scratch?.removeLeftovers() ?? [] {
            say("removed \(name), left behind by a run that was killed")
        }
    }

    /// What machine and disk look like, without stopping at a blocking finding.
    ///
    /// - Throws: `CommandFailure` for a path that cannot be looked at.
    static func examine(
        path: String?, profile: Profile?, demand: DiskDemand, capBytes: Int?,
        options: GuardOptions, watchesLoad: Bool = true
    ) throws -> (Checkup, WritePlan) {
        let host = HostReader().facts()
        let (storage, refusal) = try path.map(Self.storage) ?? (nil, nil)
        let plan = demand.plan(host: host, storage: storage, capBytes: capBytes)
        let findings = Doctor().findings(
            host: host, storage: storage, profile: profile,
            intent: RunIntent(
                requiredBytes: plan.occupiedBytes, allowAnyFilesystem: options.allowAnyFilesystem,
                besideNode: options.besideNode,
                load: demand.load(host: host, storage: storage, capBytes: capBytes)),
            watchesLoad: watchesLoad)
        let tool = Self.toolFindings(allowDebugBuild: options.allowDebugBuild)
        let checkup = Checkup(
            host: host, storage: storage, findings: tool + [refusal].compactMap(\.self) + findings)
        return (checkup, plan)
    }

    /// Where the probes work.
    func environment(scale: ProbeScale, seed: UInt64) -> ProbeEnvironment {
        ProbeEnvironment(
            scale: scale, preset: preset, scratch: scratch,
            diskFileBytes: max(writes.sharedFileBytes, 1 << 20),
            blockWriteBytesMax: writes.blockWriteBytesMax,
            demandsProof: storage?.verdictCap == nil,
            allowedCPUs: host.cpu.allowedCPUs ?? 1,
            cores: AllowedCores.current(),
            availableMemoryBytes: host.memory.availableBytes, seed: seed,
            cancellation: Signals.cancellation)
    }

    /// What was written until now, for the record; `nil` when no disk is tested.
    var writeFacts: WriteFacts? {
        storage.map { _ in
            WriteFacts(
                sharedFileBytes: writes.sharedFileBytes, occupiedBytes: writes.occupiedBytes,
                plannedBytesMax: writes.writtenBytesMax(), capBytes: writes.capBytes,
                writtenBytes: budget.writtenBytes)
        }
    }

    /// A probe's conditions are read of this machine and the disk under test.
    var sampler: ConditionSampler {
        let reader = ConditionReader(device: storage?.devices.first?.name)
        return ConditionSampler {
            let first = reader.snapshot()
            return { reader.conditions(since: first) }
        }
    }

    /// Marks the probes whose figures no verdict may rest on; `isDisk` tells by a probe's id
    /// whether it writes to the disk under test.
    func capVerdicts(of probes: inout [ProbeRecord], isSmoke: Bool, isDisk: (String) -> Bool) {
        for index in probes.indices {
            if BuildFacts.build == "debug" {
                probes[index].verdictCap = "measured by a debug build"
            } else if isSmoke {
                probes[index].verdictCap = "measured with the small sizes of tests"
            } else if isDisk(probes[index].id) {
                probes[index].verdictCap = storage?.verdictCap(given: findings)
            }
        }
    }

    /// The facts of a directory, and a finding when this user may not write there.
    static func storage(
        behind path: String
    ) throws -> (facts: StorageFacts?, refusal: Finding?) {
        let reader = StorageReader()
        do throws(StorageError) {
            do throws(StorageError) {
                return (try reader.facts(path: path), nil)
            } catch .notPermitted(let refused) {
                return (
                    try reader.facts(path: path, toWrite: false),
                    StoragePreflight.notPermitted(path: refused)
                )
            }
        } catch {
            throw CommandFailure(error.exitStatus, error.description)
        }
    }

    private static func description(of storage: StorageFacts) -> String {
        let devices = storage.devices.map(\.name).joined(separator: " on ")
        return "disk: \(storage.path) is \(storage.filesystem.type) "
            + "mounted at \(storage.filesystem.mountPoint) from \(storage.filesystem.source)"
            + (devices.isEmpty ? "" : ", device \(devices)")
    }

    private static func description(of plan: WritePlan) -> String {
        let written =
            plan.capBytes.map { "never more than \($0 >> 20) MiB (--max-write)" }
            ?? "at most \(plan.writtenBytesMax() >> 20) MiB, by the fastest disk there is"
        return "scratch: \(plan.occupiedBytes >> 20) MiB at once, given back at the end; written: "
            + written
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

/// Ways past the guards, for whoever knows better.
struct GuardOptions: ParsableArguments {
    @Flag(
        name: .long,
        help: "Measure on tmpfs, ramfs or overlay as well; such disk figures decide nothing.")
    var allowAnyFilesystem = false

    @Flag(
        name: .long,
        help: "Measure beside a running node, which may miss its blocks; no disk verdict then.")
    var besideNode = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Write no more than that to the disk, such as 20GiB: the shared file becomes smaller, "
                + "blocks shorter, and what does not fit is skipped.", valueName: "size"))
    var maxWrite: ByteCountArgument?

    @Flag(name: .long, help: ArgumentHelp("Measure with a debug build.", visibility: .hidden))
    var allowDebugBuild = false
}

extension DiskDemand {
    /// What the run does to the disk; `nil` = nothing.
    func load(host: HostFacts, storage: StorageFacts?, capBytes: Int?) -> RunLoad? {
        func plan(_ rate: Double) -> WritePlan {
            self.plan(host: host, storage: storage, capBytes: capBytes, diskRate: rate)
        }
        let typical = plan(Self.typicalDiskRate)
        if typical.steps.isEmpty { return nil }
        return RunLoad(
            writtenBytes: typical.writtenBytesMax(),
            writtenBytesMax: plan(DiskSetting.fastestDiskBytesPerSecond).writtenBytesMax(),
            seconds: seconds(of: typical))
    }

    /// The plan for a machine and its disk: what lies on it leaves the margin free.
    func plan(
        host: HostFacts, storage: StorageFacts?, capBytes: Int?,
        diskRate: Double = DiskSetting.fastestDiskBytesPerSecond
    ) -> WritePlan {
        plan(
            memoryBytes: host.memory.totalBytes, capBytes: capBytes, diskRate: diskRate,
            fits: { storage?.hasRoom(for: $0) ?? true })
    }
}

extension StorageError {
    /// The exit code of a path that cannot be tested.
    fileprivate var exitStatus: ExitStatus {
        if case .pathNotFound = self { .noInput } else { .preflightBlocked }
    }
}
