import Model
import Rendering
import Testing

struct JUnitReportTests {
    @Test func documentIsRegenerated() throws {
        try Snapshot.expect(
            JUnitReport.render(SampleReports.full()),
            matches: "Tests/RenderingTests/Snapshots/report.junit.xml")
    }

    @Test func everyRequirementIsOneCase() throws {
        let report = SampleReports.full()
        let document = try XMLOutline(JUnitReport.render(report))
        #expect(document.count("testcase") == report.verdict?.requirements.count)
        let suite = try #require(document.elements.first { $0.name == "testsuite" })
        #expect(suite.attributes["tests"] == "11")
        #expect(suite.attributes["failures"] == "1")
        #expect(suite.attributes["errors"] == "2")
        #expect(suite.attributes["skipped"] == "2")
        #expect(document.count("failure") == 1)
        #expect(document.count("error") == 2)
        #expect(document.count("skipped") == 2)
    }

    @Test func aFailureHasItsMeasuredFigureItsLimitAndItsMargin() throws {
        let document = try XMLOutline(JUnitReport.render(SampleReports.full()))
        let message = document.elements.first { $0.name == "failure" }?.attributes["message"]
        #expect(
            message == "FAIL: measured 421 MiB/s, 95 % bounds 418 to 423, "
                + "limit ≥ 1,000 MiB/s, margin -58 %")
    }

    @Test(
        arguments: [
            (Outcome.pass, nil), (.warn, nil), (.fail, "failure"), (.inconclusive, "error"),
            (.unmeasurable, "error"), (.skipped, "skipped"),
        ] as [(Outcome, String?)])
    func outcomeOfARequiredLineHasItsElement(_ outcome: Outcome, _ element: String?) throws {
        var report = single(outcome, .required)
        report.exitCode = 0
        let document = try XMLOutline(JUnitReport.render(report))
        for name in ["failure", "error", "skipped"] {
            #expect(document.count(name) == (name == element ? 1 : 0), "\(name)")
        }
    }

    @Test(arguments: [Outcome.fail, .inconclusive, .unmeasurable, .skipped])
    func aRecommendedLineIsNeverRed(_ outcome: Outcome) throws {
        var report = single(outcome, .recommended)
        report.exitCode = 0
        let document = try XMLOutline(JUnitReport.render(report))
        #expect(document.count("failure") + document.count("error") == 0)
        #expect(document.count("skipped") == 1)
    }

    @Test(arguments: Outcome.allCases, [Int32?.none, 0, 1, 2, 3, 130])
    func theFileIsRedWheneverTheExitCodeIsNotNought(_ outcome: Outcome, _ code: Int32?) throws {
        var report = single(outcome, .required)
        report.exitCode = code
        let document = try XMLOutline(JUnitReport.render(report))
        let isRed = document.count("failure") + document.count("error") > 0
        let passes = outcome == .pass || outcome == .warn
        if (code ?? (passes ? 0 : 1)) != 0 { #expect(isRed) }
        if passes, code ?? 0 == 0 { #expect(!isRed) }
    }

    @Test func aReportWithoutAVerdictHasACaseForEachMetric() throws {
        let document = try XMLOutline(
            JUnitReport.render(Report(record: SampleReports.record())))
        #expect(document.count("testcase") == 6)
        #expect(document.count("error") == 1)
    }

    @Test func anInterruptedRunIsRed() throws {
        var record = SampleReports.everyForm().record
        record.complete = false
        record.interruptedBy = "SIGTERM"
        let text = JUnitReport.render(Report(record: record, exitCode: 143))
        #expect(text.contains("exit code 143: the run was interrupted by SIGTERM"))
        #expect(try XMLOutline(text).count("error") == 1)
    }

    @Test(arguments: HostileTexts.all)
    func hostileTextBreaksNothing(_ text: String) throws {
        let plain = try XMLOutline(JUnitReport.render(SampleReports.full()))
        let document = try XMLOutline(JUnitReport.render(HostileTexts.report(text)))
        #expect(document.elements.map(\.name) == plain.elements.map(\.name))
        let suite = try #require(document.elements.first { $0.name == "testsuite" })
        let time = try #require(suite.attributes["timestamp"])
        #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/) != nil, "\(time)")
    }

    private func single(_ outcome: Outcome, _ level: Requirement.Level) -> Report {
        var report = SampleReports.full()
        var line = report.verdict?.requirements.first
        line?.outcome = outcome
        line?.requirement.level = level
        report.verdict?.requirements = line.map { [$0] } ?? []
        report.verdict?.overall = outcome
        return report
    }
}

/// The elements of an XML document, read by its grammar as far as our output needs it.
///
/// Stricter than a parser: no comments, no CDATA, the five named references only.
struct XMLOutline {
    struct Element {
        var name: String
        var attributes: [String: String]
    }

    struct NotWellFormed: Error { var around: String }

    var elements: [Element] = []

    init(_ text: String) throws {
        for scalar in text.unicodeScalars {
            // XML 1.0 (fifth edition), 2.2.
            let isLegal =
                scalar == "\n" || (0x20...0xD7FF).contains(scalar.value)
                || (0xE000...0xFFFD).contains(scalar.value) || scalar.value >= 0x10000
            if !isLegal { throw NotWellFormed(around: "U+" + String(scalar.value, radix: 16)) }
        }
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        guard text.hasPrefix(head) else { throw NotWellFormed(around: "head") }
        let tag = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/
            .matchingSemantics(.unicodeScalar)
        var rest = text.dropFirst(head.count)
        var open: [String] = []
        while let match = rest.firstMatch(of: tag) {
            try Self.checkText(rest[..<match.range.lowerBound])
            try Self.checkText(match.3)
            let name = String(match.2)
            if match.1.isEmpty {
                var attributes: [String: String] = [:]
                let pairs = /\ ([a-z]+)="([^"]*)"/.matchingSemantics(.unicodeScalar)
                for pair in match.3.matches(of: pairs) {
                    attributes[String(pair.1)] = String(pair.2)
                }
                elements.append(Element(name: name, attributes: attributes))
                if match.4.isEmpty { open.append(name) }
            } else if open.popLast() != name {
                throw NotWellFormed(around: name)
            }
            rest = rest[match.range.upperBound...]
        }
        try Self.checkText(rest)
        if !open.isEmpty { throw NotWellFormed(around: "the end") }
    }

    func count(_ name: String) -> Int { elements.count { $0.name == name } }

    private static func checkText(_ text: Substring) throws {
        let reference = /&(amp|lt|gt|quot|apos);/.matchingSemantics(.unicodeScalar)
        let bare = text.replacing(reference, with: "")
        if bare.unicodeScalars.contains(where: { $0 == "<" || $0 == "&" }) {
            throw NotWellFormed(around: String(bare.prefix(60)))
        }
    }
}
