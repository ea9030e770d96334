import ArgumentParser
import Files
import Glibc
import Model
import Rendering
import Runs

/// One `--output FORMAT[:PATH]`.
struct OutputTarget: ExpressibleByArgument {
    let format: OutputFormat
    /// nil means standard output.
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

    /// Writes a document in this format.
    ///
    /// With `mustArrive` a reader that closes its pipe early is an error: what was measured for the
    /// document is nowhere else.
    func write(_ document: OutputDocument, mustArrive: Bool = false) throws {
        if format == .github {
            // The runner reads its commands from either stream, and the results own the other.
            StandardError.page(document.annotations().map { $0 + "\n" }.joined())
        }
        func bytes(toTerminal: Bool) throws -> [UInt8] {
            try document.bytes(format, .forOutput(isTerminal: toTerminal))
        }
        switch destination {
        case .standardOutput:
            try StandardOutput.write(
                bytes(toTerminal: StandardOutput.isTerminal), mustArrive: mustArrive)
        case .file(let path): try AtomicFile.write(bytes(toTerminal: false), to: path)
        case .stepSummary(let path):
            let room = GitHubSummary.byteLimit - AtomicFile.byteCount(path)
            try AtomicFile.append(Array(document.summary(max(0, room)).utf8), to: path)
        }
    }

    /// Whether it goes where standard output goes, as /dev/stdout does.
    var isStandardOutput: Bool {
        file.map { OutputFile($0).place == OutputFile.standardOutput } ?? true
    }

    /// The file to be written; nil means standard output.
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
                "--output \(path): \(subject)\(obstacle.error.reason); name a file "
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

/// What a command writes, which says in what formats.
protocol OutputKind {
    /// Such as `a check`, for messages.
    static var name: String { get }
    static var formats: [OutputFormat] { get }
}

/// A page for people, or the same as JSON.
enum Page: OutputKind {
    static let name = "this"
    static let formats: [OutputFormat] = [.text, .json]
}

/// The check of a run against a baseline.
enum Check: OutputKind {
    static let name = "a check"
    static let formats: [OutputFormat] = [.json, .text, .junit, .openmetrics, .github]
}

/// A report of a run.
enum Reported: OutputKind {
    static let name = "a report"
    static let formats = OutputFormat.allCases
}

/// `--output FORMAT[:PATH]`, the same for every command.
struct OutputOption<Kind: OutputKind>: ParsableArguments {
    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp(
            "Write as \(Self.names); repeatable. Default: text.", valueName: "format[:path]"))
    var outputs: [OutputTarget] = []

    /// The formats in words, for messages and help.
    private static var names: String { Kind.formats.map(\.rawValue).joined(separator: ", ") }

    /// What was asked for, and text on standard output if that is free.
    var targets: [OutputTarget] {
        if outputs.contains(where: \.isStandardOutput) { return outputs }
        return outputs + [OutputTarget(format: .text, path: nil)]
    }

    /// Whether text goes to standard output.
    var isTextShown: Bool { targets.contains { $0.format == .text && $0.isStandardOutput } }

    func validate() throws {
        for target in outputs where !Kind.formats.contains(target.format) {
            throw ValidationError(
                "--output \(target.format.rawValue): \(Kind.name) is written as \(Self.names)")
        }
    }

    /// Refuses, before anything is measured, what could not be written afterwards.
    func checkWritable() throws { try targets.checkWritable() }

    /// Writes a document in every format asked for.
    func write(_ document: OutputDocument, mustArrive: Bool = false) throws {
        for target in targets { try target.write(document, mustArrive: mustArrive) }
    }
}

/// `--output` and `--quiet` of commands that judge or measure.
struct OutputOptions<Kind: OutputKind>: ParsableArguments {
    @OptionGroup var output: OutputOption<Kind>

    @Flag(name: .shortAndLong, help: "No progress, and no text but what --output asks for.")
    var quiet = false

    var outputs: [OutputTarget] { output.outputs }

    private var targets: [OutputTarget] { quiet ? outputs : output.targets }

    /// Refuses, before anything is measured, what could not be written afterwards.
    func checkWritable() throws { try targets.checkWritable() }

    /// Writes a document in every format asked for, and text to standard output if that is free.
    ///
    /// What cannot be written does not keep the other formats from being written.
    func write(_ document: OutputDocument, mustArrive: Bool = false) throws {
        var failure: CommandFailure?
        for target in targets {
            do {
                try target.write(document, mustArrive: mustArrive)
            } catch let error as CommandFailure {
                failure = failure ?? error
            } catch {
                failure = failure ?? CommandFailure(.internalFault, "\(error)")
            }
        }
        if let failure { throw failure }
    }

    /// Writes the report of a run that was measured just now; what cannot be delivered is rescued.
    func deliver(_ report: Report) throws {
        do {
            try write(.report(report), mustArrive: true)
        } catch let failure as CommandFailure {
            let rescued =
                (try? AtomicFile.rescue(ReportJSON.encode(report), id: report.record.id))
                ?? (try? RunningRecord.keep(report.record))
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
            try target.write(.report(report))
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
