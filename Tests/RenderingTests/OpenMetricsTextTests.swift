import Model
import RegexBuilder
import Rendering
import Testing

struct OpenMetricsTextTests {
    @Test func textIsRegenerated() throws {
        try Snapshot.expect(
            OpenMetricsText.render(SampleReports.full()),
            matches: "Tests/RenderingTests/Snapshots/report.prom")
    }

    @Test func figuresAreInBaseUnits() {
        let text = OpenMetricsText.render(SampleReports.full())
        #expect(
            text.contains(
                "\ntouchstone_limit_bytes_per_second{subject=\"cpu.blake2b-256\","
                    + "level=\"required\"} 1048576000\n"))
        #expect(text.contains("\ntouchstone_run_start_timestamp_seconds 1767225600\n"))
        #expect(text.contains("\ntouchstone_margin_ratio{subject=\"cpu.blake2b-256.parallel-8\""))
        #expect(text.contains("\ntouchstone_exit_code 1\n"))
    }

    @Test func aReportWithoutAVerdictHasItsMediansOnly() throws {
        let text = OpenMetricsText.render(Report(record: SampleReports.record()))
        #expect(text.contains("touchstone_measured_bytes_per_second{metric=\"memory.copy\"}"))
        #expect(!text.contains("touchstone_verdict"))
        try check(text)
    }

    /// A collector refuses the whole file for one series that is there twice.
    @Test func aSeriesIsWrittenOnce() throws {
        var report = SampleReports.full()
        report.record.probes += report.record.probes
        let lines = report.verdict?.requirements ?? []
        report.verdict?.requirements += lines
        let text = OpenMetricsText.render(report)
        try check(text)
        #expect(text == OpenMetricsText.render(SampleReports.full()))
    }

    @Test(arguments: [Double.infinity, -.infinity, .nan])
    func whatIsNoNumberIsLeftOut(_ value: Double) throws {
        var report = SampleReports.full()
        report.record.durationSeconds = value
        report.verdict?.requirements[0].marginPercent = value
        try check(OpenMetricsText.render(report))
    }

    @Test(arguments: HostileTexts.all)
    func hostileTextBreaksNothing(_ text: String) throws {
        let hostile = OpenMetricsText.render(HostileTexts.report(text))
        try check(hostile)
        #expect(!hostile.contains("\ntouchstone_forged"))
        #expect(!hostile.contains("touchstone_run_start_timestamp_seconds"))
    }

    /// The text format 0.0.4 as Prometheus documents it, as far as it is used here.
    private func check(_ text: String) throws {
        // A label's value has no bare quote, line feed or backslash.
        let label = /[a-z_]+="(?:[^"\\\n]|\\[\\"n])*"/
        let sample = Regex {
            Capture { OneOrMore { CharacterClass("a"..."z", .anyOf("_")) } }
            Optionally {
                "{"
                label
                ZeroOrMore {
                    ","
                    label
                }
                "}"
            }
            " "
            Capture { OneOrMore(.whitespace.inverted) }
        }
        var family = ""
        var seen: Set<String> = []
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.removeLast().isEmpty)
        #expect(lines.removeLast() == "# EOF")
        for line in lines {
            if line.hasPrefix("# HELP ") {
                family = line.split(separator: " ").dropFirst(2).first.map(String.init) ?? ""
                #expect(seen.insert(family).inserted, "\(family) comes twice")
            } else if line.hasPrefix("# TYPE ") {
                #expect(line == "# TYPE \(family) gauge")
            } else {
                let match = try #require(line.wholeMatch(of: sample), "\(line)")
                #expect(match.1 == family)
                #expect(Double(match.2)?.isFinite == true, "\(line)")
                let series = line.dropLast(match.2.count)
                #expect(seen.insert(String(series)).inserted, "\(series) comes twice")
            }
        }
    }
}
