import Model

/// Work of other processes now.
enum BusyRule {
    static func findings(_ examination: PreflightInput) -> [Finding] {
        var seen: [String] = []
        if let use = examination.cpuUse,
            use.busyFraction > BlockConditions.foreignCPUFractionLimit
        {
            seen.append(
                "other processes used \(QuantityFormat.share(use.busyFraction)) of the CPU time "
                    + "just now")
        }
        if let load = examination.tree.loadAverage,
            let cpus = examination.host.cpu.logicalCPUs, load > loadPerCPUMax * Double(cpus)
        {
            seen.append(
                "the load average is \(DecimalText.fixed(min(load, 1e6), places: 1)) on "
                    + counted(cpus, "CPU"))
        }
        guard !seen.isEmpty else { return [] }
        return [
            Finding(
                .machineBusy, .advisory, seen: seen.joined(separator: "; "),
                matters: "what others take is missing from the figures, and the same machine would "
                    + "come out faster when it is idle",
                remedy: "see with top what it is; stop it, or measure when it has ended")
        ]
    }

    /// - Source: Ours: half of the CPUs wanted all the time for a minute is no idle machine.
    private static let loadPerCPUMax = 0.5
}
