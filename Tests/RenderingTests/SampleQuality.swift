import Model

extension SampleReports {
    /// The sample with everything that is known of noise, looks and quality.
    static func withQuality() -> Report {
        var report = full()
        report.record.plan.plannedLooks = 3
        report.record.plan.timeBudgetSeconds = 100
        report.record.clock = ClockFacts(
            resolutionSeconds: 1e-9, overheadSeconds: 2.5e-8, blockErrorFraction: 2e-7)
        let one = NoiseFloor.Stage(
            threads: 1, seconds: 1, spreadPercent: 0.8, gapSeconds999: 2e-5, gapSecondsMax: 3e-3,
            stealFraction: 0.002)
        report.record.noiseFloor = NoiseFloor(
            one: one,
            all: .init(
                threads: 8, seconds: 1, spreadPercent: 2.5, gapSeconds999: 4e-5,
                gapSecondsMax: 9e-3))
        report.record.looks = [
            LookRecord(rounds: 14, atSeconds: 40, undecided: ["memory.copy"]),
            LookRecord(
                rounds: 26, atSeconds: 60, undecided: ["memory.copy"],
                endedBecause: "the rounds to the next look would not end within the time budget"),
        ]
        report.verdict?.marginPercent = -58
        report.verdict?.repeatPassProbability = 0.01
        report.verdict?.requirements[0].labels = QualityLabel.allCases
        report.verdict?.requirements[0].spreadPercent = 1.2
        report.verdict?.requirements[0].effectiveSampleCount = 4
        report.verdict?.requirements[0].settlingCount = 2
        report.verdict?.requirements[0].repeatPassProbability = 0.99
        return report
    }

    static let calibration = NoiseCalibration(
        startedAt: "2026-01-01T00:00:00Z",
        tool: ToolFacts(version: "0.0.0-constructed", build: "release", compiler: "Swift 6.3"),
        cpuModel: "Constructed \u{1B}[31mCPU", preset: "quick", runs: 2,
        metrics: [
            .init(
                metric: "memory.copy", title: "Memory copy", unit: .bytesPerSecond,
                methodVersion: 1, medians: [1e10, 1.01e10], driftPercent: 0.7, spreadPercent: 1.5,
                smallestLossPercent: 4)
        ])
}
