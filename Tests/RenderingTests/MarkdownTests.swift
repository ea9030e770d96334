import Model
import Rendering
import Testing

struct MarkdownTests {
    @Test func textFromOutsideCannotBreakTablesOrAddMarkup() {
        let text = ReportPage.page(SampleReports.hostile()).markdown()
        let plain = ReportPage.page(SampleReports.full()).markdown()
        #expect(!text.contains("<b>") && !text.contains("[a](b)") && !text.contains("\u{1B}"))
        #expect(text.contains("\\|&lt;b&gt;\\`\\*\\_\\[a\\](b)"))
        // Rows keep their cells: an unescaped bar would add one.
        let bars = { (text: String) in
            text.split(separator: "\n").filter { $0.hasPrefix("|") }
                .map { $0.replacing("\\|", with: "").filter { $0 == "|" }.count }
        }
        #expect(bars(text) == bars(plain))
    }

    @Test func recordWithoutVerdictShowsItsSpread() {
        let text = ReportPage.page(Report(record: SampleReports.record())).markdown()
        #expect(text.hasPrefix("## Measurements without a verdict\n"))
        #expect(text.contains("| metric | min | median | max | n |\n|---|---:|---:|---:|---:|\n"))
    }

    @Test func nothingOfTheTextIsMissing() {
        let text = ReportPage.page(SampleReports.full()).markdown()
        for words in [
            "NOT QUALIFIED", "Constructed Example CPU", "/var/lib/collator", "local NVMe",
            "powersave", "No space left on device", "The node's own rule", "16.62 GB",
            "below the limit, but within its tolerance",
        ] {
            #expect(text.contains(words), "\(words)")
        }
    }
}
