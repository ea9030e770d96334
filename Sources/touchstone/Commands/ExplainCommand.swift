import ArgumentParser
import Judgement
import Model
import Rendering
import Runs

/// `touchstone explain RECORD [REQUIREMENT]`: why, and what would change it.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say what decided a verdict, what would pass, and what to try.",
        discussion: """
            Examples:
              touchstone explain report.json
              touchstone explain report.json disk.write.random.buffered
              touchstone explain report.json --profile astar-collator
            """)

    @Argument(
        help: ArgumentHelp("A report; - is standard input.", valueName: "record"),
        completion: .file(extensions: ["json"]))
    var record: String

    @Argument(
        help: "A metric or fact of the profile. Default: all that do not pass.",
        completion: .metricNames)
    var requirement: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Profile to judge by. Default: the one the report was judged by.",
            valueName: "name|file"))
    var profile: String?

    @Option(
        name: .long,
        help: """
            bounds, node or node-start, as of `judge`. Default: that of the report's verdict; of a \
            pasted table node, of a start log node-start.
            """)
    var rule: JudgementRule?

    func run() throws {
        let report = try ReportFile.read(record)
        let doubt = profile == nil ? StoredVerdict.doubt(of: report) : nil
        let verdict = try verdict(of: report, isDoubtful: doubt != nil)
        if let requirement { try check(requirement, in: verdict) }
        let matrix = ProfileMatrix(
            try ProfileSource.all().map {
                Judge.own.verdict(on: report.record, by: $0, rule: verdict.rule)
            })
        var explanation = Explanation(
            verdict, of: report.record, subject: requirement, matrix: matrix,
            why: ListedProbe.why)
        explanation.doubt = doubt
        try StandardOutput.write(ExplanationPage.page(explanation).text(StandardOutput.style))
    }

    /// The stored verdict, unless another profile or rule is asked for, there is none, or the
    /// samples say otherwise: then what they say.
    private func verdict(of report: Report, isDoubtful: Bool) throws -> Verdict {
        if profile == nil, let stored = report.verdict, rule == nil || rule == stored.rule {
            return isDoubtful ? StoredVerdict.verdict(of: report.record, like: stored) : stored
        }
        guard let name = profile ?? report.verdict?.profile.id else {
            throw ValidationError("the report holds no verdict: give --profile NAME")
        }
        let rule =
            rule
            ?? PastedRecord.rule(
                for: report.record, command: "explain", say: { StandardError.say($0) })
        return Judge.own.verdict(
            on: report.record, by: try ProfileSource.load(name), rule: rule)
    }

    private func check(_ requirement: String, in verdict: Verdict) throws {
        let known = verdict.requirements.map(\.requirement.subjectID)
        if known.contains(requirement) { return }
        let hint =
            didYouMean(requirement, among: known) ?? "it has \(known.joined(separator: ", "))"
        throw ValidationError(
            "\(verdict.profile.id) requires nothing of '\(requirement)'; \(hint)")
    }
}
