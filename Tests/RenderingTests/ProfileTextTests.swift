import Model
import Rendering
import Testing

struct ProfileTextTests {
    private var profiles: [Profile] {
        var retired = SampleReports.profile()
        retired.id = "phala-collator"
        retired.title = "Phala and Khala collator"
        retired.status = .init(
            state: .retired, since: "2025-11", note: "the network moved to an L2")
        retired.requirements += [
            Requirement(
                subject: .fact(.diskClass), comparison: .equal, limit: .deviceClass(.localNVMe),
                level: .recommended,
                source: .init(document: "wiki", revision: "3e1b30f", date: "2022-07-07"),
                reason: "the document says \"NVMe\""),
            Requirement(
                subject: .fact(.smt), comparison: .equal, limit: .flag(false), level: .required,
                validatorOnly: true,
                source: .init(document: "wiki", revision: "3e1b30f", date: "2022-07-07")),
        ]
        return [SampleReports.profile(), retired]
    }

    @Test func listHasALineForEach() throws {
        try Snapshot.expect(
            ProfilePages.list(profiles).text(),
            matches: "Tests/RenderingTests/Snapshots/profiles-list.txt")
    }

    @Test func oneIsShownInFull() throws {
        try Snapshot.expect(
            ProfilePages.show(profiles[1]).text(),
            matches: "Tests/RenderingTests/Snapshots/profiles-show.txt")
    }

    @Test func matrixHasALineForEachVerdict() throws {
        var fails = SampleReports.verdict(SampleReports.record())
        fails.profile = ProfileSummary(profiles[1])
        var passes = fails
        passes.profile = ProfileSummary(profiles[0])
        passes.overall = .pass
        passes.boundBy = "memory.copy"
        passes.requirements = [passes.requirements[0]]
        var bare = passes
        bare.overall = .unmeasurable
        bare.boundBy = nil
        bare.requirements = []
        try Snapshot.expect(
            MatrixPage.page(
                [fails, passes, bare],
                nearest: NearestProfile(
                    id: "kilt-collator", passes: true, marginPercent: 3.8, boundBy: "memory.copy")
            ).text(),
            matches: "Tests/RenderingTests/Snapshots/matrix.txt")
    }

    @Test func noLineIsWiderThanEightyColumns() {
        let verdict = SampleReports.hostile().verdict
        for text in [
            ProfilePages.list(profiles).text(), ProfilePages.show(profiles[1]).text(),
            MatrixPage.page(verdict.map { [$0] } ?? []).text(),
        ] {
            for line in text.split(separator: "\n") {
                #expect(line.unicodeScalars.count <= 80, "\(line)")
            }
        }
    }
}
