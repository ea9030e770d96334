import Model
import Rendering
import Testing

/// What no report holds is refused before it is decoded, with what it is.
struct ReportBoundsTests {
    private static func error(_ text: String) -> String {
        do throws(ReportFormatError) {
            _ = try ReportJSON.decode(Array(text.utf8))
            return "(no error)"
        } catch {
            return error.description
        }
    }

    @Test(arguments: [
        ("[" + String(repeating: "0,", count: 500_001), "500000 values"),
        (String(repeating: "[", count: 50), "nests too deeply"),
        (String(repeating: "{\"a\":", count: 50), "nests too deeply"),
        ("1e21}", "1e21 is beyond what any run measures"),
        ("-1e300 }", "-1e300 is beyond"), ("200000000000000000000,", "is beyond"),
    ])
    func aValueBeyondAllRunsIsRefused(_ value: String, _ problem: String) {
        let error = Self.error("{\"schemaVersion\": 1, \"record\": \(value)")
        #expect(error.contains(problem), "\(error)")
    }

    @Test func moreBytesThanAnyReportAreRefused() {
        let error = Self.error("{" + String(repeating: " ", count: ReportJSON.bytesMax))
        #expect(error.contains("16 MiB"))
    }

    @Test(arguments: ["18446744073709551615", "9223372036854775807", "1e20", "-1E+20", "1e-300"])
    func aNumberThatAReportMayHoldIsNotRefusedForItsSize(_ number: String) {
        #expect(!Self.error("{\"schemaVersion\": 1, \"a\": \(number)}").contains("beyond"))
    }

    @Test func moreEntriesThanAnyRunAreRefused() throws {
        var report = SampleReports.full()
        report.record.probes[0].advisories = [Advisory](
            repeating: Advisory(id: "a", text: "b"), count: 101)
        let text = String(decoding: try ReportJSON.encode(report), as: UTF8.self)
        #expect(Self.error(text).contains("record.probes[0].advisories: holds 101 entries"))
    }

    @Test(arguments: [
        ("a::b", "a: :b"), (":::", ": : :"), ("##[x", "## [x"), ("###[", "### ["), ("#[a", "#[a"),
        ("a\nb", "a b"), ("\u{1B}", "\\u{1b}"), ("\u{3164}", "\\u{3164}"), ("é", "é"),
        ("e\u{301}", "e\\u{301}"), ("\u{D4E}<", "\u{D4E}<"),
    ])
    func aTextIsMadeHarmless(_ text: String, _ shown: String) {
        #expect(Array(SafeText.line(text).utf8) == Array(shown.utf8))
    }

    @Test func jsonHoldsTheSameTextEscaped() throws {
        var report = SampleReports.full()
        report.record.host?.cpu.model = "\u{9B}31m\u{202E}##[error]\u{E0001}é"
        let bytes = try ReportJSON.encode(report)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains(#""\u009b31m\u202e##\u005berror]\udb40\udc01é""#))
        #expect(try ReportJSON.decode(bytes) == report)
    }
}
