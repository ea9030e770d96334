// Here: the only list of probes.
// May use: every probe.
// Never: measuring one.

package import Measurement
package import Model

/// Every probe there is, made for one run: the only list.
///
/// The conditions of the simulated chain are a part of it, so that no caller can forget them.
package struct ProbeCatalog: Sendable {
    /// In the order in which a run measures and a report lists them.
    package let all: [any Probe]

    /// Whether the chain's own runtime is run.
    package let hasRuntime: Bool

    /// Makes the probes of a run that simulates this chain.
    package init(chain conditions: ChainConditions) {
        hasRuntime = conditions.runtime != nil
        all =
            [
                Blake2bProbe(),
                ParallelBlake2bProbe(threads: 8),
                Sr25519VerifyProbe(),
                Ed25519VerifyProbe(),
                EcdsaRecoverProbe(),
                ScalingProbe(),
                StallProbe(),
                MemoryCopyProbe(),
                SequentialWriteProbe(),
                RandomWriteProbe(),
            ] + StreamProbe.all + [
                RandomLoadProbe(),
                MemoryLatencyProbe(),
                MemoryNumaProbe(),
            ] + BlockIOProbe.all + [
                SyncLatencyProbe(),
                SustainedWriteProbe(),
            ] + Self.chain(conditions)
    }

    /// The probes of the simulated chain under these conditions.
    private static func chain(_ conditions: ChainConditions) -> [any Probe] {
        ImportVariant.allCases.map { ChainImportProbe($0, conditions) }
            + [
                ChainAuthorProbe(conditions), ChainStorageProbe(conditions),
                RuntimeProbe(conditions),
            ]
    }

    /// The probe with this id; nil if there is none.
    package func probe(id: String) -> (any Probe)? {
        all.first { $0.descriptor.id == id }
    }

    /// The probes with these ids, in the order of the catalogue.
    package func probes(ids: some Sequence<String>) -> [any Probe] {
        let ids = Set(ids)
        return all.filter { ids.contains($0.descriptor.id) }
    }

    /// The probes that measure any of the metrics, or any of their percentiles, in the order of the
    /// catalogue.
    package func probes(measuring metrics: Set<MetricID>) -> [any Probe] {
        all.filter { ProbeIdentity($0.descriptor).measures(metrics) }
    }
}

/// What a probe is, whatever the run: its sizes and its cost are not known here.
package struct ProbeIdentity: Sendable {
    package let id: String
    package let methodVersion: Int
    package let metrics: [MetricDefinition]
    /// Why a collator needs the figure, one sentence.
    package let why: String
    /// Where the method comes from.
    package let source: String
    package let sampling: Sampling
    /// Whether it writes to the disk under test.
    package let needsDisk: Bool

    init(_ descriptor: ProbeDescriptor) {
        id = descriptor.id
        methodVersion = descriptor.methodVersion
        metrics = descriptor.metrics
        why = descriptor.why
        source = descriptor.source
        sampling = descriptor.sampling
        needsDisk = descriptor.needsDisk
    }

    /// Whether it measures any of the metrics, or any of their percentiles.
    package func measures(_ wanted: Set<MetricID>) -> Bool {
        metrics.contains { metric in
            wanted.contains(metric.id)
                || metric.figures.contains { wanted.contains($0.metric.id) }
        }
    }

    /// Every probe of the catalogue, in its order.
    package static let all = ProbeCatalog(chain: .typical).all.map { ProbeIdentity($0.descriptor) }

    /// Every metric of every probe, in the order of the catalogue.
    package static let metrics: [MetricDefinition] = all.flatMap(\.metrics)

    /// The probe with this id; nil if there is none.
    package static func of(_ id: String) -> ProbeIdentity? { all.first { $0.id == id } }

    /// The probes that measure any of the metrics, or any of their percentiles.
    package static func measuring(_ metrics: Set<MetricID>) -> [ProbeIdentity] {
        all.filter { $0.measures(metrics) }
    }
}
