package import Model

extension PastedScores {
    /// The scores as a record: one kept block with one rate for each metric, and no host.
    ///
    /// Each probe keeps what was printed: `printed` (figure and unit), `roundingBytesPerSecond`
    /// (how far the node's own mean may lie from it) and `readFrom` (`table` or `start-log`).
    ///
    /// - Parameters:
    ///   - id: random id, 16 hexadecimal digits.
    ///   - startedAt: time of reading in UTC, ISO 8601; when it was measured is not known.
    ///   - tool: the build that reads; it measured nothing.
    /// - Returns: a complete record of origin `imported`, its probes in the order of `scores`.
    package func record(id: String, startedAt: String, tool: ToolFacts) -> RunRecord {
        RunRecord(
            id: id, origin: .imported, startedAt: startedAt, durationSeconds: 0, complete: true,
            tool: tool,
            plan: RunPlan(preset: "node", keptRounds: 0, warmupRounds: 0, seed: 0),
            probes: scores.map(probe))
    }

    private func probe(_ score: PastedScore) -> ProbeRecord {
        let metric = score.metric
        let printed = score.printed
        let sample = RateSample(
            work: printed.bytesPerSecond / metric.nodeBytesPerWork, seconds: 1)
        let definition = MetricDefinition(
            id: metric.metric,
            unit: metric == .sr25519Verify ? .verificationsPerSecond : .bytesPerSecond,
            direction: .higherIsBetter, title: metric.title)
        return ProbeRecord(
            id: metric.metric.rawValue, methodVersion: 1, status: .measured,
            metrics: [definition],
            parameters: [
                "printed": printed.text,
                "roundingBytesPerSecond": "\(printed.roundingBytesPerSecond)",
                "readFrom": form.rawValue,
            ],
            blocks: [
                BlockRecord(
                    round: 0, phase: .kept, startedSeconds: 0,
                    samples: [metric.metric: .rate(sample)])
            ])
    }
}
