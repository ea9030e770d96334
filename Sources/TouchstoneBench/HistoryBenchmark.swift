import Files
import Foundation
import History
import Judgement
import Model
import Rendering

/// How long a list, a check and a trend take in a history of many runs.
enum HistoryBenchmark {
    /// - `runs`: how many made-up runs; each with a report of the size a standard run has.
    static func run(runs: Int) throws {
        let folder =
            FileManager.default.temporaryDirectory.path
            + "/touchstone-bench-\(UUID().uuidString)"
        defer { FileTree.remove(folder) }
        let store = try HistoryStore.open(folder + "/history.sqlite")
        var report = report()
        let bytes = try DocumentJSON.encodeCompactly(report).count
        print("\(runs) runs of \(bytes) bytes each, 8 of them in a baseline")
        let clock = ContinuousClock()
        let filling = try clock.measure {
            for number in 0..<runs {
                vary(&report, number)
                try store.append(
                    HistoryEntry(
                        report: DocumentJSON.encodeCompactly(report), of: report,
                        summary: RunSummary(report.record)))
            }
        }
        print("append     \(milliseconds(filling) / Double(runs)) ms a run")
        let newest = try store.runs(.init(last: 8)).values.map(\.id)
        try store.createBaseline("bench", of: newest, createdAt: "2026-01-01T00:00:00Z")
        for (name, work) in try works(store, runs: runs) {
            let times = try (0..<5).map { _ in milliseconds(try clock.measure(work)) }.sorted()
            print("\(name)  median \(times[2]) ms, slowest \(times[4]) ms")
        }
    }

    private static func works(
        _ store: HistoryStore, runs: Int
    ) throws -> [(String, () throws -> Void)] {
        let path = store.path
        return [
            (
                "list 20    ",
                {
                    let store = try HistoryStore.openExisting(path)
                    _ = HistoryPages.runs(try store.runs(.init(last: 20)).values).text()
                }
            ),
            (
                "list all   ",
                {
                    let store = try HistoryStore.openExisting(path)
                    _ = try DocumentJSON.encode(store.runs().values)
                }
            ),
            (
                "check      ",
                {
                    let store = try HistoryStore.openExisting(path)
                    let baseline = try store.baseline("bench")
                    let members = try store.summaries(of: baseline)
                    _ = RegressionRule.check(members[0], against: members)
                }
            ),
            (
                "trend 60   ",
                {
                    let store = try HistoryStore.openExisting(path)
                    let trend = try store.trend(
                        of: "bench.0", last: 60, difference: EnvironmentDiff.all)
                    _ = trend.map { TrendPage.page($0.trend).text() }
                }
            ),
            (
                "trend all  ",
                {
                    let store = try HistoryStore.openExisting(path)
                    let trend = try store.trend(
                        of: "bench.0", last: nil, difference: EnvironmentDiff.all)
                    _ = trend.map { TrendPage.page($0.trend).text() }
                }
            ),
        ]
    }

    /// Twenty rounds of twelve probes.
    private static func report() -> Report {
        var host = HostFacts()
        host.cpu.model = "Bench"
        host.system.kernelRelease = "6.1.0"
        let probes = (0..<12).map { number in
            let metric = MetricID(rawValue: "bench.\(number)")
            return ProbeRecord(
                id: metric.rawValue, methodVersion: 1, status: .measured,
                metrics: [
                    MetricDefinition(
                        id: metric, unit: .bytesPerSecond, direction: .higherIsBetter,
                        title: metric.rawValue)
                ],
                blocks: (0..<20).map { round in
                    BlockRecord(
                        round: round, phase: .kept, startedSeconds: Double(round),
                        samples: [
                            metric: .rate(
                                RateSample(work: 123_456_789.125 + Double(round), seconds: 0.500123)
                            )
                        ])
                })
        }
        return Report(
            record: RunRecord(
                id: "", origin: .measured, startedAt: "", durationSeconds: 120, complete: true,
                tool: ToolFacts(version: "0.1.0", build: "release", compiler: "Swift"),
                plan: RunPlan(preset: "standard", keptRounds: 20, warmupRounds: 3, seed: 1),
                host: host, probes: probes))
    }

    /// Another run of the same machine, with a new kernel every thousand.
    private static func vary(_ report: inout Report, _ number: Int) {
        let digits = String(number, radix: 16)
        report.record.id = String(repeating: "0", count: 16 - digits.count) + digits
        let minute = Date(timeIntervalSince1970: 1_767_225_600 + 3_600 * Double(number))
        report.record.startedAt = minute.formatted(.iso8601)
        report.record.host?.system.kernelRelease = "6.\(1 + number / 1_000).0"
    }

    private static func milliseconds(_ duration: Duration) -> Double {
        (duration / .milliseconds(1) * 100).rounded() / 100
    }
}
