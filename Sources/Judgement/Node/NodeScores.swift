package import Model

/// The scores of a record as the node counts them: one mean a metric, in bytes per second.
package enum NodeScores {
    /// One score.
    struct Score: Equatable {
        let bytesPerSecond: Double
        /// How many kept samples it combines; 1 for an imported record.
        let sampleCount: Int
        /// What the node printed, for an imported record; `nil` otherwise.
        let printed: String?
        /// How far the node's own mean may lie from the score, in bytes per second; 0 when
        /// measured.
        let roundingBytesPerSecond: Double
    }

    /// Every node metric that the record measured, with its score in bytes per second.
    package static func all(in record: RunRecord) -> [NodeMetric: Double] {
        var scores: [NodeMetric: Double] = [:]
        for metric in NodeMetric.allCases {
            scores[metric] = score(of: metric, in: record)?.bytesPerSecond
        }
        return scores
    }

    /// The rows of the node's table: the profile's metrics in its order, then those it leaves out.
    ///
    /// A metric that the record did not measure has no row.
    ///
    /// - Parameters:
    ///   - record: measured or imported.
    ///   - profile: whose minima the scores stand beside.
    ///   - tolerancePercent: 0...100.
    /// - Returns: rows in the order above.
    package static func rows(
        of record: RunRecord, profile: Profile, tolerancePercent: Double
    ) -> [NodeTableRow] {
        let scores = all(in: record)
        let minima = NodeMinimum.all(of: profile)
        var rows = minima.compactMap { minimum in
            scores[minimum.metric].map { score in
                let ratio = score / minimum.bytesPerSecond
                return NodeTableRow(
                    metric: minimum.metric, scoreBytesPerSecond: score,
                    minimumBytesPerSecond: minimum.bytesPerSecond, ratio: ratio,
                    passed: NodeRule.passes(ratio: ratio, tolerancePercent: tolerancePercent))
            }
        }
        for metric in NodeMetric.allCases where !minima.contains(where: { $0.metric == metric }) {
            if let score = scores[metric] {
                rows.append(NodeTableRow(metric: metric, scoreBytesPerSecond: score))
            }
        }
        return rows
    }

    /// All kept samples as if they were one pass: total work by total time.
    ///
    /// The node runs one pass and divides its bytes by its seconds, so blocks are added up before
    /// dividing, which weighs them by their time; a mean of the blocks' rates, or their median,
    /// would be another figure. The parallel metric does so for each thread and takes the mean of
    /// the threads, as the node does.
    ///
    /// nil if the record has no kept rate of the metric.
    ///
    /// - Source: polkadot-sdk 849e35382c, substrate/client/sysinfo/src/sysinfo.rs, `benchmark` and
    ///   `benchmark_cpu_parallelism`.
    static func score(of metric: NodeMetric, in record: RunRecord) -> Score? {
        guard let (probe, _) = record.probe(measuring: metric.metric), probe.status == .measured
        else { return nil }
        var work: [Double] = []
        var seconds: [Double] = []
        var sampleCount = 0
        for block in probe.blocks where block.phase == .kept {
            guard case .rate(let sample)? = block.samples[metric.metric] else { continue }
            sampleCount += 1
            for thread in sample.work.indices {
                if thread == work.endIndex {
                    work.append(0)
                    seconds.append(0)
                }
                work[thread] += sample.work[thread]
                seconds[thread] += sample.seconds[thread]
            }
        }
        if sampleCount == 0 { return nil }
        // Bytes per unit of work are a power of two, so the factor costs no bit of the quotient.
        let perSecond = RateSample(work: work, seconds: seconds).perSecond
        let imported = record.origin == .imported
        return Score(
            bytesPerSecond: perSecond * metric.nodeBytesPerWork, sampleCount: sampleCount,
            printed: imported ? probe.parameters["printed"] : nil,
            roundingBytesPerSecond: imported
                ? probe.parameters["roundingBytesPerSecond"].flatMap(Double.init) ?? 0 : 0)
    }
}

/// A profile's line that the node's rule knows: a required minimum of one of its metrics.
struct NodeMinimum {
    let metric: NodeMetric
    let bytesPerSecond: Double
    let requirement: Requirement

    /// In the order of the profile; facts, recommendations and other metrics are no part of it.
    static func all(of profile: Profile) -> [NodeMinimum] {
        profile.requirements.compactMap { requirement in
            guard requirement.level == .required, requirement.comparison == .atLeast,
                case .metric(let id, _) = requirement.subject,
                case .quantity(let limit, _) = requirement.limit,
                let metric = NodeMetric(metric: id)
            else { return nil }
            return NodeMinimum(
                metric: metric, bytesPerSecond: limit * metric.nodeBytesPerWork,
                requirement: requirement)
        }
    }
}
