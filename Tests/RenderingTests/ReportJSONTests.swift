import Foundation
import Model
import Rendering
import Testing

struct ReportJSONTests {
    @Test(arguments: [
        SampleReports.full(), Report(record: SampleReports.record()), SampleReports.everyForm(),
        SampleReports.imported(),
    ])
    func whatIsWrittenIsReadBack(_ report: Report) throws {
        #expect(try ReportJSON.decode(ReportJSON.encode(report)) == report)
    }

    @Test func sameReportGivesSameBytes() throws {
        let once = try ReportJSON.encode(SampleReports.full())
        let again = try ReportJSON.encode(ReportJSON.decode(once))
        #expect(once == again)
        #expect(once.last == UInt8(ascii: "\n"))
    }

    @Test func slashesStayAndAbsentFieldsAreLeftOut() throws {
        let text = String(decoding: try ReportJSON.encode(SampleReports.everyForm()), as: UTF8.self)
        #expect(text.contains("\"B/s\""))
        #expect(!text.contains("null"))
        #expect(!text.contains("interruptedBy"))
        #expect(!text.contains("_0"))
    }

    @Test func wholeSeedSurvives() throws {
        var report = SampleReports.everyForm()
        report.record.plan.seed = .max
        #expect(try ReportJSON.decode(ReportJSON.encode(report)).record.plan.seed == .max)
    }

