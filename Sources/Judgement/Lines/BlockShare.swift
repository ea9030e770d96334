import Model

/// What a block could not have: time that the hypervisor, a quota, heat or other processes took.
///
/// It counts only against a fail. A block that was starved counts as if it had reached the line. Of
/// any other block the value is divided by the share of the processor, or of the disk's work, that
/// was left to it: others can have cost no more than what they took. A pass is never helped.
///
/// - Source: Ours.
struct BlockShare: Equatable {
    /// Why a block is starved.
    enum Cause: CaseIterable {
        case heat, steal, quota

        var label: QualityLabel {
            switch self {
            case .heat: .throttled
            case .steal: .starvedBySteal
            case .quota: .starvedByQuota
            }
        }
    }

    /// Empty = it was not starved.
    let causes: Set<Cause>
    /// Share of the processor that was left by hypervisor and quota, 0...1.
    let left: Double
    /// Share of the processor that other processes took, 0...1.
    let foreignCPU: Double
    /// Share of the disk's bytes that were others', 0...1.
    let foreignDisk: Double

    /// - Parameters:
    ///   - conditions: of the block; nil if not looked at.
    ///   - logicalCPUs: of the machine; nil if not known, so that ticks cannot be counted.
    ///   - timedSeconds: of the block's timed work; nil means the whole block was.
    init(_ conditions: BlockConditions?, logicalCPUs: Int?, timedSeconds: Double?) {
        let steal = Self.fraction(conditions?.stealFraction)
        let quota = Self.quota(conditions, timedSeconds: timedSeconds)
        let limit = JudgementConstants.starvedShare
        var causes: Set<Cause> = []
        if (conditions?.throttleCount ?? 0) > 0 { causes.insert(.heat) }
        if steal > limit, Self.ticks(steal, conditions, logicalCPUs) >= Self.ticksMin {
            causes.insert(.steal)
        }
        if quota > limit { causes.insert(.quota) }
        self.causes = causes
        foreignCPU = Self.fraction(conditions?.foreignCPUFraction)
        foreignDisk = Self.fraction(conditions?.foreignDiskFraction)
        left = (1 - steal) * (1 - quota)
    }

    private static let ticksMin = Double(JudgementConstants.starvedTicksMin) - 0.5

    /// Share of a metric's resource that was left to the block, 0...1.
    ///
    /// A rate or time of the processor or the memory suffers from others on the processors, one of
    /// the disk from others on the disk as well: who writes needs a processor for it.
    func left(for part: MachinePart?) -> Double {
        let cpu = max(0, left - foreignCPU)
        return part == .disk ? cpu * (1 - foreignDisk) : cpu
    }

    /// Whether others took so much of what a metric rests on that a report mentions it.
    func isLoaded(for part: MachinePart?) -> Bool {
        foreignCPU > MeasuredLoad.Resource.cpu.shareMin
            || part == .disk && foreignDisk > MeasuredLoad.Resource.disk.shareMin
    }

    /// Whether the block was so disturbed that tests for drift and two levels leave it out.
    func isMarked(for part: MachinePart?) -> Bool { !causes.isEmpty || isLoaded(for: part) }

    private static func fraction(_ value: Double?) -> Double { min(1, max(0, value ?? 0)) }

    /// How many ticks of all CPUs a share is; without end where that is not known.
    private static func ticks(
        _ share: Double, _ conditions: BlockConditions?, _ logicalCPUs: Int?
    ) -> Double {
        guard let seconds = conditions?.elapsedSeconds, let logicalCPUs else { return .infinity }
        return share * seconds * Double(logicalCPUs) * 100
    }

    /// What a quota took of a block's time, 0...1.
    private static func quota(
        _ conditions: BlockConditions?, timedSeconds: Double?
    ) -> Double {
        guard let held = conditions?.quotaThrottledSeconds, held > 0,
            let whole = timedSeconds ?? conditions?.elapsedSeconds, whole > 0
        else { return 0 }
        return fraction(held / whole)
    }
}

extension BlockRecord {
    /// What the block could not have while a metric was measured.
    func share(of metric: MetricID, logicalCPUs: Int?) -> BlockShare {
        var timed: Double?
        // What is timed is a part of the block, and a rate tells which.
        if case .rate(let rate)? = samples[metric] { timed = rate.seconds.max() }
        return BlockShare(conditions, logicalCPUs: logicalCPUs, timedSeconds: timed)
    }
}

extension MeasuredLoad.Resource {
    /// Above this share, what others took is reported and marks a block.
    var shareMin: Double {
        switch self {
        case .cpu: BlockConditions.foreignCPUFractionLimit
        case .disk: BlockConditions.foreignDiskFractionLimit
        }
    }
}
