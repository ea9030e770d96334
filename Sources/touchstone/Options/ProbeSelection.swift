import ArgumentParser
import Measurement
import Model
import Probes

/// `--all`, `--only` and `--skip`: which probes a run measures.
struct ProbeSelection: ParsableArguments {
    @Flag(name: .long, help: "Measure the whole catalogue, not only what the profile names.")
    var all = false

    @Option(
        name: .long, parsing: .upToNextOption,
        help: ArgumentHelp("Measure these probes only.", valueName: "id"),
        completion: .probeNames)
    var only: [String] = []

    @Option(
        name: .long, parsing: .upToNextOption,
        help: ArgumentHelp(
            "Leave these probes out; a required one that is left out never passes.",
            valueName: "id"), completion: .probeNames)
    var skip: [String] = []

    /// Splits the probes that a profile needs into those to run and those left out; the probe of
    /// the chain's own runtime is needed where there is one.
    func select(
        for profile: Profile, from catalog: ProbeCatalog
    ) throws -> (run: [any Probe], leftOut: [any Probe]) {
        try Self.check(only + skip)
        let own = catalog.hasRuntime ? catalog.probes(ids: [RuntimeProbe.id]) : []
        let wanted = all ? catalog.all : Self.required(by: profile, from: catalog) + own
        // What is asked for by name is measured, whether the profile needs it or not.
        let named = catalog.probes(ids: only)
        let candidates = only.isEmpty ? wanted : named
        let run = candidates.filter { !skip.contains($0.descriptor.id) }
        if run.isEmpty, !candidates.isEmpty {
            throw ValidationError("--skip leaves no probe to measure; name fewer")
        }
        let runIDs = Set(run.map(\.descriptor.id))
        return (run, wanted.filter { !runIDs.contains($0.descriptor.id) })
    }

    /// The probes that measure what a profile requires or recommends.
    static func required(by profile: Profile, from catalog: ProbeCatalog) -> [any Probe] {
        let metrics = profile.requirementsOfRole.compactMap { requirement in
            if case .metric(let id, _) = requirement.subject { id } else { nil as MetricID? }
        }
        return catalog.probes(measuring: Set(metrics))
    }

    /// - Throws: a usage error naming the nearest ids when one is unknown.
    static func check(_ ids: [String]) throws {
        for id in ids where ProbeIdentity.of(id) == nil {
            let known = ProbeIdentity.all.map(\.id)
            let nearest = nearestNames(to: id, among: known)
            let hint = nearest.isEmpty ? "" : "did you mean \(nearest.joined(separator: " or "))? "
            throw ValidationError(
                "there is no probe '\(id)'; \(hint)`touchstone measure --list` shows all")
        }
    }
}
