import Model

/// Tasks that wait for a CPU, a disk or memory now (PSI).
enum PressureRule {
    /// - Source: Ours: a tenth of the last ten seconds.
    private static let fractionMax = 0.10

    static func findings(_ examination: PreflightInput) -> [Finding] {
        let names: [PressureStall.Resource: String] = [
            .cpu: "a CPU", .io: "a disk", .memory: "memory",
        ]
        let high = PressureStall.Resource.allCases.compactMap { resource -> String? in
            guard let stall = PressureStall(resource, tree: examination.tree),
                stall.someFraction10Seconds > fractionMax
            else { return nil }
            return "\(names[resource] ?? resource.rawValue) "
                + "\(QuantityFormat.share(stall.someFraction10Seconds)) of the time"
        }
        guard !high.isEmpty else { return [] }
        return [
            Finding(
                .machinePressure, .advisory,
                seen: "in the last 10 s tasks waited for \(high.joined(separator: ", for "))",
                matters: "what is measured would wait in the same queue, and so would a node",
                remedy: "see with top and iotop who waits; stop it, or measure when it has ended")
        ]
    }
}
