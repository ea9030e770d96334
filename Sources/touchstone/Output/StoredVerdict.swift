import History
import Judgement
import Measurement
import Model
import Probes
import Profiles
import Rendering

extension Judge {
    /// The judge of this program, who knows its probes.
    static let own = Judge(
        ProbeIdentity.all.map {
            KnownProbe(
                id: $0.id, methodVersion: $0.methodVersion, metrics: $0.metrics,
                isStaged: $0.sampling == .staged)
        })
}

/// Verdicts that came with a report, held against the samples beside them.
enum StoredVerdict {
    /// What the samples say otherwise; nil if they say the same, or if there is no verdict.
    static func doubt(of report: Report) -> VerdictDoubt? {
        guard let stored = report.verdict else { return nil }
        return VerdictCheck.doubt(of: report, profile: profile(of: stored), by: .own)
    }

    /// What the samples say by the rule and the profile of a stored verdict.
    static func verdict(of record: RunRecord, like stored: Verdict) -> Verdict {
        VerdictCheck.verdict(of: record, like: stored, profile: profile(of: stored), by: .own)
    }

    /// The report with its doubt, which is also a warning on standard error, since not every
    /// format has a place for it.
    static func checked(_ report: Report, named name: String) -> Report {
        var report = report
        report.doubt = doubt(of: report)
        if let doubt = report.doubt {
            StandardError.say("warning: \(name): \(DoubtText.sentence(doubt))")
        }
        return report
    }

    /// How many of the newest runs of a list are checked, which costs some milliseconds each.
    ///
    /// Ours: a list of thousands must not take minutes.
    static let checkedMax = 100

    /// A run of a list, with what its samples say where that is not what is listed.
    static func checked(_ run: HistoryRun, in store: HistoryStore) -> HistoryRun {
        guard let listed = run.overall, let report = try? store.storedReport(run.id) else {
            return run
        }
        var run = run
        guard let stored = report.verdict else {
            // Listed as judged, though the report holds no verdict.
            run.samplesSay = .skipped
            return run
        }
        let doubt = doubt(of: report)
        let samples = doubt?.samples ?? stored.overall
        if doubt != nil || samples != listed { run.samplesSay = samples }
        return run
    }

    private static func profile(of verdict: Verdict) -> Profile? {
        // The name is a foreign text, and must open no file.
        guard ProfileOption.catalog.ids.contains(verdict.profile.id) else { return nil }
        return try? ProfileOption.catalog.profile(named: verdict.profile.id)
    }
}
