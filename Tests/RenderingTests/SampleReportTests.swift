import Model
import Rendering
import Testing

/// The committed sample, a real run, and its renderings are what the code makes of it today.
struct SampleReportTests {
    private func sample() throws -> Report {
        try ReportJSON.decode(Array(Snapshot.text("Reports/sample.json").utf8))
    }

    @Test func jsonIsRegenerated() throws {
        let text = String(decoding: try ReportJSON.encode(sample()), as: UTF8.self)
        try Snapshot.expect(text, matches: "Reports/sample.json")
    }

    @Test func textIsRegenerated() throws {
        try Snapshot.expect(ReportPage.page(sample()).text(), matches: "Reports/sample.txt")
    }

    @Test func markdownIsRegenerated() throws {
        try Snapshot.expect(ReportPage.page(sample()).markdown(), matches: "Reports/sample.md")
    }

    /// Committed so that the schema's validator sees all four forms of sample.
    @Test func everyFormOfSampleIsRegenerated() throws {
        let text = String(decoding: try ReportJSON.encode(SampleReports.everyForm()), as: UTF8.self)
        try Snapshot.expect(text, matches: "Tests/RenderingTests/Snapshots/every-form.json")
    }

    /// Committed so that the formats' validators see what a foreign file may hold.
    @Test func hostileReportIsRegenerated() throws {
        let text = String(decoding: try ReportJSON.encode(HostileTexts.mixed()), as: UTF8.self)
        try Snapshot.expect(text, matches: "Tests/RenderingTests/Snapshots/hostile.json")
    }
}
