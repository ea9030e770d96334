import Model

/// Where the blocks of the simulated chain spend their time: a line for each metric that is
/// measured by phase.
enum PhaseText {
    /// What stands above the lines.
    static let heading = "Phases of a block, median in native code (no Wasm factor)"

    /// More columns than these are no phases of ours, and are left to the JSON.
    private static let columnsMax = 16

    /// In the order of the record, such as `Block import: decode 0.31 ms, verify 40.12 ms, …`.
    static func lines(_ record: RunRecord) -> [String] {
        record.probes.filter { $0.status == .measured }.flatMap { probe in
            probe.metrics.compactMap { metric -> String? in
                guard let form = metric.form, form.isPhases,
                    case .table(let table)? = probe.keptSamples(of: metric.id).last,
                    let medians = PhaseTable(table, isAuthoring: form == .authoringPhases)?
                        .medians,
                    let text = text(medians, metric.unit)
                else { return nil }
                return "\(SafeText.line(metric.title, limit: 60)): \(text)"
            }
        }
    }

    private static func text(
        _ medians: [(phase: String, seconds: Double)], _ unit: Unit
    ) -> String? {
        guard medians.count <= columnsMax, let greatest = medians.map(\.seconds).max() else {
            return nil
        }
        // One unit for all phases, so that they can be compared at a glance.
        let symbol = QuantityFormat.scale(for: greatest, unit).symbol
        func figure(_ seconds: Double) -> String {
            QuantityFormat.text(seconds, unit, as: symbol)
        }
        let reads = medians.first { $0.phase == BlockPhase.storageReads }
        let phases = medians.filter { $0.phase != BlockPhase.storageReads }.map { median in
            let name = SafeText.line(median.phase, limit: 20)
            let part = median.phase == BlockPhase.execute.rawValue ? reads : nil
            return "\(name) \(figure(median.seconds))"
                + (part.map { " (storage reads \(figure($0.seconds)))" } ?? "")
        }
        return phases.isEmpty ? nil : phases.joined(separator: ", ")
    }
}
