package import Model

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
    package let cost: Cost

    package init(
        id: String, methodVersion: Int, metrics: [MetricDefinition], why: String, source: String,
        cost: Cost = Cost()
    ) {
        self.id = id
        self.methodVersion = methodVersion
        self.metrics = metrics
        self.why = why
        self.source = source
        self.cost = cost
    }

    /// How its figures are gathered.
    package var sampling: Sampling { cost.time == .rounds ? .interleaved : .staged }

    /// Bytes of memory.
    package var memoryBytes: Int { cost.memoryBytes }

    /// About how long its stage takes, in seconds; where that is the machine's to decide, a block.
    package func stageSeconds(blockSeconds: Double) -> Double {
        switch cost.time {
        case .rounds, .open: blockSeconds
        case .blocks(let count): count * blockSeconds
        case .seconds(let seconds): seconds
        }
    }

    /// Whether it writes to the disk under test.
    package var needsDisk: Bool { cost.disk != .none }

    /// Whether it works on the file that disk probes share.
    package var sharesScratch: Bool {
        if case .shared = cost.disk { true } else { false }
    }

    /// The most that its stage writes, in bytes; nil means what it writes depends on the disk.
    package var stageWrittenBytes: Int? {
        if case .stage(_, let written) = cost.disk { written } else { nil }
    }

    /// Bytes that lie on the disk for it at once; of the shared file as a plan sizes it.
    package func scratchBytes(_ writes: WritePlan?) -> Int {
        switch cost.disk {
        case .none: 0
        case .own(let bytes), .appends(let bytes, _), .stage(let bytes, _): bytes
        case .shared: writes?.fileBytes ?? Cost.sharedBytes
        }
    }

    /// Bytes of scratch files that lie on the disk at once, the shared one counted once.
    package static func scratchBytes(
        of probes: [ProbeDescriptor], writes: WritePlan? = nil
    ) -> Int {
        let shared = probes.filter(\.sharesScratch).map { $0.scratchBytes(writes) }.max() ?? 0
        return probes.filter { !$0.sharesScratch }.reduce(shared) { $0 + $1.scratchBytes(writes) }
    }
}

/// What a probe takes of the machine, as far as a plan must know it.
package struct Cost: Sendable, Equatable {
    /// How long it runs.
    package enum Time: Sendable, Equatable {
        /// One block a round.
        case rounds
        /// A stage of about so many blocks.
        case blocks(Double)
        /// A stage of about so many seconds.
        case seconds(Double)
        /// A stage whose length is the machine's to decide.
        case open
    }

    /// What it writes to the disk under test.
    package enum Disk: Sendable, Equatable {
        case none
        /// A file of its own, written whole in every block.
        case own(bytes: Int)
        /// The file that disk probes share; preparing fills it, and timed work may write as well.
        case shared(writes: Bool)
        /// A file of its own that grows by so many bytes a second on a fast disk.
        case appends(bytes: Int, perSecond: Int)
        /// Files that take so many bytes at once, and a stage that writes so many at most.
        case stage(bytes: Int, written: Int)
    }

    /// Size of the shared file where no plan sizes it, in bytes: that of a quick run.
    package static let sharedBytes = 2 << 30

    /// Bytes of memory.
    package var memoryBytes: Int
    package var time: Time
    package var disk: Disk

    package init(memoryBytes: Int = 0, time: Time = .rounds, disk: Disk = .none) {
        self.memoryBytes = memoryBytes
        self.time = time
        self.disk = disk
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
package enum ProbeScale: String, Codable, Sendable {
    case reference
    /// For tests only; figures of this scale are capped and never judged.
    case smoke
}
