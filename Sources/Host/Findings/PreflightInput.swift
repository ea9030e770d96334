// Here: rules that name what makes figures doubtful, one a file.
// May use: facts of all kinds.
// Never: a limit of a profile; writing to the machine.

import Model

/// What a run will do here, as far as the preflight must know it.
package struct RunIntent: Sendable, Equatable {
    /// Bytes that will lie on the disk under test at once; 0 = nothing is written.
    package var requiredBytes: Int
    /// Measure in memory and on overlays all the same.
    package var allowAnyFilesystem: Bool
    /// Measure beside a running node all the same.
    package var besideNode: Bool
    /// What the run does to the disk; nil if not reported.
    package var load: RunLoad?

    /// Makes an intent; by default nothing is written, and no guard is passed by.
    package init(
        requiredBytes: Int = 0, allowAnyFilesystem: Bool = false, besideNode: Bool = false,
        load: RunLoad? = nil
    ) {
        self.requiredBytes = requiredBytes
        self.allowAnyFilesystem = allowAnyFilesystem
        self.besideNode = besideNode
        self.load = load
    }
}

/// What a run does to the disk under test, for whoever uses it meanwhile.
package struct RunLoad: Sendable, Equatable {
    /// Bytes that it writes at most.
    package var writtenBytesMax: Int
    /// What of it is written first, to make the file that is measured.
    package var fillBytes: Int
    /// How long it will probably keep the disk busy after that, in seconds.
    package var seconds: Double

    /// Makes a load; all of it is known before the run.
    package init(writtenBytesMax: Int, fillBytes: Int, seconds: Double) {
        self.writtenBytesMax = writtenBytesMax
        self.fillBytes = fillBytes
        self.seconds = seconds
    }

    /// Such as `writes at most 20.0 GiB and keeps the disk busy for about 150 s, and for the time
    /// to write 2.0 GiB first`.
    package var sentence: String {
        "writes at most \(bytesText(writtenBytesMax)) and keeps the disk busy for about "
            + "\(Int(seconds.rounded(.up))) s"
            + (fillBytes > 0 ? ", and for the time to write \(bytesText(fillBytes)) first" : "")
    }
}

/// All that the rules look at: facts that were read already, and files of the tree.
struct PreflightInput: Sendable {
    let tree: SystemTree
    let host: HostFacts
    let storage: StorageFacts?
    let profile: Profile?
    let intent: RunIntent
    let limits: ProcessLimits
    /// How the CPUs spent the last second or so; nil if not readable.
    let cpuUse: CPUUse?
    /// The NUMA nodes, by those who tell of them.
    let numa: NUMASurvey
    /// What lies behind a path as a process sees it, and whether that has mounts of its own;
    /// nil if not visible from here.
    let storageOfProcess:
        @Sendable (_ process: Int, _ path: String) -> (facts: StorageFacts, hasOwnMounts: Bool)?

    /// A command that needs root, as this user has to type it.
    func asRoot(_ command: String) -> String { (limits.isRoot ? "" : "sudo ") + command }

    /// A value written to a file that only root may write, as this user has to type it.
    func write(_ value: String, to file: String) -> String {
        limits.isRoot ? "echo \(value) > \(file)" : "echo \(value) | sudo tee \(file)"
    }

    /// Where a setting of the kernel has to be made: a container shares its host's.
    var place: String { host.virtualization.container == nil ? "" : "on the host: " }

    /// The limit of a fact that the profile asks for; nil if it does not.
    func required(_ fact: Fact) -> Requirement.Limit? {
        profile?.requirements.first { $0.subjectID == fact.rawValue }?.limit
    }
}
