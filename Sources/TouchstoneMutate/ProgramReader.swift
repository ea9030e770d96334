import Files
import Foundation
import Glibc
import History
import Interchange
import Judgement
import Measurement
import Model
import Probes
import Profiles
import Rendering

/// Reads in this process, by the same ways that the program's commands go.
struct ProgramReader: Reader {
    private let folder: URL
    private let catalog = ProfileCatalog(metrics: ProbeIdentity.metrics)
    private let profiles: [Profile]
    private let judge = Judge(
        ProbeIdentity.all.map {
            KnownProbe(
                id: $0.id, methodVersion: $0.methodVersion, metrics: $0.metrics,
                isStaged: $0.sampling == .staged)
        })
    private let sound: RunRecord?

    init(folder: URL) throws {
        self.folder = folder
        profiles = try catalog.all()
        sound = (try? Data(contentsOf: URL(filePath: "Reports/sample.json")))
            .flatMap { try? ReportJSON.decode([UInt8]($0)).record }
    }

    var memoryKiB: Int {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        return usage.ru_maxrss
    }

    func read(_ damaged: Corpus.Damaged, _ random: inout SplitMix) throws {
        switch damaged.kind {
        case .report:
            if let report = try? ReportJSON.decode(damaged.bytes) { try use(report, &random) }
        case .profile:
            guard let text = String(validating: damaged.bytes, as: UTF8.self) else { return }
            if let profile = try? catalog.load(text: text, fileName: "-"), let sound {
                _ = judge.verdict(on: sound, by: profile)
                _ = ProfilePages.show(profile).text()
            }
        case .table: try readTable(damaged.bytes, &random)
        case .history: readHistory(damaged.bytes)
        }
    }

    private func use(_ report: Report, _ random: inout SplitMix) throws {
        var report = report
        let rule = random.one(of: [JudgementRule.bounds, .bounds, .bounds, .node, .nodeStart])
        let verdict = judge.verdict(on: report.record, by: random.one(of: profiles), rule: rule)
        if let stored = report.verdict {
            report.doubt = VerdictCheck.doubt(
                of: report, profile: profiles.first { $0.id == stored.profile.id }, by: judge)
        }
        try show(report, &random)
        report.verdict = verdict
        try show(report, &random)
        _ = RunSummary(report.record)
        if random.below(4) == 0, let sound {
            _ = ComparisonPage.page(RunComparer.compare(report.record, sound)).text()
        }
        if random.below(4) == 0 {
            _ = ExplanationPage.page(
                Explanation(
                    verdict, of: report.record, matrix: ProfileMatrix([verdict]), why: { _ in nil }
                )
            ).text()
        }
    }

    private func show(_ report: Report, _ random: inout SplitMix) throws {
        let page =
            switch random.below(7) {
            case 0: ReportPage.page(report).text()
            case 1: ReportPage.page(report).markdown()
            case 2: JUnitReport.render(report)
            case 3: OpenMetricsText.render(report)
            case 4: CSVReport.render(report)
            case 5: GitHubSummary.render(report) + GitHubSummary.annotations(report).joined()
            default: String(decoding: try ReportJSON.encode(report), as: UTF8.self)
            }
        if let scalar = page.unicodeScalars.first(where: {
            !$0.isHarmless && $0 != "\n" && $0 != "\r"
        }) {
            throw Campaign.Broken(description: "U+\(String(scalar.value, radix: 16)) is shown")
        }
    }

    private func readTable(_ bytes: [UInt8], _ random: inout SplitMix) throws {
        var reader = PastedScoresReader()
        do {
            try reader.read(bytes[...])
            let scores = try reader.finish()
            let record = scores.record(
                id: "0000000000000000", startedAt: "2026-01-01T00:00:00Z",
                tool: ToolFacts(version: "0", build: "release", compiler: "none"))
            let bytes = try ReportJSON.encode(Report(record: record))
            try use(try ReportJSON.decode(bytes), &random)
        } catch is InterchangeError {
            return
        }
    }

    private func readHistory(_ bytes: [UInt8]) {
        let path = folder.appending(path: "history").path
        defer {
            for ending in ["", "-wal", "-shm"] {
                FileTree.removeFile(path + ending)
            }
        }
        guard (try? Data(bytes).write(to: URL(filePath: path))) != nil,
            let store = try? HistoryStore.reading(path)
        else { return }
        let runs = (try? store.runs())?.values ?? []
        _ = HistoryPages.runs(runs).text()
        for run in runs.prefix(4) {
            _ = (try? store.report(of: run.id)).flatMap { try? ReportJSON.decode($0) }
        }
        for metric in ((try? store.metrics()) ?? []).prefix(2) {
            let trend = try? store.trend(
                of: MetricID(rawValue: metric), last: 10, difference: EnvironmentDiff.all)
            if let trend { _ = TrendPage.page(trend.trend).text() }
        }
        _ = try? store.baselines()
    }
}
