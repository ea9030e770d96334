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

    /// Where scratch files go; `nil` when no disk is tested.
    var scratch: ScratchSpace? { storage.map { ScratchSpace(directory: $0.path) } }

    /// Reads facts, says on which disk what will be written, and stops where the run must not be.
    ///
    /// - Parameters:
    ///   - path: the directory to test; `nil` = none.
    ///   - scratchBytes: how much will lie on the disk at once.
    /// - Throws: `CommandFailure` for a path that cannot be tested or a blocking finding.
    init(path: String?, scratchBytes: Int, options: GuardOptions, say: (String) -> Void) throws {
        host = HostReader().facts()
        storage = try path.map(Self.storage)
        var findings = Self.toolFindings(allowDebugBuild: options.allowDebugBuild)
        if let storage {
            findings += StoragePreflight.findings(
                storage, requiredBytes: scratchBytes,
                allowAnyFilesystem: options.allowAnyFilesystem)
        }
        self.findings = findings
        if let storage {
            say(Self.description(of: storage))
            say("scratch: \(scratchBytes >> 20) MiB, written over and over, given back at the end")
        }
        let blocking = findings.filter { $0.severity == .blocking }
        if !blocking.isEmpty {
            let lines = blocking.map {
                "\($0.seen) [\($0.id)]\n  why: \($0.matters)\n  mend: \($0.remedy)"
            }
            throw CommandFailure(.preflightBlocked, lines.joined(separator: "\n"))
        }
        for name in scratch?.removeLeftovers() ?? [] {
            say("removed \(name), left behind by a run that was killed")
        }
    }

    /// Marks the probes whose figures no verdict may rest on.
    ///
    /// - Parameter isDisk: whether the probe with an id writes to the disk under test.
    func capVerdicts(of probes: inout [ProbeRecord], isSmoke: Bool, isDisk: (String) -> Bool) {
        for index in probes.indices {
            if BuildFacts.build == "debug" {
                probes[index].verdictCap = "measured by a debug build"
            } else if isSmoke {
                probes[index].verdictCap = "measured with the small sizes of tests"
            } else if isDisk(probes[index].id) {
                probes[index].verdictCap = storage?.verdictCap
            }
        }
    }

    private static func storage(behind path: String) throws -> StorageFacts {
        do {
            return try StorageReader().facts(path: path)
        } catch {
            let status: ExitStatus = if case .pathNotFound = error { .noInput } else { .preflightBlocked }
            throw CommandFailure(status, error.description)
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
                id: "tool.debug-build", severity: allowDebugBuild ? .advisory : .blocking,
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

    @Flag(name: .long, help: ArgumentHelp("Measure with a debug build.", visibility: .hidden))
    var allowDebugBuild = false
}
