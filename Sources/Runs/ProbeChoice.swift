package import Model
import Probes

/// Which probes a run measures, by id.
package struct ProbeChoice: Sendable, Equatable {
    /// What is measured.
    package var measured: [String]
    /// What the profile needs and the user left out.
    package var leftOut: [String]

    /// A choice as it is.
    package init(measured: [String], leftOut: [String] = []) {
        self.measured = measured
        self.leftOut = leftOut
    }

    /// What a run for a profile measures.
    ///
    /// - Parameters:
    ///   - profile: Whose requirements are measured.
    ///   - hasRuntime: Whether the chain's own runtime is run, which has a probe of its own.
    ///   - all: Measure every probe of the catalogue.
    ///   - only: Ids or groups; empty = what the profile needs. What is asked for by name is
    ///     measured whether the profile needs it or not.
    ///   - skip: Ids or groups that are not measured.
    /// - Throws: exit code 64 for a name that is no probe and no group, or if nothing is left.
    package init(
        for profile: Profile, hasRuntime: Bool = false, all: Bool = false, only: [String] = [],
        skip: [String] = []
    ) throws {
        let only = try Self.ids(of: only)
        let skip = Set(try Self.ids(of: skip))
        let own = hasRuntime ? [RuntimeProbe.id] : []
        let wanted = all ? ProbeIdentity.all.map(\.id) : Self.required(by: profile) + own
        let candidates = only.isEmpty ? wanted : only
        let run = candidates.filter { !skip.contains($0) }
        if run.isEmpty, !candidates.isEmpty {
            throw CommandFailure(.usage, "--skip leaves no probe to measure; name fewer")
        }
        self.init(measured: run, leftOut: wanted.filter { !run.contains($0) })
    }

    /// The ids of probes that measure what a profile requires or recommends.
    static func required(by profile: Profile) -> [String] {
        let metrics = profile.requirementsOfRole.compactMap { requirement in
            if case .metric(let id, _) = requirement.subject { id } else { nil as MetricID? }
        }
        return ProbeIdentity.measuring(Set(metrics)).map(\.id)
    }

    /// The ids that names stand for, in the order of the catalogue.
    ///
    /// A name is an id, or the beginning of ids up to a dot: `disk` names all disk probes,
    /// `disk.read` those that read. Names may be joined by commas.
    ///
    /// - Throws: exit code 64 that names the nearest ids when a name is unknown.
    package static func ids(of names: [String]) throws -> [String] {
        let known = ProbeIdentity.all.map(\.id)
        var chosen: Set<String> = []
        for name in names.flatMap({ $0.split(separator: ",").map(String.init) }) {
            let group = known.filter { $0.hasPrefix(name + ".") }
            let found = known.contains(name) ? [name] : group
            if found.isEmpty { throw unknown(name, among: known) }
            chosen.formUnion(found)
        }
        return known.filter(chosen.contains)
    }

    private static func unknown(_ name: String, among known: [String]) -> CommandFailure {
        let areas = Set(known.compactMap { $0.split(separator: ".").first.map(String.init) })
        let hint = didYouMean(name, among: areas.sorted() + known).map { $0 + " " } ?? ""
        return CommandFailure(
            .usage,
            "there is no probe and no group '\(name)'; \(hint)`touchstone measure --list` shows all"
        )
    }
}

/// A probe as a list of the catalogue shows it.
package struct ListedProbe: Sendable {
    package let id: String
    package let methodVersion: Int
    package let metrics: [MetricDefinition]
    /// Why a collator needs the figure, one sentence.
    package let why: String
    /// Where the method comes from.
    package let source: String

    /// Every probe, in the order of the catalogue.
    package static let all = ProbeIdentity.all.map {
        ListedProbe(
            id: $0.id, methodVersion: $0.methodVersion, metrics: $0.metrics, why: $0.why,
            source: $0.source)
    }

    /// Why a collator needs a metric; nil if no probe measures it.
    package static func why(_ metric: MetricID) -> String? {
        ProbeIdentity.measuring([metric]).first?.why
    }
}
