import Model

/// What no machine is, though a record says so.
enum FactPlausibility {
    /// Why what a record says of a fact is impossible; nil if it is not.
    static func problem(_ fact: Fact, in record: RunRecord) -> String? {
        guard let host = record.host else { return nil }
        return switch fact {
        case .physicalCores: coresProblem(host.cpu)
        case .maximumClock:
            host.cpu.maximumHertz.flatMap { $0 > 0 ? nil : "a clock of \($0) Hz" }
        case .memoryTotal:
            sizeProblem(
                total: host.memory.totalBytes, part: host.memory.availableBytes, of: "memory")
        case .diskTotal, .diskFree:
            record.storage.flatMap {
                sizeProblem(
                    total: $0.filesystem.totalBytes, part: $0.filesystem.availableBytes,
                    of: "the filesystem")
            }
        case .smt, .cpuGeneration, .memoryECC, .bareMetal, .kernelVersion, .diskClass: nil
        }
    }

    private static func coresProblem(_ cpu: CPUFacts) -> String? {
        guard let cores = cpu.physicalCores else { return nil }
        if cores < 1 { return "\(cores) physical cores" }
        guard let logical = cpu.logicalCPUs, logical < cores else { return nil }
        return "\(cores) physical cores and \(logical) CPUs"
    }

    private static func sizeProblem(total: Int?, part: Int?, of what: String) -> String? {
        if let total, total <= 0 { return "\(total) bytes of \(what)" }
        if let part, part < 0 { return "\(part) bytes of \(what) are free" }
        guard let total, let part, part > total else { return nil }
        return "\(part) bytes of \(what) are free, of \(total)"
    }
}