    @Test(arguments: [Double.infinity, -.infinity, .nan])
    func numberWithoutJSONFormIsRefusedWithItsPlace(_ value: Double) throws {
        var report = SampleReports.full()
        report.verdict?.requirements[1].measured = value
        #expect(throws: ReportFormatError.notFinite(path: "verdict.requirements[1].measured")) {
            try ReportJSON.encode(report)
        }
    }

    @Test func everyCutIsToldAsSuch() throws {
        let bytes = try ReportJSON.encode(SampleReports.everyForm())
        // The last two bytes are the closing brace and the line feed.
        for count in 1..<(bytes.count - 1) {
            #expect(throws: ReportFormatError.truncated(byte: count)) {
                try ReportJSON.decode(Array(bytes.prefix(count)))
            }
        }
        #expect(
            ReportFormatError.truncated(byte: 812).description
                == "not a whole report: the file is cut off after 812 bytes; copy it again")
    }

    @Test func newerFormatIsToldEvenWhenItsFieldsDiffer() {
        let error = #expect(throws: ReportFormatError.self) {
            try ReportJSON.decode(Array(#"{"schemaVersion": 3, "runs": []}"#.utf8))
        }
        #expect(
            error?.description
                == "written by a newer Touchstone (format 3; this one reads up to 1):"
                + " update Touchstone to read it")
    }

    @Test(arguments: [
        ("", ReportFormatError.empty),
        (" \n\t", .empty),
        ("[1]", .notAReport(detail: "it does not begin with {")),
        ("PK\u{3}\u{4}", .notAReport(detail: "it does not begin with {")),
        ("{}", .notAReport(detail: "it has no schemaVersion")),
        ("{nonsense}", .notAReport(detail: "it is not JSON")),
        (#"{"schemaVersion": 1} tail"#, .notAReport(detail: "it is not JSON")),
        (#"{"schemaVersion": 0}"#, .unknownVersion(found: 0)),
        (
            #"{"schemaVersion": "1"}"#,
            .field(path: "schemaVersion", problem: "is not a whole number")
        ),
        (#"{"schemaVersion": 1}"#, .field(path: "record", problem: "is missing")),
        (
            #"{"schemaVersion": 1, "record": 4}"#,
            .field(path: "record", problem: "is not an object")
        ),
    ])
    func whatIsNoReportIsToldFromOneWithAFault(_ text: String, _ expected: ReportFormatError) {
        #expect(throws: expected) { try ReportJSON.decode(Array(text.utf8)) }
    }

    @Test func byteOrderMarkIsRead() throws {
        let bytes = try ReportJSON.encode(SampleReports.everyForm())
        #expect(try ReportJSON.decode([0xEF, 0xBB, 0xBF] + bytes) == SampleReports.everyForm())
    }

    @Test(arguments: [
        ("\"phase\" : \"kept\"", "\"phase\" : \"hot\"", "record.probes[0].blocks[1].phase"),
        ("\"origin\" : \"measured\"", "\"origin\" : 7", "record.origin"),
        ("\"seed\" : 42", "\"seed\" : -1", "record.plan"),
        ("\"durationSeconds\" : 61", "\"durationSeconds\" : 1e400", "byte 64"),
        ("\"complete\" : true", "\"complete\" : null", "record.complete"),
        (
            "\"count\" : 100", "\"count\" : 1.5",
            "record.probes[0].blocks[1].samples[\"disk.sync.latency\"]"
        ),
    ])
    func wrongFieldIsToldWithItsPath(_ old: String, _ new: String, _ path: String) throws {
        let text = String(decoding: try ReportJSON.encode(SampleReports.everyForm()), as: UTF8.self)
        try #require(text.contains(old))
        let error = #expect(throws: ReportFormatError.self) {
            try ReportJSON.decode(Array(text.replacing(old, with: new, maxReplacements: 1).utf8))
        }
        guard case .field(let found, _) = error else {
            Issue.record("not a wrong field: \(String(describing: error))")
            return
        }
        #expect(found == path)
    }

    @Test(arguments: [
        (#"{"form":"rate","work":[1],"seconds":[]}"#, "as many times as works"),
        (#"{"form":"rate","work":[1],"seconds":[0]}"#, "above 0 seconds"),
        (#"{"form":"series","seconds":[1],"values":[]}"#, "as many times as values"),
        (#"{"form":"table","axes":[{"name":"a","labels":["x"]}],"values":[]}"#, "each cell"),
        (#"{"form":"cloud"}"#, "form: has the unknown value \"cloud\";"),
    ])
    func brokenSampleIsRefusedAndNeverTraps(_ sample: String, _ words: String) throws {
        var report = SampleReports.everyForm()
        report.record.probes[0].blocks[1].samples = [:]
        let text = String(decoding: try ReportJSON.encode(report), as: UTF8.self)
        let broken = text.replacing(
            #/"samples" : \{\s*\}/#, with: "\"samples\" : {\"memory.copy\": \(sample)}")
        let error = #expect(throws: ReportFormatError.self) {
            try ReportJSON.decode(Array(broken.utf8))
        }
        let message = try #require(error?.description)
        #expect(message.contains("record.probes[0].blocks[1].samples[\"memory.copy\"]"))
        #expect(message.contains(words))
    }

    @Test func hostileNestingIsRefusedWithoutATrap() {
        let depth = 200_000
        let open = String(repeating: "[", count: depth)
        let close = String(repeating: "]", count: depth)
        #expect(throws: ReportFormatError.notAReport(detail: "it nests too deeply")) {
            try ReportJSON.decode(Array("{\"schemaVersion\": 1, \"record\": \(open)\(close)}".utf8))
        }
        #expect(throws: ReportFormatError.self) {
            try ReportJSON.decode(Array(("{\"a\":" + open).utf8))
        }
    }

    @Test func hostileKeyIsShownHarmlessly() throws {
        let error = ReportFormatError.field(path: "record", problem: "is missing")
        #expect(error.description.contains("record: is missing"))
        let text = String(decoding: try ReportJSON.encode(SampleReports.everyForm()), as: UTF8.self)
            .replacing("\"disk.sync.latency\" : {", with: "\"\\u001b[2J\" : 1, \"x\" : {")
        let thrown = #expect(throws: ReportFormatError.self) {
            try ReportJSON.decode(Array(text.utf8))
        }
        #expect(thrown?.description.contains("\u{1B}") == false)
    }
}
