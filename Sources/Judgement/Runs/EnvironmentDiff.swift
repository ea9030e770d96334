package import Model

/// Which facts differ between two runs.
package enum EnvironmentDiff {
    /// The differences of two lists of facts, by name; empty = none.
    ///
    /// - Complexity: O(n log n).
    package static func changes(from before: [NamedFact], to after: [NamedFact]) -> [FactChange] {
        if before == after { return [] }
        let earlier = Dictionary(before.map { ($0.name, $0.value) }) { first, _ in first }
        let later = Dictionary(after.map { ($0.name, $0.value) }) { first, _ in first }
        return Set(earlier.keys).union(later.keys).sorted().compactMap { name in
            earlier[name] == later[name]
                ? nil : FactChange(name: name, before: earlier[name], after: later[name])
        }
    }

    /// What changed on one machine.
    ///
    /// What only one of them looked at is no change: parameters of a probe that the other did not
    /// run, a database that it did not use, mitigations that it could not read, and everything of
    /// a disk where it tested none.
    package static func environment(from before: RunSummary, to after: RunSummary) -> [FactChange] {
        changes(from: before.environment, to: after.environment).filter { change in
            let owners = [before, after].map {
                $0.methods.contains { change.isParameter(of: $0.name) }
            }
            return owners[0] == owners[1] && !change.isDatabaseOfOneRun
                && (!change.isMitigation || before.hasMitigations && after.hasMitigations)
                && (!change.isOfDisk || before.hasDisk && after.hasDisk)
        }
    }

    /// Everything that differs between two runs: machine, methods of shared probes, environment.
    package static func all(from before: RunSummary, to after: RunSummary) -> [FactChange] {
        obstacles(from: before, to: after) + environment(from: before, to: after)
    }

    /// Why two runs cannot be compared: another machine, or other methods; empty = they can.
    ///
    /// Only what both measured is compared: a run without disk probes says nothing of the disk.
    package static func obstacles(from before: RunSummary, to after: RunSummary) -> [FactChange] {
        let machine = changes(from: before.machine, to: after.machine).filter {
            !$0.isStorage || (before.hasDisk && after.hasDisk)
        }
        let shared = Set(before.methods.map(\.name)).intersection(after.methods.map(\.name))
        return machine
            + changes(
                from: before.methods.filter { shared.contains($0.name) },
                to: after.methods.filter { shared.contains($0.name) })
    }
}

extension FactChange {
    fileprivate var isStorage: Bool { name.hasPrefix("storage.") }

    /// Facts and findings that only a run with a disk under test can have.
    fileprivate var isOfDisk: Bool {
        isStorage || name.hasPrefix("finding.storage.") || name.hasPrefix("finding.disk.")
    }

    fileprivate var isMitigation: Bool { name.hasPrefix("mitigations.") }

    fileprivate var isDatabaseOfOneRun: Bool {
        name == "database" && (before == nil || after == nil)
    }

    /// Whether it is about a parameter of the probe with this id.
    fileprivate func isParameter(of probe: String) -> Bool {
        name.hasPrefix(probe + ".") && !name.dropFirst(probe.count + 1).contains(".")
    }
}

extension RunSummary {
    fileprivate var hasMitigations: Bool {
        environment.contains { $0.name.hasPrefix("mitigations.") }
    }

    fileprivate var hasDisk: Bool { machine.contains { $0.name.hasPrefix("storage.") } }
}
