import Model

/// What disturbed the blocks of a run, in one sentence each.
enum ConditionText {
    static func lines(_ record: RunRecord) -> [String] {
        let all = record.probes.flatMap(\.blocks).filter { $0.phase == .kept }
            .compactMap(\.conditions)
        // A log line is all that other blocks may ask of the disk.
        let disk = record.probes.filter(\.usesDisk).flatMap(\.blocks)
            .filter { $0.phase == .kept }.compactMap(\.conditions)
        return [
            share(
                all.compactMap(\.stealFraction), above: BlockConditions.stealFractionLimit,
                "the hypervisor took", "of the CPU time"),
            share(
                all.compactMap(\.foreignCPUFraction),
                above: BlockConditions.foreignCPUFractionLimit,
                "other processes took", "of the CPU time"),
            share(
                disk.compactMap(\.foreignDiskFraction),
                above: BlockConditions.foreignDiskFractionLimit,
                "others, or the file system itself, moved", "of the disk's bytes"),
            throttled(all.compactMap(\.throttleCount)),
            held(all.compactMap(\.quotaThrottledSeconds)),
        ].compactMap(\.self)
    }

    private static func share(
        _ fractions: [Double], above limit: Double, _ who: String, _ what: String
    ) -> String? {
        let over = fractions.filter { $0 > limit }
        guard let most = over.max(), let least = over.min() else { return nil }
        return "\(who) \(QuantityFormat.shares(least, most)) \(what) during \(over.count) of "
            + counted(fractions.count, "block")
    }

    private static func throttled(_ counts: [Int]) -> String? {
        let over = counts.filter { $0 > 0 }
        guard !over.isEmpty else { return nil }
        return "the CPU slowed itself down for heat during \(over.count) of "
            + counted(counts.count, "block")
    }

    private static func held(_ seconds: [Double]) -> String? {
        let over = seconds.filter { $0 > 0 }
        guard !over.isEmpty else { return nil }
        return "a CPU quota held the run back for "
            + QuantityFormat.duration(seconds: over.reduce(0, +))
            + " of thread time, during \(over.count) of \(counted(seconds.count, "block"))"
    }
}

extension ProbeRecord {
    /// Whether its figures rest on the disk under test.
    fileprivate var usesDisk: Bool {
        metrics.contains { [.disk, .chain].contains(MachinePart($0.id)) }
    }
}
