import Model
import Rendering
import Reports
import Testing

/// A file from elsewhere may hold anything: it is refused, or it is shown; nothing traps.
struct DamagedReportTests {
    @Test(arguments: 1...8)
    func damagedBytesAreRefusedOrShown(_ seed: UInt64) throws {
        let sound = try ReportJSON.encode(
            seed.isMultiple(of: 2) ? small() : SampleReports.everyForm())
        let bytes = Array("0123456789-.eE+\"{}[],:\\ntruefalse\u{1}\u{FF}".utf8)
        var state = seed
        func next(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<25 {
            var damaged = sound
            for _ in 0...next(below: 3) {
                damaged[next(below: damaged.count)] = bytes[next(below: bytes.count)]
            }
            do throws(ReportFormatError) {
                let report = try ReportJSON.decode(damaged)
                show(report)
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
    }

    @Test(arguments: [Double.greatestFiniteMagnitude, -1e300, .leastNonzeroMagnitude, -0.0])
    func extremeFiguresAreShown(_ value: Double) {
        var report = SampleReports.full()
        report.record.durationSeconds = value
        report.record.host?.cgroup.cpuQuotaCores = value
        report.record.host?.memory.totalBytes = .max
        report.record.storage?.filesystem.availableBytes = .min
        for index in report.verdict?.requirements.indices ?? 0..<0 {
            report.verdict?.requirements[index].measured = value
            report.verdict?.requirements[index].lowerBound = -value
            report.verdict?.requirements[index].upperBound = value
            report.verdict?.requirements[index].marginPercent = value
            report.verdict?.requirements[index].requirement.limit =
                .quantity(value, unit: index.isMultiple(of: 2) ? "GiB/s" : "no such unit")
        }
        for index in report.record.probes.indices {
            let metric = report.record.probes[index].metrics[0].id
            report.record.probes[index].blocks.append(
                BlockRecord(
                    round: 99, phase: .kept, startedSeconds: 0,
                    samples: [
                        metric: .rate(RateSample(work: value, seconds: .leastNonzeroMagnitude))
                    ]))
        }
        show(report)
        show(Report(record: report.record))
    }

    private func small() -> Report {
        var report = SampleReports.full()
        for index in report.record.probes.indices { report.record.probes[index].blocks = [] }
        return report
    }

    private func show(_ report: Report) {
        let text = ReportPage.page(report).text()
        #expect(text.split(separator: "\n").allSatisfy { $0.unicodeScalars.count <= 80 })
        #expect(ReportPage.page(report).markdown().hasPrefix("## "))
        #expect(throws: Never.self) { try XMLOutline(JUnitReport.render(report)) }
        #expect(throws: Never.self) {
            try HTMLOutline(HTMLReport.render([report, report], template: PageTemplate.html))
        }
        #expect(OpenMetricsText.render(report).hasSuffix("# EOF\n"))
        #expect(CSVReport.render(report).hasPrefix("run,started,"))
        #expect(GitHubSummary.render(report).hasPrefix("## Touchstone"))
        #expect(!NDJSONEvents.line(.verdict(report), elapsedSeconds: 0).isEmpty)
        #expect(!NDJSONEvents.line(.finished(report.record), elapsedSeconds: 0).isEmpty)
        if let verdict = report.verdict { #expect(!MatrixPage.page([verdict]).text().isEmpty) }
    }
}
