/// What else happened on the machine while a block ran.
///
/// It tells a disturbed block from a slow machine. Every field is optional: `nil` was not readable
/// on that machine, and is never a zero. Fractions are 0...1. The counters of /proc/stat move in
/// ticks of 10 ms, so that a block of 0.15 s on two CPUs resolves 3.3 %.
package struct BlockConditions: Codable, Sendable, Equatable {
    /// How long the block took with what is done before and after its timed work, in seconds.
    package var elapsedSeconds: Double?
    /// Share of the time of all CPUs that the hypervisor gave to other guests.
    package var stealFraction: Double?
    /// Share of the time of all CPUs that other processes used.
    ///
    /// Children of this process, interrupts and the kernel's own threads are left out: they may
    /// work for this process.
    package var foreignCPUFraction: Double?
    /// How often the scheduler took a CPU from one of this process's threads that wanted to go on.
    package var involuntarySwitches: Int?
    /// Load average over one minute, at the end of the block.
    package var loadAverage: Double?
    /// Clock of the CPU that the timed thread was on at the end of the block, in hertz.
    package var frequencyHertz: Double?
    /// Thermal throttling events of all CPUs.
    package var throttleCount: Int?
    /// Time that the CPU quota of a control group held this process back, in seconds of all CPUs.
    package var quotaThrottledSeconds: Double?
    /// Share of the block in which some task waited for a CPU (PSI, `some`).
    package var pressureCPUFraction: Double?
    /// Share of the block in which some task waited for a disk (PSI, `some`), ours included.
    package var pressureIOFraction: Double?
    /// Share of the block in which some task waited for memory (PSI, `some`).
    package var pressureMemoryFraction: Double?
    /// Share of the bytes that the disk under test moved and that this process did not ask for.
    ///
    /// `nil` also where the block itself asked for nothing, or too little moved for a share.
    package var foreignDiskFraction: Double?
    /// Share of the block in which the disk under test had work.
    package var diskBusyFraction: Double?
    /// The other processes that took most, the greatest share first; nil means none took 1 %, or
    /// none could be read.
    package var processes: [ProcessLoad]?

    package init(
        elapsedSeconds: Double? = nil, stealFraction: Double? = nil,
        foreignCPUFraction: Double? = nil, involuntarySwitches: Int? = nil,
        loadAverage: Double? = nil, frequencyHertz: Double? = nil, throttleCount: Int? = nil,
        quotaThrottledSeconds: Double? = nil, pressureCPUFraction: Double? = nil,
        pressureIOFraction: Double? = nil, pressureMemoryFraction: Double? = nil,
        foreignDiskFraction: Double? = nil, diskBusyFraction: Double? = nil,
        processes: [ProcessLoad]? = nil
    ) {
        self.elapsedSeconds = elapsedSeconds
        self.stealFraction = stealFraction
        self.foreignCPUFraction = foreignCPUFraction
        self.involuntarySwitches = involuntarySwitches
        self.loadAverage = loadAverage
        self.frequencyHertz = frequencyHertz
        self.throttleCount = throttleCount
        self.quotaThrottledSeconds = quotaThrottledSeconds
        self.pressureCPUFraction = pressureCPUFraction
        self.pressureIOFraction = pressureIOFraction
        self.pressureMemoryFraction = pressureMemoryFraction
        self.foreignDiskFraction = foreignDiskFraction
        self.diskBusyFraction = diskBusyFraction
        self.processes = processes
    }
}

/// What the processes of one name took of a machine during a block; their arguments are not kept.
package struct ProcessLoad: Codable, Sendable, Equatable {
    /// As the kernel names them, at most 15 bytes there.
    package var name: String
    /// Share of the time of all CPUs, 0...1; nil means below 1 %, or not readable.
    package var cpuFraction: Double?
    /// Share of the bytes that the disk under test moved, 0...1; nil means below 1 %, or not
    /// readable by the user who measured.
    ///
    /// Bytes count when they are written to memory, which may be before the disk moves them.
    package var diskFraction: Double?

    package init(name: String, cpuFraction: Double? = nil, diskFraction: Double? = nil) {
        self.name = name
        self.cpuFraction = cpuFraction
        self.diskFraction = diskFraction
    }
}

extension BlockConditions {
    /// Above this share of the CPU time, what the hypervisor took is large enough to report: 5 %.
    ///
    /// - Source: Ours: more than the guard band of a fail (3 %), and less than the tolerance that
    ///   profiles give (10 %).
    package static let stealFractionLimit = 0.05

    /// Above this share of the CPU time, what other processes took is large enough to report.
    ///
    /// - Source: Ours: as large as the differences that a verdict is about (5 %).
    package static let foreignCPUFractionLimit = 0.05

    /// Above this share of the bytes, what others made the disk under test move is large enough to
    /// report.
    ///
    /// - Source: Ours: a file system's journal and metadata stay below it.
    package static let foreignDiskFractionLimit = 0.25
}
