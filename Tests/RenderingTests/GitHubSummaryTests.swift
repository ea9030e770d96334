import Model
import Rendering
import Testing

struct GitHubSummaryTests {
    @Test func summaryIsRegenerated() throws {
        try Snapshot.expect(
            GitHubSummary.render(SampleReports.full()),
            matches: "Tests/RenderingTests/Snapshots/summary.md")
    }

    @Test func annotationsAreRegenerated() throws {
        try Snapshot.expect(
            GitHubSummary.annotations(SampleReports.full()).joined(separator: "\n") + "\n",
            matches: "Tests/RenderingTests/Snapshots/annotations.txt")
    }

    @Test func theTableIsFoldedAway() {
        let text = GitHubSummary.render(SampleReports.full())
        #expect(text.firstRange(of: "<details>") != nil)
        #expect(text.split(separator: "<details>").first?.contains("| outcome |") == false)
        #expect(text.hasSuffix("\n</details>\n"))
    }

    @Test(arguments: [0, 40, 100, 700, 3000, 100_000])
    func aSummaryKeepsToItsLimit(_ limit: Int) {
        var report = SampleReports.full()
        let lines = report.verdict?.requirements ?? []
        report.verdict?.requirements = (0..<80).flatMap { _ in lines }
        let text = GitHubSummary.render(report, byteLimit: limit)
        #expect(text.utf8.count <= limit)
        if limit >= 100 { #expect(text.contains("was cut")) }
        // A fold that is opened is closed, lest it swallow what other steps write.
        #expect(text.contains("<details>") == text.contains("</details>"))
    }

    @Test func theLimitIsGitHubs() {
        #expect(GitHubSummary.byteLimit == 1_048_576)
    }

    @Test func thereAreTenAnnotationsAtMost() {
        var report = SampleReports.full()
        let failed = report.verdict?.requirements[1]
        report.verdict?.requirements = (0..<40).compactMap { _ in failed }
        let lines = GitHubSummary.annotations(report)
        #expect(lines.count == 10)
        #expect(
            lines.last == "::error title=Touchstone::31 more lines did not pass: see the summary")
    }

    @Test func aPassHasNoAnnotations() {
        var report = SampleReports.full()
        report.exitCode = 0
        report.verdict?.overall = .pass
        report.verdict?.requirements.removeLast(10)
        #expect(GitHubSummary.annotations(report).isEmpty)
    }

    @Test func anInterruptedRunIsAnnotated() {
        var record = SampleReports.everyForm().record
        record.complete = false
        #expect(
            GitHubSummary.annotations(Report(record: record, exitCode: 130))
                == ["::error title=Touchstone::the run did not come to its end"])
    }

    @Test(arguments: HostileTexts.all)
    func hostileTextBreaksNothing(_ text: String) {
        let report = HostileTexts.report(text)
        let summary = GitHubSummary.render(report)
        #expect(summary.matches(of: /<[a-z\/]+/).map { String($0.output) } == Self.tags)
        for line in GitHubSummary.annotations(report) {
            #expect(line.wholeMatch(of: /::(error|warning) title=[^:,\n\r]*::[^\n\r]*/) != nil)
            #expect(!line.contains { $0.isNewline })
            #expect(line.replacing(/%(25|0A|0D|3A|2C)/, with: "").contains("%") == false)
        }
    }

    private static let tags = ["<details", "<summary", "</summary", "</details"]
}
