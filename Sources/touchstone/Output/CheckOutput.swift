import ArgumentParser
import Model
import Rendering

/// What `baseline check` writes, and where.
enum CheckOutput {
    /// Formats that a check can be written in.
    private static let formats: [OutputFormat] = [.json, .text, .junit, .openmetrics, .github]

    /// Their names in words, for messages and help.
    static let names = formats.map(\.rawValue).joined(separator: ", ")

    /// - Throws: a usage error for a format that a check has not.
    static func check(_ targets: [OutputTarget]) throws {
        for target in targets where !formats.contains(target.format) {
            throw ValidationError(
                "--output \(target.format.rawValue): a check is written as \(names)")
        }
    }

    /// What was asked for, and text on standard output if that is free.
    static func targets(_ targets: [OutputTarget], json: Bool) -> [OutputTarget] {
        var targets = targets
        if json { targets.append(OutputTarget(format: .json, path: nil)) }
        if !targets.contains(where: \.isStandardOutput) {
            targets.append(OutputTarget(format: .text, path: nil))
        }
        return targets
    }

    /// With `mustArrive` a reader that closes its pipe early is an error: what was measured for the
    /// report is nowhere else.
    static func write(
        _ report: RegressionReport, to target: OutputTarget, mustArrive: Bool
    ) throws {
        if target.format == .github {
            StandardError.page(RegressionSummary.annotations(report).map { $0 + "\n" }.joined())
        }
        try target.deliver(
            mustArrive: mustArrive,
            { try bytes(of: report, as: target.format, toTerminal: $0) },
            summary: { RegressionSummary.render(report, byteLimit: $0) })
    }

    private static func bytes(
        of report: RegressionReport, as format: OutputFormat, toTerminal: Bool
    ) throws -> [UInt8] {
        switch format {
        case .json: try DocumentJSON.encode(report)
        case .junit: Array(RegressionJUnit.render(report).utf8)
        case .openmetrics: Array(RegressionMetrics.render(report).utf8)
        case .github: Array(RegressionSummary.render(report).utf8)
        case .text, .markdown, .csv:
            Array(
                RegressionText.render(report, style: .forOutput(isTerminal: toTerminal)).utf8)
        }
    }
}
