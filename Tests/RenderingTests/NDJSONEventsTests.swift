import Foundation
import Model
import Rendering
import Testing

struct NDJSONEventsTests {
    /// One event of each kind, with texts from outside.
    private static func events(_ text: String) -> [RunEvent] {
        let report = HostileTexts.report(text)
        let probe = report.record.probes[0]
        return [
            .message(text),
            .planned(report.record, probes: [.init(id: text, metrics: probe.metrics)]),
            .preparing(probe: text),
            .begin(probe: text, round: 0, rounds: 14, isWarmup: true, remainingSeconds: nil),
            .begin(probe: text, round: 2, rounds: 14, isWarmup: false, remainingSeconds: 12.5),
            .block(probe: text, probe.blocks[1], metrics: probe.metrics), .stage(probe: text),
            .progress(probe: text, done: 12, of: 309),
            .ended(probe: text, status: .failed, reason: text), .finished(report.record),
            .verdict(report),
        ]
    }

    @Test func linesAreRegenerated() throws {
        let lines = Self.events("memory.copy").map {
            NDJSONEvents.line($0, elapsedSeconds: 1.5)
        }
        try Snapshot.expect(
            lines.joined(), matches: "Tests/RenderingTests/Snapshots/events.ndjson")
    }

    @Test(arguments: HostileTexts.all)
    func everyEventIsOneLineOfJSON(_ text: String) throws {
        let schema = try #require(
            JSONSerialization.jsonObject(
                with: Data(contentsOf: Snapshot.url("Reports/progress.schema.json")))
                as? [String: Any])
        let fields = try #require(schema["properties"] as? [String: [String: Any]])
        let names = try #require(fields["event"]?["enum"] as? [String])
        for event in Self.events(text) {
            let line = NDJSONEvents.line(event, elapsedSeconds: .nan)
            #expect(line.unicodeScalars.last == "\n")
            #expect(!line.dropLast().contains { $0.isNewline })
            let object = try #require(
                JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            for key in object.keys { #expect(fields[key] != nil, "\(key) is not in the schema") }
            #expect(names.contains(object["event"] as? String ?? ""))
            #expect(object["schemaVersion"] as? Int == NDJSONEvents.schemaVersion)
        }
    }

    @Test func aRateThatIsNoNumberIsLeftOut() {
        let metric = MetricDefinition(
            id: "a.b", unit: .bytesPerSecond, direction: .higherIsBetter, title: "A")
        let block = BlockRecord(
            round: 1, phase: .kept, startedSeconds: 0,
            samples: ["a.b": .rate(RateSample(work: 1, seconds: 0))])
        let line = NDJSONEvents.line(
            .block(probe: "a.b", block, metrics: [metric]), elapsedSeconds: 1)
        #expect(line.contains("{\"metric\":\"a.b\",\"unit\":\"B/s\"}"))
    }
}
