import Model
import Rendering
import Testing

struct ReportPageTests {
    @Test(arguments: [60, 80, 100, 132])
    func noLineIsWiderThanItsColumns(_ columns: Int) {
        for report in [
            SampleReports.full(), SampleReports.everyForm(), SampleReports.imported(),
            SampleReports.hostile(),
        ] {
            let text = ReportPage.page(report).text(Style(columns: columns))
            for line in text.split(separator: "\n") {
                #expect(line.unicodeScalars.count <= columns, "\(line)")
                #expect(line.last != " ", "\(line)")
            }
        }
    }

    @Test func verdictIsTheLastHeading() {
        let lines = ReportPage.page(SampleReports.full()).text().split(separator: "\n")
        #expect(lines.dropLast().last == "VERDICT: NOT QUALIFIED")
        #expect(lines.last == "BLAKE2b-256, 8 threads is below its limit beyond doubt.")
    }

    @Test(arguments: [
        (Outcome.pass, "VERDICT: QUALIFIED\n"), (.warn, "VERDICT: QUALIFIED WITH WARNINGS\n"),
        (.fail, "VERDICT: NOT QUALIFIED\n"), (.inconclusive, "VERDICT: INCONCLUSIVE\n"),
        (.unmeasurable, "VERDICT: INCONCLUSIVE\n"), (.skipped, "VERDICT: INCONCLUSIVE\n"),
    ])
    func everyOutcomeHasItsWords(_ outcome: Outcome, _ words: String) {
        var report = SampleReports.full()
        report.verdict?.overall = outcome
        #expect(ReportPage.page(report).text().contains(words))
    }

    @Test func colourAddsNothingButColour() {
        let plain = ReportPage.page(SampleReports.full()).text()
        let coloured = ReportPage.page(SampleReports.full()).text(Style(color: true))
        #expect(!plain.contains("\u{1B}"))
        #expect(coloured.contains("\u{1B}[1;31m"))
        #expect(coloured.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") == plain)
    }

    @Test func textFromOutsideCannotForgeLinesOrColours() {
        let text = ReportPage.page(SampleReports.hostile()).text()
        for scalar in text.unicodeScalars where scalar != "\n" {
            let category = scalar.properties.generalCategory
            #expect(category != .control && category != .format, "\(scalar.value)")
        }
        let forged = text.split(separator: "\n").filter { $0 == "VERDICT: QUALIFIED" }
        #expect(forged.isEmpty)
        #expect(text.contains("\\u{1b}[2J"))
    }

    @Test func overlongTextIsCut() {
        var report = SampleReports.full()
        report.record.host?.cpu.model = String(repeating: "A", count: 1_000_000)
        #expect(ReportPage.page(report).text().utf8.count < 8000)
    }

    @Test func doubtfulRecordsAreMarked() {
        var report = SampleReports.full()
        report.record.complete = false
        report.record.interruptedBy = "SIGINT"
        report.record.tool.build = "debug"
        report.verdict?.profile.status = .init(
            state: .retired, since: "2025-11", note: "the network moved to an L2")
        let text = ReportPage.page(report).text()
        #expect(text.contains("WARNING: this profile is retired since 2025-11: the network moved"))
        #expect(text.contains("WARNING: the run was interrupted by SIGINT"))
        #expect(text.contains("WARNING: measured by a debug build"))
    }

    @Test func recordWithoutVerdictShowsItsSpread() throws {
        try Snapshot.expect(
            ReportPage.page(Report(record: SampleReports.record())).text(),
            matches: "Tests/RenderingTests/Snapshots/measured.txt")
        try Snapshot.expect(
            ReportPage.page(SampleReports.everyForm()).text(),
            matches: "Tests/RenderingTests/Snapshots/every-form.txt")
    }

    @Test func nodesRuleIsSetBesideOurs() {
        var report = SampleReports.full()
        report.nodeRule = report.verdict
        report.nodeRule?.rule = .node
        #expect(
            ReportPage.page(report).text().contains(
                "The node's own rule: FAIL (3 of 4, 2 not judged), the same as here.\n"))

        report.nodeRule?.overall = .pass
        report.nodeRule?.requirements[1].outcome = .pass
        let text = ReportPage.page(report).text()
        #expect(text.contains("The node's own rule: pass (4 of 4, 2 not judged); here FAIL"))
        #expect(text.contains("BLAKE2b-256, 8 threads: the node says pass (421 MiB/s), here FAIL"))
    }

    @Test func nodesRuleIsNotSetBesideItself() {
        var report = SampleReports.full()
        report.verdict?.rule = .node
        #expect(!ReportPage.page(report).text().contains("The node's own rule:"))
        #expect(!ReportPage.page(report).markdown().contains("The node's own rule:"))
    }

    @Test func requiredFactsExplainADifferenceThatMetricsDoNot() {
        var report = SampleReports.full()
        var own = report.verdict
        for index in own?.requirements.indices ?? 0..<0 {
            own?.requirements[index].outcome = .pass
        }
        report.nodeRule = own
        report.nodeRule?.overall = .pass
        own?.requirements[6].outcome = .fail
        report.verdict = own
        #expect(
            ReportPage.page(report).text().contains(
                "- Memory: the node does not look at it, here FAIL"))
    }
}
