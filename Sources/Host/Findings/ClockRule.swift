import Model

/// The clock: whether reading it is slow, and whether it tells the time.
enum ClockRule {
    private static let directory = "/sys/devices/system/clocksource/clocksource0"

    /// Clock sources that are read from a device, outside the CPU.
    ///
    /// - Source: Linux arch/x86/kernel/hpet.c, drivers/clocksource/{acpi_pm,i8253}.c and
    ///   kernel/time/jiffies.c; clock_gettime then needs a system call.
    private static let slow: Set<String> = ["acpi_pm", "hpet", "jiffies", "pit", "refined-jiffies"]

    static func findings(_ examination: PreflightInput) -> [Finding] {
        [source(examination), synchronisation(examination)].compactMap(\.self)
    }

    private static func source(_ examination: PreflightInput) -> Finding? {
        guard let name = examination.tree.line(directory + "/current_clocksource"),
            slow.contains(name)
        else { return nil }
        let available = words(
            of: examination.tree.line(directory + "/available_clocksource") ?? "")
        let better = available.first { !slow.contains($0) }
        return Finding(
            .clockSource, .advisory, seen: "the clock source is \(name)",
            matters: "each look at the clock is a system call that reads a device; a node looks "
                + "at it thousands of times a second, and short measurements lose precision",
            remedy: better.map {
                examination.place
                    + examination.write($0, to: directory + "/current_clocksource")
            } ?? "see dmesg | grep -i tsc for why the CPU's own counter was refused; update the "
                + "BIOS, or ask the provider")
    }

    private static func synchronisation(_ examination: PreflightInput) -> Finding? {
        guard examination.limits.isClockSynchronised == false else { return nil }
        return Finding(
            .clockUnsynchronised, .advisory, seen: "the kernel's clock is not synchronised",
            matters: "slots are reckoned by the wall clock: a clock that is off by a second "
                + "authors a second late or early, and others refuse the block",
            remedy: examination.place + examination.asRoot("apt-get install chrony")
                + ", then chronyc tracking")
    }
}
