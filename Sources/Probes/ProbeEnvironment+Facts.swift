package import Host
package import Measurement

extension ProbeEnvironment {
    /// The machine's files: what the run has read of them before is not read again.
    var system: SystemTree {
        resources.kept(Self.factsKey) { SharedFacts(SystemTree(root: "/", remembers: true)) }.tree
    }

    /// Gives the probes of a run what was read of the machine before it.
    package static func share(_ facts: SharedFacts, in resources: RunResources) {
        _ = resources.kept(factsKey) { facts }
    }

    private static let factsKey = "facts of the machine"
}
