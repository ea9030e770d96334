import Model

/// CPU time that the hypervisor gives to other guests.
enum StealRule {
    /// - Source: Ours, after operators' practice: Helium's documentation tells validators to change
    ///   the provider when steal stays above 1 %.
    private static let fractionMax = 0.01

    static func findings(_ examination: PreflightInput) -> [Finding] {
        guard let use = examination.cpuUse, use.stealFraction > fractionMax else { return [] }
        return [
            Finding(
                .machineSteal, .advisory,
                seen:
                    "the hypervisor took \(QuantityFormat.share(use.stealFraction)) of the CPU "
                    + "time just now",
                matters: "the host has promised its CPUs to more guests than it can serve; a "
                    + "collator then misses its slot although its own machine looks idle",
                remedy: "watch st in vmstat 5 for a day; if it stays above 1 %, ask for "
                    + "dedicated CPUs or change the provider")
        ]
    }
}
