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
    package let sampling: Sampling
    /// Bytes of scratch file on the disk under test; 0 = needs no disk.
    package let scratchBytes: Int
    /// Whether all probes that say so work on one and the same scratch file.
    package let sharesScratch: Bool
    /// Whether its timed work writes to the disk; preparing does in any case.
    package let writesScratch: Bool
    /// Bytes of memory.
    package let memoryBytes: Int
    /// About how long a stage takes, in seconds; `nil` = `stageBlocks` tell.
    package let stageSeconds: Double?
    /// About how long a stage takes, in blocks; `nil` = that is the machine's to decide.
    package let stageBlocks: Double?
    /// The most that a stage writes to the disk, in bytes; `nil` = what the fastest disk takes.
    package let stageWrittenBytes: Int?
    /// What timed work writes in a second on a fast disk, in bytes, where it writes on without
    /// coming to an end; `nil` = each block writes its scratch file whole.
    package let writtenBytesPerSecond: Int?

    package init(
        id: String, methodVersion: Int, metrics: [MetricDefinition], why: String, source: String,
        sampling: Sampling = .interleaved, scratchBytes: Int = 0, sharesScratch: Bool = false,
        writesScratch: Bool = true, memoryBytes: Int = 0,
        stageSeconds: Double? = nil, stageBlocks: Double? = nil, stageWrittenBytes: Int? = nil,
        writtenBytesPerSecond: Int? = nil
    ) {
        self.id = id
        self.methodVersion = methodVersion
        self.metrics = metrics
        self.why = why
        self.source = source
        self.sampling = sampling
        self.scratchBytes = scratchBytes
        self.sharesScratch = sharesScratch
        self.writesScratch = writesScratch
        self.memoryBytes = memoryBytes
        self.stageSeconds = stageSeconds
        self.stageBlocks = stageBlocks
        self.stageWrittenBytes = stageWrittenBytes
        self.writtenBytesPerSecond = writtenBytesPerSecond
    }

    /// About how long its stage takes, in seconds; where that is the machine's to decide, a block.
    package func stageSeconds(blockSeconds: Double) -> Double {
        stageSeconds ?? (stageBlocks ?? 1) * blockSeconds
    }

    /// Whether it writes to the disk under test.
    package var needsDisk: Bool { scratchBytes > 0 }

    /// Bytes of scratch file, of the shared one as a plan sizes it.
    package func scratchBytes(_ writes: WritePlan?) -> Int {
        sharesScratch ? writes?.fileBytes ?? scratchBytes : scratchBytes
    }

    /// Bytes of scratch files that lie on the disk at once, the shared one counted once.
    package static func scratchBytes(
        of probes: [ProbeDescriptor], writes: WritePlan? = nil
    ) -> Int {
        let shared = probes.filter(\.sharesScratch).map { $0.scratchBytes(writes) }.max() ?? 0
        return probes.filter { !$0.sharesScratch }.reduce(shared) { $0 + $1.scratchBytes }
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
