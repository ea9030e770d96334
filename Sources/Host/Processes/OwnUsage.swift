internal import CPlatform

/// What this process has used until now, and when that was.
package struct OwnUsage: Sendable, Equatable {
    /// Monotonic time of the reading in nanoseconds.
    package var monotonicNanoseconds: UInt64
    /// CPU time of all threads, ended ones included, in seconds; nil if not readable.
    package var cpuSeconds: Double?
    /// How often a thread lost its CPU although it wanted to go on; nil if not readable.
    package var involuntarySwitches: Int?
    /// CPU that the calling thread is on; nil if not readable.
    package var currentCPU: Int?

    /// Makes a usage; what is not given was not readable.
    package init(
        monotonicNanoseconds: UInt64, cpuSeconds: Double? = nil, involuntarySwitches: Int? = nil,
        currentCPU: Int? = nil
    ) {
        self.monotonicNanoseconds = monotonicNanoseconds
        self.cpuSeconds = cpuSeconds
        self.involuntarySwitches = involuntarySwitches
        self.currentCPU = currentCPU
    }

    /// Asks the kernel.
    package static func current() -> OwnUsage {
        var usage = OwnUsage(monotonicNanoseconds: touchstone_monotonic_nanoseconds())
        var nanoseconds: Int64 = 0
        var switches: Int64 = 0
        if cplatform_own_usage(&nanoseconds, &switches) == 0 {
            usage.cpuSeconds = Double(nanoseconds) / 1e9
            usage.involuntarySwitches = Int(switches)
        }
        let cpu = Int(cplatform_current_cpu())
        usage.currentCPU = cpu >= 0 ? cpu : nil
        return usage
    }
}
