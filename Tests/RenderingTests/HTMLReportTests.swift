import Foundation
import Model
import Rendering
import Reports
import Testing

/// A report as a page for a browser.
struct HTMLReportTests {
    private func page(_ reports: [Report]) throws -> String {
        try HTMLReport.render(reports, template: PageTemplate.html)
    }

    private func count(_ name: String, _ page: String) throws -> Int {
        try HTMLOutline(page).elements.count { $0.name == name }
    }

    @Test func theVerdictComesFirst() throws {
        let html = try page([SampleReports.full()])
        let verdict = try #require(html.range(of: "class=\"key"))
        let bars = try #require(html.range(of: "class=\"bars\""))
        let machine = try #require(html.range(of: "<dt>machine</dt>"))
        #expect(verdict.lowerBound < bars.lowerBound)
        #expect(bars.lowerBound < machine.lowerBound)
    }

    @Test func nothingComesFromElsewhere() throws {
        let html = try page([SampleReports.everyForm()])
        for word in ["<script", "<link", "<img", "<iframe", "http:", "url(", "@import"] {
            #expect(!html.contains(word), "\(word)")
        }
        #expect(html.contains("default-src 'none'"))
    }

    @Test func everyPictureSaysInWordsWhatItShows() throws {
        let outline = try HTMLOutline(page([SampleReports.full()]))
        let pictures = outline.elements.filter { $0.name == "svg" }
        #expect(pictures.count > 3)
        for picture in pictures {
            #expect(picture.attributes["role"] == "img")
            #expect(picture.attributes["aria-label"]?.isEmpty == false)
        }
    }

    @Test func aRequirementWithANumberHasABar() throws {
        let report = SampleReports.full()
        let lines = (report.verdict?.requirements ?? []).filter {
            if case .quantity = $0.requirement.limit { $0.measured ?? 0 > 0 } else { false }
        }
        #expect(!lines.isEmpty)
        let html = try page([report])
        #expect(html.components(separatedBy: "<td class=\"bar\">").count - 1 == lines.count)
    }

    @Test func severalRecordsStandSideBySide() throws {
        let (one, two) = (SampleReports.full(), SampleReports.everyForm())
        let html = try page([one, two])
        #expect(html.contains("id=\"matrix\""))
        #expect(try count("article", html) == 2)
        #expect(try count("article", page([one])) == 1)
        #expect(try !page([one]).contains("id=\"matrix\""))
    }

    @Test func theSameRecordGivesTheSameBytes() throws {
        #expect(try page([SampleReports.everyForm()]) == page([SampleReports.everyForm()]))
    }

    @Test func aRecordWithoutAVerdictOrFiguresIsAPage() throws {
        var report = Report(record: SampleReports.full().record)
        #expect(try page([report]).contains("NO VERDICT"))
        report.record.probes = []
        report.record.host = nil
        #expect(throws: Never.self) { try HTMLOutline(page([report])) }
    }

    @Test func aDamagedTemplateIsAnError() {
        #expect(throws: HTMLReport.TemplateError.self) {
            try HTMLReport.render([SampleReports.full()], template: "{{#articles}}")
        }
    }
}
