package import Model

/// What the first looks at clock and noise say to the reader.
package enum NoiseFindings {
    /// Spread of a fixed loop above which a run is limited by noise: 10 %.
    ///
    /// Ours: what the profiles tolerate.
    package static let spreadPercentMax = 10.0

    /// Steal above which a run is limited by noise: what is large enough to report of a single
    /// block.
    package static let stealFractionMax = BlockConditions.stealFractionLimit

    /// Error of the clock on a block above which its figures are doubtful: 0.1 %.
    ///
    /// Ours: a tenth of the noise of a quiet machine.
    package static let clockErrorFractionMax = 0.001

    /// How many times its limit the noise must exceed for the run to decide nothing.
    ///
    /// Ours: beyond twice what the profiles tolerate, a verdict would be a coin toss.
    package static let unfitFactor = 2.0

    /// Why no verdict may rest on a run with this noise; nil means one may.
    package static func unfitness(_ floor: NoiseFloor?) -> String? {
        let stages = [floor?.one, floor?.all].compactMap(\.self)
        let spread = stages.map(\.spreadPercent).max() ?? 0
        let steal = stages.compactMap(\.stealFraction).max() ?? 0
        if spread > unfitFactor * spreadPercentMax {
            return "the machine is too noisy to judge: a fixed loop varied by "
                + "\(Int(spread.rounded())) % before the rounds (--force judges it)"
        }
        if steal > unfitFactor * stealFractionMax {
            return "the machine is too noisy to judge: other guests took "
                + "\(Int((steal * 100).rounded())) % before the rounds (--force judges it)"
        }
        return nil
    }

    /// Advisories on what is beyond its limit; what was seen is in the record in any case.
    package static func findings(clock: ClockFacts, floor: NoiseFloor?) -> [Finding] {
        var findings: [Finding] = []
        if clock.blockErrorFraction > clockErrorFractionMax {
            findings.append(
                Finding(
                    .noiseClock, .advisory,
                    seen: "reading the clock costs more than 0.1 % of the shortest block",
                    matters: "short blocks are timed too long, so that rates read too low",
                    remedy: "choose the tsc clock source, or a longer --preset"))
        }
        let stages = [floor?.one, floor?.all].compactMap(\.self)
        if let worst = stages.max(by: { $0.spreadPercent < $1.spreadPercent }),
            worst.spreadPercent > spreadPercentMax
        {
            findings.append(
                Finding(
                    .noiseSpread, .advisory,
                    seen: "a fixed loop on \(counted(worst.threads, "thread")) varied by "
                        + "\(Int(worst.spreadPercent.rounded())) % before anything was measured",
                    matters: "so much noise hides what a collator's work would lose or gain",
                    remedy: "stop other work on the machine, or ask the host about its load"))
        }
        if let worst = stages.max(by: { ($0.stealFraction ?? 0) < ($1.stealFraction ?? 0) }),
            let steal = worst.stealFraction, steal > stealFractionMax
        {
            findings.append(
                Finding(
                    .noiseSteal, .advisory,
                    seen: "the hypervisor gave \(QuantityFormat.share(steal)) of the "
                        + "processor time to other guests while a loop ran on "
                        + counted(worst.threads, "thread"),
                    matters: "an oversold host misses blocks when its neighbours are busy",
                    remedy: "ask the host for dedicated cores"))
        }
        return findings
    }
}
