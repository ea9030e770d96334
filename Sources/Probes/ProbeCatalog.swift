package import Measurement
package import Model

/// Every probe there is: the only list.
package enum ProbeCatalog {
    package static let all: [any Probe] =
        [
            Blake2bProbe(),
            ParallelBlake2bProbe(threads: 8),
            Sr25519VerifyProbe(),
            Ed25519VerifyProbe(),
            ScalingProbe(),
            StallProbe(),
            MemoryCopyProbe(),
            SequentialWriteProbe(),
            RandomWriteProbe(),
        ] + StreamProbe.all + [
            RandomLoadProbe(),
            MemoryLatencyProbe(),
            MemoryNumaProbe(),
        ] + BlockIOProbe.all(arena: disk) + [
            SyncLatencyProbe(),
            SustainedWriteProbe(arena: disk),
        ] + chain(.typical)

    /// The probes of the simulated chain under these conditions.
    package static func chain(_ conditions: ChainConditions) -> [any Probe] {
        ImportVariant.allCases.map { ChainImportProbe($0, conditions) }
            + [ChainAuthorProbe(conditions), ChainStorageProbe(conditions)]
    }

    /// Probes with those of the simulated chain replaced by the same under other conditions.
    package static func probes(
        _ probes: [any Probe], under conditions: ChainConditions
    ) -> [any Probe] {
        let sized = Dictionary(
            chain(conditions).map { ($0.descriptor.id, $0) },
            uniquingKeysWith: { first, _ in first })
        return probes.map { sized[$0.descriptor.id] ?? $0 }
    }

    /// The file that the disk probes share.
    private static let disk = DiskArena()

    /// Every metric of every probe, in the order of the catalogue.
    package static let metrics: [MetricDefinition] = all.flatMap(\.descriptor.metrics)

    /// The probe with this id, or `nil`.
    package static func probe(id: String) -> (any Probe)? {
        all.first { $0.descriptor.id == id }
    }

    /// The probes that measure any of the metrics, or any of their percentiles, in the order of the
    /// catalogue.
    package static func probes(measuring metrics: Set<MetricID>) -> [any Probe] {
        all.filter { probe in
            probe.descriptor.metrics.contains { metric in
                metrics.contains(metric.id)
                    || metric.figures.contains { metrics.contains($0.metric.id) }
            }
        }
    }
}
