internal import Host
package import Measurement
internal import Model

/// Blocks of a file that is filled and synced, read or overwritten past the page cache.
package struct BlockIOProbe: Probe {
    package let descriptor: ProbeDescriptor
    let job: IOJob
    private let outputs: [Output]

    /// A figure that is taken of a phase.
    enum Output: String {
        case latency, iops
        /// Bytes a second; bears the probe's own name.
        case rate
    }

    /// One probe for each job, over the same file.
    package static var all: [any Probe] {
        [
            random(
                "disk.read.random.4k.qd1", .read, 4096, 1, [.latency, .iops],
                title: "Read 4 KiB, depth 1",
                why: "Execution waits for every state read, one small piece after another."),
            random(
                "disk.read.random.4k.qd32", .read, 4096, 32, [.iops, .latency],
                title: "Read 4 KiB, depth 32",
                why: "What the disk can serve at most while import, RPC and compaction share it."),
            random(
                "disk.write.random.4k.qd32", .write, 4096, 32, [.iops, .latency],
                title: "Write 4 KiB, depth 32",
                why: "Pages of the database are written back all over its files."),
            random(
                "disk.read.random.16k.qd1", .read, 16_384, 1, [.latency, .iops],
                title: "Read 16 KiB, depth 1",
                why: "RocksDB reads blocks of 16 KiB where a state lookup misses its cache."),
            sequential(
                "disk.read.sequential", .read, title: "Sequential read",
                why: "Snapshots, warp sync and compactions read the database from end to end."),
            sequential(
                "disk.write.sequential.direct", .write, title: "Sequential write, direct",
                why: "Compactions write at this rate, and no page cache hides it for long."),
        ]
    }

    private static func random(
        _ id: String, _ operation: IOJob.Operation, _ blockBytes: Int, _ depth: Int,
        _ outputs: [Output], title: String, why: String
    ) -> BlockIOProbe {
        BlockIOProbe(
            id: id,
            job: IOJob(
                operation, .random(seed: 0), blockBytes: blockBytes, depth: depth, seconds: 0),
            outputs: outputs, title: title, why: why)
    }

    private static func sequential(
        _ id: String, _ operation: IOJob.Operation, title: String, why: String
    ) -> BlockIOProbe {
        // Ours: 8 blocks of 1 MiB in flight keep any one disk busy.
        BlockIOProbe(
            id: id, job: IOJob(operation, .sequential, blockBytes: 1 << 20, depth: 8, seconds: 0),
            outputs: [.rate], title: title, why: why)
    }

    private init(
        id: String, job: IOJob, outputs: [Output], title: String, why: String
    ) {
        self.job = job
        self.outputs = outputs
        let metrics = outputs.map { output in
            switch output {
            case .latency:
                MetricDefinition(
                    id: MetricID(rawValue: id + ".latency"), unit: .seconds,
                    direction: .lowerIsBetter, title: title, form: .distribution)
            case .iops:
                MetricDefinition(
                    id: MetricID(rawValue: id + ".iops"), unit: .operationsPerSecond,
                    direction: .higherIsBetter, title: title + ", IOPS")
            case .rate:
                MetricDefinition(
                    id: MetricID(rawValue: id), unit: .bytesPerSecond,
                    direction: .higherIsBetter, title: title)
            }
        }
        descriptor = ProbeDescriptor(
            id: id, methodVersion: 1, metrics: metrics, why: why,
            source: "Ours: a job of fio's io_uring engine, O_DIRECT, with proof that the device "
                + "did the work",
            cost: Cost(
                memoryBytes: 24 << 20, disk: .shared(writes: job.operation == .write)))
    }

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        let prepared = try SharedScratchFile.file(in: environment)
        var job = job
        if environment.scale == .smoke, job.order == .sequential { job.blockBytes = 1 << 17 }
        let choice = try IOEngines.choose(
            for: prepared.file, blocks: prepared.blocks, blockBytes: job.blockBytes,
            depth: job.depth)
        return try BlockIOSession(
            descriptor.id, job, outputs: outputs, prepared: prepared, choice: choice,
            seed: environment.seed)
    }
}

/// One job over the shared file.
final class BlockIOSession: DiskSession {
    let prepared: PreparedFile
    private let id: String
    private let outputs: [BlockIOProbe.Output]
    /// Replaced by tests.
    var engine: any IOEngine
    private var job: IOJob
    private var seeds: SeededGenerator
    private var last: IOTally?

    init(
        _ id: String, _ job: IOJob, outputs: [BlockIOProbe.Output], prepared: PreparedFile,
        choice: IOEngines.Choice, seed: UInt64
    ) throws(ProbeError) {
        self.id = id
        self.job = job
        self.outputs = outputs
        self.prepared = prepared
        engine = choice.engine
        seeds = SeededGenerator(seed: seed)
        try super.init(DiskPlace(prepared), refusal: choice.refusal)
        parameters["fileBytes"] = String(prepared.request.bytes)
        implementation = engine.implementation
        parameters["blockBytes"] = String(job.blockBytes)
        parameters["depth"] = String(job.depth)
        parameters["order"] = job.order == .sequential ? "sequential" : "random"
        parameters["reapMax"] = String(job.reapMax)
    }

    override func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        last = nil
        if job.order != .sequential { job.order = .random(seed: seeds.next()) }
        begin()
        let tally = try timer.run(job, by: engine, on: prepared)
        end(tally.asked(of: job))
        // What the device and the filesystem hold back must not burden the next probe.
        if job.operation == .write { try prepared.file.synchronize() }
        last = tally
        checkDepth(tally, job, metrics: outputs.map(metric))
        let seconds = Double(max(tally.nanoseconds, 1)) / 1e9
        var samples: [MetricID: Sample] = [:]
        for output in outputs {
            samples[metric(output)] =
                switch output {
                case .latency: tally.latencies.sample
                case .iops: .rate(RateSample(work: Double(tally.completed), seconds: seconds))
                case .rate:
                    .rate(
                        RateSample(
                            work: Double(tally.completed * job.blockBytes), seconds: seconds))
                }
        }
        return samples
    }

    private func metric(_ output: BlockIOProbe.Output) -> MetricID {
        MetricID(rawValue: output == .rate ? id : "\(id).\(output.rawValue)")
    }

    override func check() throws(ProbeError) {
        guard let last else { throw .wrongAnswer("no block was measured") }
        if last.completed == 0 { throw .wrongAnswer("no I/O was completed") }
        try checkDevice()
        try checkContents(of: prepared, last, job.operation)
    }
}

extension IOTally {
    /// What the device must have been asked for.
    func asked(of job: IOJob) -> WorkProof.Issued {
        let bytes = (completed + drained) * job.blockBytes
        return job.operation == .read ? .init(readBytes: bytes) : .init(writtenBytes: bytes)
    }
}
