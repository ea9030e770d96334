import Model
import Statistics

extension MeasuredLoad {
    /// What others took in more of the blocks than outliers are; nil means in no more.
    ///
    /// - Parameters:
    ///   - blocks: that a line is judged by.
    ///   - metric: the line's.
    ///   - resource: what others took of.
    ///   - shareMin: above which a block counts.
    init?(
        _ blocks: [BlockRecord], of metric: MetricID, resource: Resource, shareMin: Double
    ) {
        let shares = blocks.map { block -> Double in
            switch resource {
            case .cpu: block.conditions?.foreignCPUFraction ?? 0
            case .disk: block.conditions?.foreignDiskFraction ?? 0
            }
        }
        let met = blocks.indices.filter { shares[$0] > shareMin }
        // A stage is one block.
        guard
            blocks.count == 1
                ? met.count == 1 : Modality.counts(met.count, of: blocks.count),
            let least = met.map({ shares[$0] }).min(), let most = met.map({ shares[$0] }).max()
        else { return nil }
        self.init(
            resource: resource, least: min(1, least), most: min(1, most), blocks: met.count,
            of: blocks.count, processes: Self.processes(met.map { blocks[$0] }, resource))
    }

    /// As many names as a sentence takes.
    private static let namesMax = 3

    /// Mean shares by name over the blocks, the greatest first.
    private static func processes(
        _ blocks: [BlockRecord], _ resource: Resource
    ) -> [ProcessLoad] {
        var sums: [String: Double] = [:]
        for load in blocks.flatMap({ $0.conditions?.processes ?? [] }) {
            guard let share = resource == .cpu ? load.cpuFraction : load.diskFraction else {
                continue
            }
            sums[load.name, default: 0] += share
        }
        let means = sums.map { (name: $0, share: min(1, $1 / Double(blocks.count))) }
            .filter { $0.share >= 0.005 }
            .sorted { ($0.share, $1.name) > ($1.share, $0.name) }
        return means.prefix(namesMax).map { name, share in
            resource == .cpu
                ? ProcessLoad(name: name, cpuFraction: share)
                : ProcessLoad(name: name, diskFraction: share)
        }
    }

    /// The loads that concern a part of the machine.
    ///
    /// Where a load is what keeps a miss from being a fail, `isExcuse`, it is named however small.
    static func all(
        _ blocks: [BlockRecord], of metric: MetricID, part: MachinePart?, isExcuse: Bool
    ) -> [MeasuredLoad] {
        let resources: [Resource] =
            switch part {
            case .disk: [.disk, .cpu]
            case .chain: [.cpu, .disk]
            case .cpu, .memory, nil: [.cpu]
            }
        return resources.compactMap { resource in
            MeasuredLoad(blocks, of: metric, resource: resource, shareMin: resource.shareMin)
                ?? (isExcuse
                    ? MeasuredLoad(blocks, of: metric, resource: resource, shareMin: 0.005) : nil)
        }
    }
}
