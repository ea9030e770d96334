import ArgumentParser
import Files
import Glibc
import Model
import Rendering

/// Formats that a report can be written in.
enum OutputFormat: String, CaseIterable {
    case json, markdown, text, junit, openmetrics, csv, github

    /// All names in words, for messages and help.
    static let names = allCases.map(\.rawValue).joined(separator: ", ")
}

/// One `--output FORMAT[:PATH]`.
struct OutputTarget: ExpressibleByArgument {
    let format: OutputFormat
    /// `nil` = standard output.
    let path: String?

    init?(argument: String) {
        let parts = argument.split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, let format = OutputFormat(rawValue: String(name)) else {
            return nil
        }
        self.format = format
        let path = parts.count > 1 ? String(parts[1]) : "-"
        if path.isEmpty { return nil }
        self.path = path == "-" ? nil : path
    }

    init(format: OutputFormat, path: String?) {
        self.format = format
        self.path = path
    }

    /// Where the bytes go.
    enum Destination {
        case standardOutput
        /// Replaced as a whole.
        case file(String)
        /// The page of a step of GitHub Actions, which is added to.
        case stepSummary(String)
    }

    var destination: Destination {
        if let path { return .file(path) }
        if format == .github, let page = getenv("GITHUB_STEP_SUMMARY"), page.pointee != 0 {
            return .stepSummary(String(cString: page))
        }
        return .standardOutput
    }

    /// Writes to the destination.
    ///
    /// `bytes` makes them, told whether a terminal will show them; `summary` makes a text of at
    /// most so many bytes, which is added to a page that is there. With `mustArrive` a reader
    /// that closes its pipe early is an error.
    func deliver(
        mustArrive: Bool = false, _ bytes: (_ toTerminal: Bool) throws -> [UInt8],
        summary: (_ byteLimit: Int) -> String
    ) throws {
        switch destination {
        case .standardOutput:
            try StandardOutput.write(bytes(StandardOutput.isTerminal), mustArrive: mustArrive)
        case .file(let path): try AtomicFile.write(bytes(false), to: path)
        case .stepSummary(let path):
            let room = GitHubSummary.byteLimit - AtomicFile.byteCount(path)
            try AtomicFile.append(Array(summary(max(0, room)).utf8), to: path)
        }
    }

    /// Whether it goes where standard output goes, as /dev/stdout does.
    var isStandardOutput: Bool {
        file.map { OutputFile($0).place == OutputFile.standardOutput } ?? true
    }

    /// The file to be written; `nil` = standard output.
    var file: String? {
        switch destination {
        case .standardOutput: nil
        case .file(let path), .stepSummary(let path): path
        }
    }
}

extension [OutputTarget] {
    /// Refuses, before anything is measured, what could not be written afterwards.
    func checkWritable() throws {
        for target in self {
            guard let path = target.file, let obstacle = OutputFile(path).obstacle else { continue }
            if obstacle.error.code == EISDIR {
                throw CommandFailure(
                    .cannotCreateOutput, "--output \(path): is a directory; name a file in it")
            }
            let subject = obstacle.subject == path ? "" : "\(obstacle.subject): "
            throw CommandFailure(
                .cannotCreateOutput,
                "--output \(path): \(subject)\(AtomicFile.reason(obstacle.error)); name a file "
                    + "you may create")
        }
        if filter({ $0.file == nil }).count > 1 {
            throw ValidationError(
                "only one --output can go to standard output: give the others a path")
        }
        try checkApart()
    }

    /// Refuses two that would be written to one place: the second would take the first away.
    private func checkApart() throws {
        var taken: [OutputFile.Place: String] = [:]
        for target in self {
            let place = target.file.map { OutputFile($0).place } ?? OutputFile.standardOutput
            guard let place else { continue }
            let name = target.file ?? "standard output"
            guard let other = taken.updateValue(name, forKey: place) else { continue }
            throw ValidationError(
                other == name
                    ? "--output \(name) is named twice: give each a path of its own"
                    : "--output \(name) and \(other) are the same file: give each a path of its "
                        + "own")
        }
    }
}

/// The `--output` and `--quiet` options, and the writing they ask for.
struct OutputOptions: ParsableArguments {
    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp(
            "Write the report as \(OutputFormat.names); repeatable. Default: text.",
            valueName: "format[:path]"))
    var outputs: [OutputTarget] = []

    @Flag(name: .shortAndLong, help: "No progress, and no text but what --output asks for.")
    var quiet = false

    /// What was asked for, and text on standard output if that is free.
    var targets: [OutputTarget] {
        if quiet || outputs.contains(where: \.isStandardOutput) { return outputs }
        return outputs + [OutputTarget(format: .text, path: nil)]
    }

    /// Refuses, before anything is measured, what could not be written afterwards.
    func checkWritable() throws { try targets.checkWritable() }

    /// Writes the report in every format asked for, and text to standard output if that is free.
    ///
    /// `isNew` = the run was measured just now: what cannot be delivered of it is then rescued.
    func write(_ report: Report, isNew: Bool) throws {
        var failure: CommandFailure?
        for target in targets {
            do {
                try write(report, to: target, mustArrive: isNew)
            } catch let error as CommandFailure {
                // The other formats are still written.
                failure = failure ?? error
            } catch {
                failure = failure ?? CommandFailure(.internalFault, "\(error)")
            }
        }
        if let failure {
            let rescued =
                isNew
                ? (try? AtomicFile.rescue(ReportJSON.encode(report), id: report.record.id))
                    ?? (try? RunningRecord.keep(report.record)) : nil
            throw CommandFailure(
                failure.status,
                failure.message + (rescued.map { "; the report is saved in \($0)" } ?? ""))
        }
    }

    /// Writes the files of a run that was interrupted, but for JSON, which has its own rules.
    ///
    /// The file of an earlier run, left in its place, would be taken for this one's.
    func writePartial(_ report: Report) throws {
        for target in outputs where target.format != .json && target.file != nil {
            try write(report, to: target)
        }
    }

    private func write(
        _ report: Report, to target: OutputTarget, mustArrive: Bool = false
    ) throws {
        if target.format == .github {
            // The runner reads its commands from either stream, and the results own the other.
            StandardError.page(GitHubSummary.annotations(report).map { $0 + "\n" }.joined())
        }
        try target.deliver(
            mustArrive: mustArrive,
            { try bytes(of: report, as: target.format, toTerminal: $0) },
            summary: { GitHubSummary.render(report, byteLimit: $0) })
    }

    private func bytes(
        of report: Report, as format: OutputFormat, toTerminal: Bool = false
    ) throws -> [UInt8] {
        switch format {
        case .json: try ReportJSON.encode(report)
        case .markdown: Array(MarkdownReport.render(report).utf8)
        case .text:
            Array(TextReport.render(report, style: .forOutput(isTerminal: toTerminal)).utf8)
        case .junit: Array(JUnitReport.render(report).utf8)
        case .openmetrics: Array(OpenMetricsText.render(report).utf8)
        case .csv: Array(CSVReport.render(report).utf8)
        case .github: Array(GitHubSummary.render(report).utf8)
        }
    }
}

extension Style {
    /// Colour only on a terminal that wants it (NO_COLOR, TERM=dumb); at most 80 columns wide.
    static func forOutput(isTerminal: Bool) -> Style {
        let wantsNone = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
        let isDumb = getenv("TERM").map { String(cString: $0) == "dumb" } ?? true
        return Style(color: isTerminal && !wantsNone && !isDumb)
    }
}
