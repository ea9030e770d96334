package import History
import Host
package import Judgement
import Measurement
package import Model
import Probes
package import Profiles
import Rendering

extension Judge {
    /// The judge of this program, who knows its probes.
    package static let own = Judge(
        ProbeIdentity.all.map {
            KnownProbe(
                id: $0.id, methodVersion: $0.methodVersion, metrics: $0.metrics,
                isStaged: $0.sampling == .staged, needsDisk: $0.needsDisk)
        },
        chain: ChainWork(
            accounts: Dictionary(
                uniqueKeysWithValues: Preset.allCases.map {
                    ($0.rawValue, ChainConditions($0, nil).accounts)
                }),
            roots: ChainPins.all.map {
                ChainWork.Roots(
                    accounts: $0.accounts, stateVersion: $0.stateVersion,
                    extrinsics: $0.extrinsics, blocks: $0.blocks, rootChain: $0.rootChain)
            }),
        storageCap: { $0.verdictBlockedBecause(given: $1) })
}

extension ProfileCatalog {
    /// The built-in profiles, which may require any metric of the catalogue of probes.
    ///
    /// Those of the user stand before those of the machine, whose folder the package makes.
    package static let own = ProfileCatalog(
        metrics: ProbeIdentity.metrics,
        folders: [StateDirectory.configuration + "/profiles", "/etc/touchstone/profiles"])
}

/// Verdicts that came with a report, held against the samples beside them.
package enum StoredVerdict {
    /// What the samples say otherwise; nil if they say the same, or if there is no verdict.
    package static func doubt(of report: Report) -> VerdictDoubt? {
        guard let stored = report.verdict else { return nil }
        return VerdictCheck.doubt(of: report, profile: profile(of: stored), by: .own)
    }

    /// What the samples say by the rule and the profile of a stored verdict.
    package static func verdict(of record: RunRecord, like stored: Verdict) -> Verdict {
        VerdictCheck.verdict(of: record, like: stored, profile: profile(of: stored), by: .own)
    }

    /// The report with its doubt, which is also said as a warning, since not every format has a
    /// place for it.
    package static func checked(
        _ report: Report, named name: String, say: (String) -> Void
    ) -> Report {
        var report = report
        report.doubt = doubt(of: report)
        if let doubt = report.doubt {
            say("warning: \(name): \(DoubtText.sentence(doubt))")
        }
        return report
    }

    /// How many of the newest runs of a list are checked, which costs some milliseconds each.
    ///
    /// Ours: a list of thousands must not take minutes.
    package static let checkedMax = 100

    /// A run of a list, with what its samples say where that is not what is listed.
    package static func checked(_ run: HistoryRun, in store: HistoryStore) -> HistoryRun {
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
        guard ProfileCatalog.own.ids.contains(verdict.profile.id) else { return nil }
        return try? ProfileCatalog.own.profile(named: verdict.profile.id)
    }
}
