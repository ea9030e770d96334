import Foundation
import Measurement
import Model
import Probes
import TestSupport
import Testing

/// What every probe of the catalogue must do, at the small sizes of tests.
struct ProbeConformanceTests {
    private static let catalog = ProbeCatalog(chain: .typical)
    static let ids = ProbeIdentity.all.map(\.id)
    /// Those that run without a chain's own runtime.
    static let free = ids.filter { $0 != RuntimeProbe.id }

    private func environment(_ directory: String, seed: UInt64 = 5) -> ProbeEnvironment {
        ProbeEnvironment(
            scale: .smoke, scratch: ScratchSpace(directory: directory), allowedCPUs: 2,
            availableMemoryBytes: nil, seed: seed, cancellation: Cancellation())
    }

    private func run(
        _ id: String, in environment: ProbeEnvironment
    ) throws -> ProbeRecord {
        let probe = try #require(Self.catalog.probe(id: id))
        let runner = ProbeRunner(
            schedule: .init(warmupRounds: 1, keptRounds: 2, blockSeconds: 0.001, seed: 1),
            environment: environment, clock: MonotonicClock(), observe: { _ in })
        return runner.run([probe])[0]
    }

    @Test func idsAndMetricsAreUnique() {
        #expect(Set(Self.ids).count == Self.ids.count)
        let metrics = ProbeIdentity.metrics.map(\.id)
        #expect(Set(metrics).count == metrics.count)
    }

    @Test(arguments: ids)
    func declaresWhatItIs(id: String) throws {
        let descriptor = try #require(Self.catalog.probe(id: id)).descriptor
        #expect(id.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+/) != nil)
        #expect(descriptor.methodVersion >= 1)
        #expect(!descriptor.metrics.isEmpty)
        #expect(descriptor.metrics.allSatisfy { $0.id.rawValue.hasPrefix(id) })
        #expect(descriptor.metrics.allSatisfy { $0.title.count <= 28 })
        #expect(descriptor.why.hasSuffix("."))
        #expect(!descriptor.source.isEmpty)
    }

    @Test(arguments: free)
    func measuresAndPassesItsOwnCheck(id: String) throws {
        try withTemporaryDirectory { directory in
            let record = try run(id, in: environment(directory))
            #expect(record.status == .measured, "\(record.reason ?? "")")
            let isStaged = ProbeIdentity.of(id)?.sampling == .staged
            #expect(record.blocks.count == (isStaged ? 1 : 3))
            #expect(!record.parameters.isEmpty)
            for block in record.blocks {
                #expect(Set(block.samples.keys) == Set(record.metrics.map(\.id)))
                for (metric, sample) in block.samples {
                    guard let scalar = sample.scalar else { continue }
                    #expect(scalar >= 0 && scalar.isFinite, "\(metric)")
                    // A rate of zero is work that was not done; time lost may well be zero, and so
                    // may be the intervals of a long write that tests make a few ms long.
                    let definition = record.metrics.first { $0.id == metric }
                    if definition?.direction == .higherIsBetter, id != "disk.sustained" {
                        #expect(scalar > 0)
                    }
                }
            }
        }
    }

    @Test(arguments: free)
    func sameSeedGivesTheSameWork(id: String) throws {
        try withTemporaryDirectory { directory in
            let first = try run(id, in: environment(directory))
            let second = try run(id, in: environment(directory))
            #expect(first.parameters == second.parameters)
            #expect(first.implementation == second.implementation)
        }
    }

    @Test(arguments: ids)
    func leavesNothingOnTheDisk(id: String) throws {
        try withTemporaryDirectory { directory in
            _ = try run(id, in: environment(directory))
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
        }
    }

    @Test(arguments: free)
    func endsWhenTheRunIsCancelled(id: String) throws {
        try withTemporaryDirectory { directory in
            let environment = environment(directory)
            environment.cancellation.cancel(signal: 2)
            let timer = BlockTimer(
                clock: MonotonicClock(), targetSeconds: 3600,
                cancellation: environment.cancellation)
            let probe = try #require(Self.catalog.probe(id: id))
            // Where preparing takes long, it ends as well.
            #expect(throws: ProbeError.cancelled) {
                try probe.prepare(in: environment).measure(timer)
            }
        }
    }

    @Test func theRuntimesProbeIsSkippedWithoutARuntime() throws {
        try withTemporaryDirectory { directory in
            let record = try run(RuntimeProbe.id, in: environment(directory))
            #expect(record.status == .skipped)
            #expect(record.reason == "no runtime was given: give --runtime FILE")
        }
    }

    /// The six metrics of the node are there, in the units that imported tables are turned into.
    @Test(arguments: NodeMetric.allCases)
    func measuresEveryMetricOfTheNode(metric: NodeMetric) throws {
        let definition = try #require(ProbeIdentity.metrics.first { $0.id == metric.metric })
        let expected: Model.Unit =
            metric == .sr25519Verify ? .verificationsPerSecond : .bytesPerSecond
        #expect(definition.unit == expected)
        #expect(definition.direction == .higherIsBetter)
    }
}
