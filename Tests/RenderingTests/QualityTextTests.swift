import Foundation
import Model
import Rendering
import Testing

struct QualityTextTests {
    @Test func noiseLooksAndLabelsAreTold() {
        let text = ReportPage.page(SampleReports.withQuality()).text()
        for words in [
            "±0.8 %", "rounds went on to 26", "memory.copy", "two groups", "cool off",
            "first 2 kept blocks", "at least 1 %",
        ] {
            #expect(text.contains(words), "\(words)")
        }
        let markdown = ReportPage.page(SampleReports.withQuality()).markdown()
        #expect(markdown.contains("±0.8 %") && markdown.contains("two groups"))
    }

    @Test func aRepetitionNamesTheLinesItDoesNotCover() throws {
        var verdict = try #require(SampleReports.withQuality().verdict)
        verdict.requirements = Array(verdict.requirements.prefix(1))
        func text() -> String {
            ExplanationPage.page(
                Explanation(verdict: verdict, lines: [], nearest: nil, findings: [])
            ).text().replacing("\n", with: " ")
        }
        #expect(text().contains("that was measured. "), "\(text())")
        verdict.requirements += verdict.requirements
        verdict.requirements[1].title = "Block import p99"
        verdict.requirements[1].repeatPassProbability = nil
        #expect(text().contains("that leaves out Block import p99, whose drift"), "\(text())")
    }

    @Test func aCalibrationReadsBackAsItWas() throws {
        let bytes = try CalibrationJSON.encode(SampleReports.calibration)
        #expect(try CalibrationJSON.decode(bytes) == SampleReports.calibration)
    }

    @Test func whatIsNoCalibrationIsRefused() throws {
        #expect(throws: ReportFormatError.self) { try CalibrationJSON.decode([]) }
        let report = try ReportJSON.encode(SampleReports.full())
        #expect(throws: ReportFormatError.self) { try CalibrationJSON.decode(report) }
        var newer = SampleReports.calibration
        newer.schemaVersion = 2
        let bytes = try CalibrationJSON.encode(newer)
        #expect(throws: ReportFormatError.newer(found: 2, supported: 1)) {
            try CalibrationJSON.decode(bytes)
        }
        var single = SampleReports.calibration
        single.metrics[0].medians = [1]
        let few = try CalibrationJSON.encode(single)
        #expect(throws: ReportFormatError.self) { try CalibrationJSON.decode(few) }
    }

    @Test func aCalibrationFitsTheTerminalAndForgesNothing() {
        let text = CalibrationPage.page(SampleReports.calibration).text()
        #expect(text.contains("0.70 %") && text.contains("4.0 %"))
        #expect(!text.contains("\u{1B}"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test func aToleranceIsAddedWhereLessIsBetter() throws {
        var verdict = try #require(SampleReports.withQuality().verdict)
        verdict.requirements = [verdict.requirements[0]]
        verdict.requirements[0].outcome = .fail
        for (comparison, word) in [(Requirement.Comparison.atLeast, "less"), (.atMost, "plus")] {
            verdict.requirements[0].requirement.comparison = comparison
            let line = Explanation.Line(
                verdict: verdict.requirements[0], part: .memory, why: "It is needed.", passLine: 1,
                missingPercent: 12, missingForBoundPercent: 20, roundsToDecide: nil)
            let text = ExplanationPage.page(
                Explanation(verdict: verdict, lines: [line], nearest: nil, findings: [])
            ).text()
            #expect(text.replacing("\n    ", with: " ").contains("\(word) a tolerance"), "\(text)")
            // Two labels have the same advice.
            #expect(text.components(separatedBy: "quiet hour").count == 2, "\(text)")
        }
    }

    @Test func anExplanationFitsTheTerminal() throws {
        let report = SampleReports.withQuality()
        let verdict = try #require(report.verdict)
        let lines = verdict.requirements.map { requirement in
            Explanation.Line(
                verdict: requirement, part: .disk, why: "It is needed.", passLine: 1,
                missingPercent: 12, missingForBoundPercent: 20, roundsToDecide: nil)
        }
        let text = ExplanationPage.page(
            Explanation(
                verdict: verdict, lines: lines,
                nearest: .init(
                    id: "other", passes: true, marginPercent: 3, boundBy: "memory.copy"),
                findings: report.record.findings)
        ).text()
        #expect(text.contains("the disk must be faster by 12 %, or by 20 %"))
        #expect(text.contains("The nearest profile that passes is other"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
}
