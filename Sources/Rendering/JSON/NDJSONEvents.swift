import FoundationEssentials
package import Model

/// What happens during a run, for a program that watches: one JSON object a line.
package enum NDJSONEvents {
    /// Version of the lines' format.
    package static let schemaVersion = 1

    /// The line of an event, with its line feed; docs/reference/formats/outputs.md describes the
    /// fields.
    ///
    /// `elapsedSeconds` counts from the run's beginning, by a clock that never goes back.
    package static func line(_ event: RunEvent, elapsedSeconds: Double) -> String {
        var line = Line(elapsedSeconds: (finite(elapsedSeconds) ?? 0))
        fill(&line, event)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Every number was looked at, so that nothing is left that has no JSON form.
        guard let data = try? encoder.encode(line) else { return "" }
        return String(decoding: DocumentJSON.harmless(Array(data)), as: UTF8.self) + "\n"
    }

    private static func fill(_ line: inout Line, _ event: RunEvent) {
        switch event {
        case .planned(let record, let probes):
            line.event = "planned"
            line.run = text(record.id)
            line.startedAt = text(record.startedAt)
            line.preset = text(record.plan.preset)
            line.seed = record.plan.seed
            line.warmupRounds = record.plan.warmupRounds
            line.keptRounds = record.plan.keptRounds
            line.probes = probes.map { probe in
                .init(
                    id: text(probe.id), metrics: probe.metrics.map { text($0.id.rawValue) })
            }
        case .message(let words):
            line.event = "message"
            line.text = text(words)
        case .preparing(let probe):
            line.event = "preparing"
            line.probe = text(probe)
        case .begin(let probe, let round, let rounds, let isWarmup, let remaining):
            line.event = "begin"
            line.probe = text(probe)
            line.round = round
            line.rounds = rounds
            line.phase = isWarmup ? "warmup" : "kept"
            line.remainingSeconds = remaining.flatMap(finite)
        case .block(let probe, let block, let metrics):
            line.event = "block"
            line.probe = text(probe)
            line.round = block.round
            line.phase = block.phase.rawValue
            line.samples = metrics.flatMap(\.figures).map { figure in
                .init(
                    metric: text(figure.metric.id.rawValue), unit: figure.metric.unit.rawValue,
                    value: block.samples[figure.base]?.value(of: figure).flatMap(finite))
            }
        case .extending(let probes, let seconds):
            line.event = "message"
            line.text = text(RunEvent.going(on: probes, seconds: seconds))
        case .stage(let probe):
            line.event = "stage"
            line.probe = text(probe)
        case .progress(let probe, let done, let all):
            line.event = "progress"
            line.probe = text(probe)
            line.done = done
            line.of = all
        case .ended(let probe, let status, let reason):
            line.event = "ended"
            line.probe = text(probe)
            line.status = status.rawValue
            line.reason = text(reason)
        case .finished(let record):
            line.event = "finished"
            line.run = text(record.id)
            line.complete = record.complete
            line.interruptedBy = record.interruptedBy.map(text)
            line.durationSeconds = finite(record.durationSeconds)
        case .verdict(let report):
            line.event = "verdict"
            line.run = text(report.record.id)
            line.exitCode = report.exitCode
            line.profile = (report.verdict?.profile.id).map(text)
            line.rule = report.verdict?.rule.rawValue
            line.overall = report.verdict?.overall.rawValue
            line.boundBy = (report.verdict?.boundBy).map(text)
            line.reason = (report.verdict?.reason).map(text)
        }
    }

    /// One line, so that a reader that splits at any of Unicode's line ends sees one as well.
    private static func text(_ text: String) -> String { SafeText.line(text, limit: 1000) }

    private static func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }

    /// All fields that a line may have; `nil` ones are left out.
    private struct Line: Encodable {
        struct PlannedProbe: Encodable {
            var id: String
            var metrics: [String]
        }

        struct Figure: Encodable {
            var metric: String
            var unit: String
            var value: Double?
        }

        let schemaVersion = NDJSONEvents.schemaVersion
        var event = ""
        var elapsedSeconds: Double
        var run: String?
        var startedAt: String?
        var preset: String?
        var seed: UInt64?
        var warmupRounds: Int?
        var keptRounds: Int?
        var probes: [PlannedProbe]?
        var text: String?
        var probe: String?
        var round: Int?
        var rounds: Int?
        var phase: String?
        var remainingSeconds: Double?
        var samples: [Figure]?
        var done: Int?
        var of: Int?
        var status: String?
        var reason: String?
        var complete: Bool?
        var interruptedBy: String?
        var durationSeconds: Double?
        var exitCode: Int32?
        var profile: String?
        var rule: String?
        var overall: String?
        var boundBy: String?

        init(elapsedSeconds: Double) { self.elapsedSeconds = elapsedSeconds }
    }
}
