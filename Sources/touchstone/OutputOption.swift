import ArgumentParser
import Glibc
import Model
import Rendering

/// Formats that a report can be written in.
enum OutputFormat: String, CaseIterable {
    case json, markdown, text
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
}

/// The `--output` and `--quiet` options, and the writing they ask for.
struct OutputOptions: ParsableArguments {
    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp(
            "Write the report as json, markdown or text; repeatable. Default: text.",
            valueName: "format[:path]"))
    var outputs: [OutputTarget] = []

    @Flag(name: .shortAndLong, help: "No progress, and no text but what --output asks for.")
    var quiet = false

    /// Refuses, before anything is measured, what could not be written afterwards.
    func checkWritable() throws {
        for path in outputs.compactMap(\.path) {
            let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
            let directory = parent.isEmpty ? "/" : parent
            var status = stat()
            if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
                throw CommandFailure(
                    .cannotCreateOutput, "--output \(path): is a directory; name a file in it")
            }
            if access(directory, W_OK | X_OK) != 0 {
                let code = String(cString: strerror(errno))
                throw CommandFailure(
                    .cannotCreateOutput,
                    "--output \(path): \(directory): \(code); name a file you may create")
            }
        }
        if outputs.filter({ $0.path == nil }).count > 1 {
            throw ValidationError("only one --output can go to standard output: give the others a path")
        }
    }

    /// Writes the report in every format asked for, and text to standard output if that is free.
    func write(_ report: Report) throws {
        var targets = outputs
        if !quiet, !targets.contains(where: { $0.path == nil }) {
            targets.append(OutputTarget(format: .text, path: nil))
        }
        var failure: CommandFailure?
        for target in targets {
            do {
                try write(report, to: target)
            } catch let error as CommandFailure {
                // The other formats are still written.
                failure = failure ?? error
            }
        }
        if let failure {
            let rescued = try? AtomicFile.rescue(ReportJSON.encode(report), id: report.record.id)
            throw CommandFailure(
                failure.status,
                failure.message + (rescued.map { "; the report is saved in \($0)" } ?? ""))
        }
    }

    private func write(_ report: Report, to target: OutputTarget) throws {
        let toTerminal = target.path == nil && StandardOutput.isTerminal
        let bytes: [UInt8] =
            switch target.format {
            case .json: try ReportJSON.encode(report)
            case .markdown: Array(MarkdownReport.render(report).utf8)
            case .text:
                Array(TextReport.render(report, style: .forOutput(isTerminal: toTerminal)).utf8)
            }
        guard let path = target.path else { return try StandardOutput.write(bytes) }
        try AtomicFile.write(bytes, to: path)
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
