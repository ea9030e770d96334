import Model
import Rendering
import Testing

struct CSVReportTests {
    @Test func tableIsRegenerated() throws {
        try Snapshot.expect(
            CSVReport.render(SampleReports.full()),
            matches: "Tests/RenderingTests/Snapshots/report.csv")
    }

    @Test func eachRequirementAndEachMetricWithoutOneIsARow() throws {
        var report = SampleReports.full()
        #expect(try rows(report).count == 1 + 11)
        report.verdict?.requirements.removeFirst()
        let rows = try rows(report)
        #expect(rows.count == 1 + 11)
        let column = try #require(rows[0].firstIndex(of: "outcome"))
        #expect(rows.last?[4] == "cpu.blake2b-256")
        #expect(rows.last?[column] == "")
        report.verdict = nil
        #expect(try self.rows(report).count == 1 + 6)
    }

    @Test(arguments: HostileTexts.all)
    func hostileTextBreaksNothingAndIsNoFormula(_ text: String) throws {
        let report = HostileTexts.report(text)
        let rows = try rows(report)
        // The verdict's lines, and the probe's second metric, which has no requirement.
        #expect(rows.count == 1 + 11 + 1)
        for row in rows {
            #expect(row.count == CSVReport.header.count)
            for cell in row where Double(cell) == nil {
                let first = cell.first { $0 != " " }
                #expect(first.map { !"=+-@\t\r＝＋－＠".contains($0) } ?? true, "\(cell)")
                #expect(!cell.contains { $0.isNewline })
            }
        }
    }

    /// RFC 4180, read strictly: CRLF, quotes only around a field or doubled inside one.
    private func rows(_ report: Report) throws -> [[String]] {
        let text = CSVReport.render(report)
        #expect(text.hasSuffix("\r\n"))
        // Fields hold no line ends, so a line is a record.
        return try text.dropLast().split(separator: "\r\n").map { line in
            var fields: [String] = []
            var rest = Substring(line)
            while true {
                let match = try #require(
                    rest.prefixMatch(of: /"((?:[^"]|"")*)"|([^",]*)/), "\(rest)")
                fields.append(
                    String(match.1 ?? match.2 ?? "").replacing("\"\"", with: "\""))
                rest = rest[match.range.upperBound...]
                if rest.isEmpty { return fields }
                try #require(rest.first == ",", "\(rest)")
                rest = rest.dropFirst()
            }
        }
    }
}
