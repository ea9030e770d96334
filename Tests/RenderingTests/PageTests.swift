import Foundation
import Model
import Rendering
import Testing

/// The forms of one page say the same.
struct PageTests {
    private static let pages: [(name: String, page: Page)] = [
        ("full", ReportPage.page(SampleReports.full())),
        ("every form", ReportPage.page(SampleReports.everyForm())),
        ("quality", ReportPage.page(SampleReports.withQuality())),
        ("measured", ReportPage.page(Report(record: SampleReports.record()))),
        ("calibration", CalibrationPage.page(SampleReports.calibration)),
    ]

    /// The words of a page in no order, without the signs of its form.
    private static func words(_ text: String) -> [String] {
        text.split { $0.isWhitespace }.map(String.init).filter { word in
            word.contains { $0.isLetter || $0.isNumber }
        }.sorted()
    }

    /// Markdown as it is read: no markup, no escapes.
    private static func plain(_ markdown: String) -> String {
        markdown.replacing("| what | found |\n", with: "").replacing("**", with: "")
            .replacing(/\\(.)/) { String($0.1) }.replacing("&lt;", with: "<")
            .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }

    @Test(arguments: pages.indices)
    func textAndMarkdownHoldTheSameWords(_ index: Int) {
        // Wide enough for nothing to be abridged.
        let text = Self.pages[index].page.text(Style(columns: 4000))
        let markdown = Self.plain(Self.pages[index].page.markdown())
        #expect(Self.words(text) == Self.words(markdown), "\(Self.pages[index].name)")
    }

    @Test func whatDecidesStandsLastInTextAndFirstInMarkdown() throws {
        let page = ReportPage.page(SampleReports.full())
        let markdown = page.markdown().split(separator: "\n")
        let text = page.text().split(separator: "\n")
        #expect(text.dropLast().last == "VERDICT: NOT QUALIFIED")
        let verdict = try #require(markdown.firstIndex(of: "**VERDICT: NOT QUALIFIED**"))
        let table = try #require(markdown.firstIndex { $0.hasPrefix("| outcome |") })
        #expect(verdict < table)
    }

    @Test func notesAreNamedAndUnfoldedOnDemand() {
        let page = ReportPage.page(SampleReports.full())
        for folded in [page.text(), page.markdown()] {
            #expect(folded.contains("note: sample.constructed"))
            #expect(!folded.contains("was measured nowhere"))
        }
        #expect(page.markdown(isUnfolded: true).contains("measured nowhere"))
    }

    @Test func aNarrowTableIsAbridgedAndAWideOneIsNot() {
        let page = ReportPage.page(SampleReports.full())
        #expect(page.text(Style(columns: 4000)).contains("Disk class (recommended)"))
        #expect(page.text(Style(columns: 200)).contains("≥ 20,403.8 /s"))
        #expect(page.text(Style(columns: 80)).contains("≥ 20,404 /s"))
    }
}
