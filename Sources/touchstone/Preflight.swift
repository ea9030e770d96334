import ArgumentParser
import Files
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

    private let budget: WriteBudget

    /// Where scratch files go; `nil` when no disk is tested.
    var scratch: ScratchSpace? {
        storage.map { ScratchSpace(directory: $0.path, budget: budget) }
    }

    /// Reads facts, says on which disk what will be written, and stops where the run must not be.
    ///
    /// Without a path no disk is looked at; `scratchBytes` is how much will lie on it at once, and
    /// `load` what whoever else uses the disk will feel, `nil` = not told.
    ///
    /// - Throws: `CommandFailure` for a path that cannot be tested or a blocking finding.
    init(
        path: String?, profile: Profile? = nil, scratchBytes: Int, options: GuardOptions,
        budget: WriteBudget? = nil, load: RunLoad? = nil, watchesLoad: Bool = true,
        say: (String) -> Void
    ) throws {
        self.budget = budget ?? WriteBudget(limitBytes: options.maxWrite?.bytes)
        let checkup = try Self.examine(
            path: path, profile: profile, scratchBytes: scratchBytes, options: options, load: load,
            watchesLoad: watchesLoad)
        host = checkup.host
        storage = checkup.storage
        findings = checkup.findings
        if let storage {
            say(Self.description(of: storage))
            let limit = self.budget.limitBytes.map { ", \($0 >> 20) MiB in all at most" } ?? ""
            let scratch = min(scratchBytes, self.budget.limitBytes ?? .max)
            say(
                "scratch: \(scratch >> 20) MiB, written over and over\(limit), given back at "
                    + "the end")
        }
        let blocking = findings.filter { $0.severity == .blocking }
        if !blocking.isEmpty {
            let lines = blocking.flatMap {
                ["\($0.seen) [\($0.id)]", "  why: \($0.matters)", "  mend: \($0.remedy)"]
            }
            throw CommandFailure(.preflightBlocked, lines: lines)
        }
        for finding in findings where finding.severity == .advisory {
            say("advisory: \(finding.seen) [\(finding.id)]")
        }
        scratch?.removeLeftovers().lines.forEach(say)
    }

    /// What machine and disk look like, without stopping at a blocking finding.
    ///
    /// - Throws: `CommandFailure` for a path that cannot be looked at.
    static func examine(
        path: String?, profile: Profile?, scratchBytes: Int, options: GuardOptions,
        load: RunLoad? = nil, watchesLoad: Bool = true
    ) throws -> Checkup {
        let host = HostReader().facts()
        let (storage, refusal) = try path.map(Self.storage) ?? (nil, nil)
        let findings = Doctor().findings(
            host: host, storage: storage, profile: profile,
            intent: RunIntent(
                requiredBytes: scratchBytes, allowAnyFilesystem: options.allowAnyFilesystem,
                besideNode: options.besideNode, load: load), watchesLoad: watchesLoad)
        let tool = Self.toolFindings(allowDebugBuild: options.allowDebugBuild)
        return Checkup(
            host: host, storage: storage, findings: tool + [refusal].compactMap(\.self) + findings)
    }

    /// Looks at a path without asking whether it may be written to; `nil` = there is none.
    ///
    /// - Throws: `CommandFailure` for a path that cannot be looked at.
    static func check(path: String?) throws {
        guard let path else { return }
        do throws(StorageError) {
            _ = try StorageReader().facts(path: path, toWrite: false)
        } catch {
            throw CommandFailure(error.exitStatus, error.description)
        }
    }

    /// A probe's conditions are read of this machine and the disk under test.
    var sampler: ConditionSampler {
        ConditionReader(device: device).sampler
    }

    /// The kernel name of the device under test.
    var device: String? { storage?.devices.first?.name }

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
    private static func storage(behind path: String) throws -> (StorageFacts?, Finding?) {
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
        help: ArgumentHelp(
            "Measure beside a running node, which may miss its blocks; disk figures then decide "
                + "nothing."))
    var besideNode = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Never write more than this to the disk in all: 20GiB, 500MB. What does not fit is "
                + "shortened or left out.", valueName: "size"))
    var maxWrite: SizeArgument?

    @Flag(name: .long, help: ArgumentHelp("Measure with a debug build.", visibility: .hidden))
    var allowDebugBuild = false
}

extension LockedFolder.Leftovers {
    /// One sentence a folder.
    var lines: [String] {
        removed.map { "removed \($0), left behind by a run that was killed" }
            + remaining.map { "\($0.name) was not removed: \($0.reason)" }
    }
}

extension StorageError {
    /// The exit code of a path that cannot be tested.
    fileprivate var exitStatus: ExitStatus {
        if case .pathNotFound = self { .noInput } else { .preflightBlocked }
    }
}
