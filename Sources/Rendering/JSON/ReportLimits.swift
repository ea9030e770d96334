import Model

/// How much of each thing a report may hold: more than any run writes, and so little that every
/// reader of it ends soon.
///
/// Ours: each bound is some ten times what a thorough run of every probe has.
enum ReportLimits {
    static func check(_ report: Report) throws(ReportFormatError) {
        let record = report.record
        try limit(record.probes.count, to: 500, "record.probes")
        try limit(record.findings.count, to: 500, "record.findings")
        try limit(record.looks?.count ?? 0, to: 1000, "record.looks")
        if let storage = record.storage {
            try limit(storage.devices.count, to: 100, "record.storage.devices")
        }
        for (index, probe) in record.probes.enumerated() {
            try check(probe, "record.probes[\(index)]")
        }
        for (name, verdict) in [("verdict", report.verdict), ("nodeRule", report.nodeRule)] {
            try limit(verdict?.requirements.count ?? 0, to: 500, "\(name).requirements")
            try limit(verdict?.profile.notes.count ?? 0, to: 100, "\(name).profile.notes")
        }
    }

    private static func check(_ probe: ProbeRecord, _ path: String) throws(ReportFormatError) {
        try limit(probe.metrics.count, to: 100, path + ".metrics")
        try limit(probe.advisories.count, to: 100, path + ".advisories")
        try limit(probe.parameters.count, to: 500, path + ".parameters")
        try limit(probe.blocks.count, to: 2000, path + ".blocks")
        for (index, block) in probe.blocks.enumerated() {
            for sample in block.samples.values {
                try limit(valueCount(of: sample), to: 100_000, "\(path).blocks[\(index)].samples")
            }
        }
    }

    private static func valueCount(of sample: Sample) -> Int {
        switch sample {
        case .rate(let rate): rate.work.count
        case .distribution: 1
        case .series(let series): series.values.count
        case .table(let table): table.values.count
        }
    }

    private static func limit(
        _ count: Int, to most: Int, _ path: String
    ) throws(ReportFormatError) {
        guard count > most else { return }
        throw .field(path: path, problem: "holds \(count) entries, and a run has \(most) at most")
    }
}
