import Model

/// Swap: in use now, or there to be used.
enum SwapRule {
    /// - Source: Ours: idle pages of a booted system, and no more, fit below it.
    private static let usedBytesMax = 256 << 20

    static func findings(_ examination: PreflightInput) -> [Finding] {
        let memory = MemoryInfo(examination.tree.text("/proc/meminfo") ?? "")
        guard let total = memory.swapTotalBytes, total > 0 else { return [] }
        let used = memory.swapFreeBytes.map { max(0, total - $0) } ?? 0
        let matters =
            "a page of the node that was moved to disk must be read back before the block that "
            + "needs it is done"
        if used > usedBytesMax {
            return [
                Finding(
                    .memorySwapUsed, .advisory,
                    seen: "\(bytesText(used)) of \(bytesText(total)) swap are in use",
                    matters: matters,
                    remedy: "free memory (see with top, sorted by M, who holds it), then "
                        + examination.asRoot("swapoff -a") + " && "
                        + examination.asRoot("swapon -a"))
            ]
        }
        return [
            Finding(
                .memorySwap, .note, seen: "\(bytesText(total)) of swap, hardly used",
                matters: matters,
                remedy: examination.place + examination.asRoot("sysctl vm.swappiness=1")
                    + " keeps it for emergencies")
        ]
    }
}
