import ArgumentParser
import Judgement
import Measurement
import Model
import Probes
import Rendering

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

    @Argument(help: ArgumentHelp("A report; - is standard input.", valueName: "record"))
    var record: String

    @Argument(help: "A metric or fact of the profile. Default: all that do not pass.")
    var requirement: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Profile to judge by. Default: the one the report was judged by.",
            valueName: "name|file"))
    var profile: String?

    func run() throws {
        let report = try ReportFile.read(record)
        let verdict = try verdict(of: report)
        if let requirement { try check(requirement, in: verdict) }
        let matrix = ProfileMatrix(
            try ProfileOption.all().map { BoundsRule.judge(report.record, by: $0) })
        let explanation = Explanation(
            verdict, of: report.record, subject: requirement, matrix: matrix,
            why: { ProbeCatalog.probes(measuring: [$0]).first?.descriptor.why })
        try StandardOutput.write(
            ExplanationText.render(
                explanation, style: .forOutput(isTerminal: StandardOutput.isTerminal)))
    }

    /// The stored verdict, unless another profile is asked for or there is none.
    private func verdict(of report: Report) throws -> Verdict {
        if profile == nil, let stored = report.verdict { return stored }
        guard let name = profile else {
            throw ValidationError("the report holds no verdict: give --profile NAME")
        }
        return BoundsRule.judge(report.record, by: try ProfileOption.load(name))
    }

    private func check(_ requirement: String, in verdict: Verdict) throws {
        let known = verdict.requirements.map(\.requirement.subjectID)
        if known.contains(requirement) { return }
        let nearest = nearestNames(to: requirement, among: known)
        let hint =
            nearest.isEmpty
            ? "it has \(known.joined(separator: ", "))"
            : "did you mean \(nearest.joined(separator: " or "))?"
        throw ValidationError(
            "\(verdict.profile.id) requires nothing of '\(requirement)'; \(hint)")
    }
}
