import Foundation
import Judgement
import Model
import TestSupport
import Testing

/// Which judge a metric gets is told by the form of its samples.
struct SampleFormTests {
    private static let rows = [[Double]](
        repeating: [0, 0.1, 0.2, 0, 0, 0, 0.1, 0.1, 0.1], count: 299)

    /// A record whose metric has another name, and a profile that asks for it.
    private func verdict(_ id: MetricID, _ form: SampleForm?) -> RequirementVerdict {
        var record = RecordBuilder.chain(
            id, Self.rows, weights: [Double](repeating: 0.1, count: Self.rows.count))
        record.probes[0].metrics = [
            MetricDefinition(
                id: id, unit: .seconds, direction: .lowerIsBetter, title: "Import", form: form)
        ]
        var profile = RecordBuilder.profile([])
        profile.requirements = [
            Requirement(
                subject: .metric(id, .p99), comparison: .atMost, limit: .quantity(1, unit: "s"),
                tolerancePercent: 0, level: .required, source: RecordBuilder.source)
        ]
        return BoundsRule.judge(record, by: profile).requirements[0]
    }

    @Test func aMetricOfAnyNameIsJudgedByItsBlocks() {
        let line = verdict("another.name", .phases)
        #expect(line.reason.hasPrefix("0 of 299 blocks are beyond the limit"))
        // 0.1 s of execution besides the reads, half as long again, and 0.4 s of the rest.
        #expect(abs((line.measured ?? 0) - 0.55) < 1e-9)
    }

    @Test func aRecordThatStatesNoFormIsJudgedAsBefore() {
        let stated = verdict("chain.import", .phases)
        let unstated = verdict("chain.import", nil)
        #expect(unstated == stated)
        #expect(verdict("another.name", nil).outcome == .unmeasurable)
    }

    @Test func authoringEndsWithTheProposal() {
        // Commit and finality come after it.
        #expect(abs((verdict("another.name", .authoringPhases).measured ?? 0) - 0.35) < 1e-9)
    }

    @Test func theStatedFormIsWrittenAndNoOther() throws {
        for (form, text) in [(SampleForm.fewPhases, "phases-few"), (nil, nil)] {
            let metric = MetricDefinition(
                id: "chain.import.cold", unit: .seconds, direction: .lowerIsBetter, title: "Import",
                form: form)
            let json = try JSONEncoder().encode(metric)
            let object = try JSONSerialization.jsonObject(with: json) as? [String: Any]
            #expect(object?["form"] as? String == text)
            let read = try JSONDecoder().decode(MetricDefinition.self, from: json)
            #expect(read == metric && read.form == .fewPhases)
        }
    }
}
