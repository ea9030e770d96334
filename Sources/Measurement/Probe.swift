package import Model

/// One thing to measure: a file of its own, a line in the catalogue, a test.
///
/// A probe states what it is, prepares a session untimed, and leaves clock, order of rounds,
/// statistics and messages to the runner. It never prints, reads a clock or judges.
package protocol Probe: Sendable {
    /// What the probe is; constant.
    var descriptor: ProbeDescriptor { get }

    /// Makes everything that the timed work needs; not timed.
    ///
    /// Whatever it takes (memory, descriptors) is given back when the session is released.
    ///
    /// - Throws: `unavailable` when a need is not met; `system` when the system refuses.
    func prepare(in environment: ProbeEnvironment) throws(ProbeError) -> any ProbeSession
}

/// A prepared probe; used by one thread at a time.
package protocol ProbeSession: AnyObject {
    /// Sizes, counts and threads of this session, for the record.
    var parameters: [String: String] { get }
    /// The code path that does the work; `nil` where there is only one.
    var implementation: Implementation? { get }
    /// Doubts that are known by now; asked after every block.
    var advisories: [Advisory] { get }
    /// Why samples of the block before do not count; empty = all count.
    var invalid: [MetricID: String] { get }

    /// Does one block of timed work.
    ///
    /// - Returns: one sample for each of the probe's metrics.
    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample]

    /// Proves, untimed, that the block before did its work.
    ///
    /// - Throws: `wrongAnswer` when it did not.
    func check() throws(ProbeError)
}

extension ProbeSession {
    package var implementation: Implementation? { nil }
    package var advisories: [Advisory] { [] }
    package var invalid: [MetricID: String] { [:] }
}

/// What a probe is and needs.
package struct ProbeDescriptor: Sendable {
    /// Stable id, `area.subject[.variant]`.
    package let id: String
    /// Grows when a change makes old and new figures incomparable.
    package let methodVersion: Int
    /// One or more; a single metric bears the probe's id.
    package let metrics: [MetricDefinition]
    /// Why a collator needs the figure, one sentence.
    package let why: String
    /// Where the method comes from.
    package let source: String
    package let sampling: Sampling
    /// Length of a stage in times of a block; `nil` = not told.
    package let stageBlocks: Double?
    /// What it reads and writes on the disk under test.
    package let disk: DiskUse
    /// Bytes of memory.
    package let memoryBytes: Int

    package init(
        id: String, methodVersion: Int, metrics: [MetricDefinition], why: String, source: String,
        sampling: Sampling = .interleaved, stageBlocks: Double? = nil, disk: DiskUse = .none,
        memoryBytes: Int = 0
    ) {
        self.id = id
        self.methodVersion = methodVersion
        self.metrics = metrics
        self.why = why
        self.source = source
        self.sampling = sampling
        self.stageBlocks = stageBlocks
        self.disk = disk
        self.memoryBytes = memoryBytes
    }

    /// Whether it needs a disk to work on.
    package var needsDisk: Bool {
        if case .none = disk { false } else { true }
    }
}

/// How a probe's figures are gathered.
package enum Sampling: String, Sendable {
    /// One block a round, in random order among the others.
    case interleaved
    /// One stage of its own after the rounds, since it takes the whole machine or a long time.
    case staged
}

/// Sizes: the node's own, or small ones that exercise the same code in tests.
package enum ProbeScale: String, Sendable {
    case reference
    /// For tests only; figures of this scale are capped and never judged.
    case smoke
}

/// Where a probe works.
package struct ProbeEnvironment: Sendable {
    package let scale: ProbeScale
    /// How long the run is, for sizes that follow from it.
    package let preset: Preset
    /// Where scratch files go; `nil` = no disk was named.
    package let scratch: ScratchSpace?
    /// Size of the file that the disk probes share; a multiple of 1 MiB.
    package let diskFileBytes: Int
    /// The most bytes that a block may write to the disk, by the id of its probe; none = what it
    /// likes. The sum over all blocks is within the budget of `scratch`.
    package let blockWriteBytesMax: [String: Int]
    /// Whether a disk figure without proof that the disk did the work is refused; not so where no
    /// verdict may rest on it anyhow.
    package let demandsProof: Bool
    /// Logical CPUs that this process may use, at least 1.
    package let allowedCPUs: Int
    /// Their numbers, one list a core: the core's threads; empty = not known.
    package let cores: [[Int]]
    /// Bytes of memory that may be taken; `nil` = not known.
    package let availableMemoryBytes: Int?
    /// Seed of the probes' own data.
    package let seed: UInt64
    package let cancellation: Cancellation

    package init(
        scale: ProbeScale, preset: Preset = .quick, scratch: ScratchSpace?,
        diskFileBytes: Int = 2 << 30, blockWriteBytesMax: [String: Int] = [:],
        demandsProof: Bool = true, allowedCPUs: Int, cores: [[Int]] = [],
        availableMemoryBytes: Int?, seed: UInt64, cancellation: Cancellation
    ) {
        self.scale = scale
        self.preset = preset
        self.scratch = scratch
        self.diskFileBytes = diskFileBytes
        self.blockWriteBytesMax = blockWriteBytesMax
        self.demandsProof = demandsProof
        self.allowedCPUs = allowedCPUs
        self.cores = cores
        self.availableMemoryBytes = availableMemoryBytes
        self.seed = seed
        self.cancellation = cancellation
    }
}
