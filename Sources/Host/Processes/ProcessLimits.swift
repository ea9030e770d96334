internal import CPlatform
internal import Glibc

/// What only system calls tell of this process and the clock; a captured tree has none of it.
package struct ProcessLimits: Sendable, Equatable {
    /// Whether this process runs as root, so that a remedy needs no `sudo`.
    package var isRoot: Bool
    /// This process's own number; nil if unknown.
    package var processID: Int?
    /// The most files that a process started from here may ever open; nil means no limit, or
    /// unknown.
    package var openFilesMax: Int?
    /// Seconds of CPU time after which the kernel ends this process; nil means no limit, or
    /// unknown.
    package var cpuSecondsMax: Int?
    /// Whether the kernel holds the wall clock synchronised; nil if unknown.
    package var isClockSynchronised: Bool?

    /// Makes limits; what is not given is unknown.
    package init(
        isRoot: Bool = false, processID: Int? = nil, openFilesMax: Int? = nil,
        cpuSecondsMax: Int? = nil, isClockSynchronised: Bool? = nil
    ) {
        self.isRoot = isRoot
        self.processID = processID
        self.openFilesMax = openFilesMax
        self.cpuSecondsMax = cpuSecondsMax
        self.isClockSynchronised = isClockSynchronised
    }

    /// Asks the machine this process runs on.
    package static func current() -> ProcessLimits {
        var limits = ProcessLimits(isRoot: geteuid() == 0, processID: Int(getpid()))
        var soft: Int64 = 0
        var hard: Int64 = 0
        if cplatform_open_file_limit(&soft, &hard) == 0, hard >= 0 {
            limits.openFilesMax = Int(hard)
        }
        if cplatform_cpu_time_limit(&soft, &hard) == 0, soft >= 0 {
            limits.cpuSecondsMax = Int(soft)
        }
        let synchronised = cplatform_clock_synchronised()
        if synchronised >= 0 { limits.isClockSynchronised = synchronised == 1 }
        return limits
    }
}
