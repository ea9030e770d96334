/// How the CPUs have spent their time since boot: the first line of /proc/stat, in ticks of 10 ms.
///
/// - Source: proc_stat(5). Guest time is counted in user time there, and is not added again.
package struct CPUTimes: Sendable, Equatable {
    /// Ticks in a second: USER_HZ is 100 on every architecture of servers.
    static let ticksPerSecond = 100.0

    /// Ticks in which a process or an interrupt ran.
    package let busyTicks: Int
    /// Of them, the ticks of interrupts.
    package let interruptTicks: Int
    /// Ticks without work, those that waited for a disk included.
    package let idleTicks: Int
    /// Ticks that the hypervisor gave to other guests.
    package let stealTicks: Int

    /// Parses the text of /proc/stat; nil if it has no line of all CPUs.
    package init?(_ text: String) {
        guard let first = lines(of: text).first else { return nil }
        let fields = words(of: first)
        let ticks = fields.dropFirst().compactMap { Int($0) }
        guard fields.first == "cpu", ticks.count >= 8, ticks.count == fields.count - 1 else {
            return nil
        }
        let bounded = ticks.map { max(0, min($0, 1 << 50)) }
        busyTicks = bounded[0] + bounded[1] + bounded[2] + bounded[5] + bounded[6]
        interruptTicks = bounded[5] + bounded[6]
        idleTicks = bounded[3] + bounded[4]
        stealTicks = bounded[7]
    }
}

/// How the CPUs spent their time between two readings.
package struct CPUUse: Sendable, Equatable {
    /// Fewer ticks than this tell no share.
    ///
    /// - Source: Ours: with ten ticks one more or less is 10 %.
    private static let ticksMin = 10

    /// Share of the time in which a process or an interrupt ran, 0...1.
    package let busyFraction: Double
    /// Share of the time in which a process or a thread of the kernel ran, 0...1.
    package let processFraction: Double
    /// Share of the time that the hypervisor gave to other guests, 0...1.
    package let stealFraction: Double
    /// Time of all CPUs together, in seconds.
    package let seconds: Double

    /// Makes the use between two readings; nil if too little time lies between them.
    package init?(from first: CPUTimes, to last: CPUTimes) {
        // Counters of idle time may run backwards by a tick (proc_stat(5)).
        let busy = max(0, last.busyTicks - first.busyTicks)
        let steal = max(0, last.stealTicks - first.stealTicks)
        let idle = max(0, last.idleTicks - first.idleTicks)
        let total = busy + steal + idle
        guard total >= Self.ticksMin else { return nil }
        busyFraction = Double(busy) / Double(total)
        let interrupts = max(0, last.interruptTicks - first.interruptTicks)
        processFraction = Double(max(0, busy - interrupts)) / Double(total)
        stealFraction = Double(steal) / Double(total)
        seconds = Double(total) / CPUTimes.ticksPerSecond
    }
}
