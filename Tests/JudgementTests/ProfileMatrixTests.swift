import Judgement
import Model
import Testing

struct ProfileMatrixTests {
    /// A verdict with one line for each margin; `nil` = a fact that is no number.
    private func verdict(
        _ id: String, _ overall: Outcome, _ margins: [Double?],
        state: Profile.Status.State = .current, level: Requirement.Level = .required
    ) -> Verdict {
        let profile = NodeProfiles.profile(id, role: "collator", state: state, [(.blake2b256, 1)])
        let lines = margins.map { margin in
            var requirement = profile.requirements[0]
            requirement.level = level
            return RequirementVerdict(
                requirement: requirement, title: "", outcome: (margin ?? -1) < 0 ? .fail : .pass,
                marginPercent: margin, reason: "")
        }
        return Verdict(
            rule: .node, profile: ProfileSummary(profile), overall: overall, boundBy: nil,
            reason: "", requirements: lines, constants: [:])
    }

    private func nearest(_ verdicts: [Verdict]) -> NearestProfile? {
        ProfileMatrix(verdicts).nearest
    }

    @Test func ofThosePassedTheMostDemandingIsNearest() {
        let found = nearest([
            verdict("easy", .pass, [40, 90]), verdict("hard", .pass, [3, 300]),
            verdict("warned", .warn, [5, 5]), verdict("failed", .fail, [-0.1]),
        ])
        #expect(found?.id == "hard" && found?.passes == true && found?.marginPercent == 3)
        #expect(found?.boundBy == "cpu.blake2b-256")
    }

    @Test func ofThoseFailedTheSmallestMissIsNearest() {
        let found = nearest([
            verdict("far", .fail, [50, -40]), verdict("near", .fail, [-2, -3]),
            verdict("open", .inconclusive, [-1]),
        ])
        #expect(found?.id == "near" && found?.passes == false && found?.marginPercent == -3)
    }

    @Test func onlyCurrentProfilesCount() {
        let found = nearest([
            verdict("old", .pass, [1], state: .superseded),
            verdict("gone", .pass, [1], state: .retired), verdict("new", .fail, [-60]),
        ])
        #expect(found?.id == "new")
    }

    @Test func aMissThatIsNoNumberHasNoDistance() {
        let found = nearest([verdict("flag", .fail, [nil, 10]), verdict("far", .fail, [-60])])
        #expect(found?.id == "far")
        #expect(nearest([verdict("flag", .fail, [nil])]) == nil)
    }

    @Test func recommendedLinesDoNotMeasure() {
        #expect(nearest([verdict("a", .pass, [1], level: .recommended)]) == nil)
    }

    @Test func ofEqualsTheFirstGivenWins() {
        for (outcome, margin) in [(Outcome.pass, 5.0), (.fail, -5)] {
            let found = nearest([verdict("b", outcome, [margin]), verdict("a", outcome, [margin])])
            #expect(found?.id == "b")
        }
    }

    @Test func nothingDecidedHasNoNearest() {
        #expect(nearest([]) == nil)
        #expect(nearest([verdict("a", .inconclusive, [1]), verdict("b", .skipped, [])]) == nil)
    }
}
