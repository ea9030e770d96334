import Foundation
import Model
import Rendering
import Reports
import TestSupport
import Testing

/// Tables of a record that nobody judged, and that the schema knows every key of a probe.
struct SampleTableTests {
    private func report(_ table: TableSample) -> Report {
        var record = RecordBuilder.record([("a.b", [1])])
        record.probes[0].blocks[1].samples["a.b"] = .table(table)
        return Report(record: record)
    }

    @Test func twoAxesAreRowsAndColumnsInOneUnit() {
        let table = TableSample(
            axes: [
                .init(name: "threads", labels: ["1", "1+1"]),
                .init(name: "pass", labels: ["1", "2"]),
            ],
            values: [1_048_576, 2_097_152, 3_145_728, 524_288])
        let text = ReportPage.page(report(table)).text()
        #expect(text.contains("threads / pass"))
        #expect(text.contains("3.00 MiB/s  0.50 MiB/s"))
        let markdown = ReportPage.page(report(table)).markdown()
        #expect(markdown.contains("| 1+1 | 3.00 MiB/s | 0.50 MiB/s |"))
    }

    @Test func aTableWithoutAxesIsAFigure() {
        let text = ReportPage.page(report(TableSample(axes: [], values: [2048]))).text()
        #expect(text.contains("2.00 KiB/s"))
        #expect(!text.contains("table of"))
        #expect(Sample.figure(0.5).scalar == 0.5)
    }

    @Test func whatDoesNotFitALineIsLeftToTheJSON() {
        let wide = TableSample(
            axes: [
                .init(name: "x", labels: ["1"]), .init(name: "y", labels: (0..<9).map(String.init)),
            ],
            values: Array(repeating: 1, count: 9))
        let text = ReportPage.page(report(wide)).text()
        #expect(text.contains("table of 9 values"))
        #expect(!text.contains("x / y"))
    }

    @Test func theSchemaKnowsEveryKeyOfAProbe() throws {
        var probe = RecordBuilder.probe("a.b", samples: [1])
        probe.reason = "r"
        probe.implementation = Implementation(
            name: "n", nodeRatioFloor: 0.9, compiler: "c", outputDigest: "d")
        probe.verdictBlockedBecause = "a debug build"
        let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(probe))
        let keys = try #require(json as? [String: Any]).keys
        let schema = try #require(
            JSONSerialization.jsonObject(with: Data(ReportSchema.json.utf8)) as? [String: Any])
        let definitions = try #require(schema["$defs"] as? [String: Any])
        let properties = try #require(
            (definitions["probe"] as? [String: Any])?["properties"] as? [String: Any])
        #expect(Set(keys).subtracting(properties.keys).isEmpty)
    }
}
