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
            MemoryLatencyProbe(),
            MemoryNumaProbe(),
        ] + BlockIOProbe.all(arena: disk) + [
            SyncLatencyProbe(),
            SustainedWriteProbe(arena: disk),
        ]

    /// The file that the disk probes share.
    private static let disk = DiskArena()

    /// Every metric of every probe, in the order of the catalogue.
    package static let metrics: [MetricDefinition] = all.flatMap(\.descriptor.metrics)

    /// The probe with this id, or `nil`.
    package static func probe(id: String) -> (any Probe)? {
        all.first { $0.descriptor.id == id }
    }

    /// The probes that measure any of the metrics, in the order of the catalogue.
    package static func probes(measuring metrics: Set<MetricID>) -> [any Probe] {
        all.filter { probe in probe.descriptor.metrics.contains { metrics.contains($0.id) } }
    }
}
