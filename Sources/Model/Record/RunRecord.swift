// Here: what a run writes down.
// May use: metrics.
// Never: a limit, a verdict.

/// One run on one machine: the only type that passes between measuring, judging and showing.
///
/// It holds every sample, so that verdicts, tables and comparisons are pure functions of it, and an
/// old record can be judged by a new profile.
package struct RunRecord: Codable, Sendable, Equatable {
    /// How the figures came to be.
    package enum Origin: String, Codable, Sendable {
        /// Measured by this program in rounds.
        case measured
        /// Read from a table or log of a node: one mean a metric, no spread.
        case imported
    }

    /// Random id of the run, 16 hexadecimal digits.
    package var id: String
    package var origin: Origin
    /// Start in UTC, ISO 8601.
    package var startedAt: String
    /// Wall time of the whole run in seconds.
    package var durationSeconds: Double
    /// `false` when the run was interrupted; what was measured until then is kept.
    package var complete: Bool
    /// What ended it early: `SIGINT`, `SIGTERM` or `SIGHUP`; `nil` otherwise.
    package var interruptedBy: String?
    package var tool: ToolFacts
    package var plan: RunPlan
    /// `nil` for an imported record.
    package var host: HostFacts?
    /// nil if no disk was tested.
    package var storage: StorageFacts?
    package var findings: [Finding]
    /// nil if not looked at.
    package var clock: ClockFacts?
    /// nil if not measured.
    package var noiseFloor: NoiseFloor?
    /// The looks at the samples, in the order of time; nil means rounds of a fixed number.
    package var looks: [LookRecord]?
    /// In the order of the plan.
    package var probes: [ProbeRecord]

    package init(
        id: String, origin: Origin, startedAt: String, durationSeconds: Double, complete: Bool,
        interruptedBy: String? = nil, tool: ToolFacts, plan: RunPlan, host: HostFacts? = nil,
        storage: StorageFacts? = nil, findings: [Finding] = [], clock: ClockFacts? = nil,
        noiseFloor: NoiseFloor? = nil, looks: [LookRecord]? = nil, probes: [ProbeRecord] = []
    ) {
        self.id = id
        self.origin = origin
        self.startedAt = startedAt
        self.durationSeconds = durationSeconds
        self.complete = complete
        self.interruptedBy = interruptedBy
        self.tool = tool
        self.plan = plan
        self.host = host
        self.storage = storage
        self.findings = findings
        self.clock = clock
        self.noiseFloor = noiseFloor
        self.looks = looks
        self.probes = probes
    }

    /// The scalar of every kept block of a metric, in the order of time; empty when not measured.
    package func keptScalars(of metric: MetricID) -> [Double] {
        probe(measuring: metric)?.0.keptScalars(of: metric) ?? []
    }

    /// The probe that measured a metric, with the metric's definition; nil if none did.
    package func probe(measuring metric: MetricID) -> (ProbeRecord, MetricDefinition)? {
        for probe in probes {
            if let definition = probe.metrics.first(where: { $0.id == metric }) {
                return (probe, definition)
            }
        }
        return nil
    }
}

/// The build that made a record.
package struct ToolFacts: Codable, Sendable, Equatable {
    package var version: String
    /// `release` or `debug`; a debug build's figures are never judged.
    package var build: String
    /// Compiler version, such as `Swift 6.3`.
    package var compiler: String

    package init(version: String, build: String, compiler: String) {
        self.version = version
        self.build = build
        self.compiler = compiler
    }
}

/// What a run set out to do.
package struct RunPlan: Codable, Sendable, Equatable {
    /// `quick`, `standard`, `thorough`, or `node` for the node's own protocol.
    package var preset: String
    /// Kept rounds; 0 for an imported record.
    package var keptRounds: Int
    /// Warm-up rounds before them.
    package var warmupRounds: Int
    /// Seed of the order of probes within each round, and of the probes' own data.
    package var seed: UInt64
    /// How many looks at the samples were planned, the first after `keptRounds`; nil means one.
    ///
    /// Each costs some of the permitted error.
    package var plannedLooks: Int?
    /// Seconds after which no further rounds begin; nil means no rounds beyond `keptRounds`.
    package var timeBudgetSeconds: Double?

    package init(
        preset: String, keptRounds: Int, warmupRounds: Int, seed: UInt64,
        plannedLooks: Int? = nil, timeBudgetSeconds: Double? = nil
    ) {
        self.preset = preset
        self.keptRounds = keptRounds
        self.warmupRounds = warmupRounds
        self.seed = seed
        self.plannedLooks = plannedLooks
        self.timeBudgetSeconds = timeBudgetSeconds
    }
}

/// What one probe did in a run.
package struct ProbeRecord: Codable, Sendable, Equatable {
    /// How a probe ended.
    package enum Status: String, Codable, Sendable {
        case measured
        /// Its needs were not met, or the user left it out: `reason` says which.
        case skipped
        /// Its answer was wrong or the system refused: `reason` says what; never a number.
        case failed
    }

    /// Stable id, `area.subject[.variant]`.
    package var id: String
    /// Grows when a change makes old and new figures incomparable.
    package var methodVersion: Int
    package var status: Status
    /// Why it was skipped or failed; nil if measured.
    package var reason: String?
    package var metrics: [MetricDefinition]
    /// Sizes, counts and threads, as text: `"bufferBytes": "32768"`.
    package var parameters: [String: String]
    /// The code path that did the work, such as `avx2`; nil if there is only one.
    package var implementation: Implementation?
    package var advisories: [Advisory]
    /// Why no verdict may rest on these figures, such as a disk in memory; nil if it may.
    package var verdictBlockedBecause: String?
    /// One entry a block, in the order of time, warm-up included.
    package var blocks: [BlockRecord]

    package init(
        id: String, methodVersion: Int, status: Status, reason: String? = nil,
        metrics: [MetricDefinition], parameters: [String: String] = [:],
        implementation: Implementation? = nil, advisories: [Advisory] = [],
        verdictBlockedBecause: String? = nil, blocks: [BlockRecord] = []
    ) {
        self.id = id
        self.methodVersion = methodVersion
        self.status = status
        self.reason = reason
        self.metrics = metrics
        self.parameters = parameters
        self.implementation = implementation
        self.advisories = advisories
        self.verdictBlockedBecause = verdictBlockedBecause
        self.blocks = blocks
    }

    private enum CodingKeys: String, CodingKey {
        case id, methodVersion, status, reason, metrics, parameters, implementation, advisories
        case verdictBlockedBecause = "verdictCap"
        case blocks
    }

    /// The sample of every kept and valid block of a metric, in the order of time.
    package func keptSamples(of metric: MetricID) -> [Sample] {
        blocks.compactMap {
            $0.phase == .kept && $0.invalid?[metric] == nil ? $0.samples[metric] : nil
        }
    }

    /// The scalar of every kept and valid block of a metric, in the order of time.
    package func keptScalars(of metric: MetricID) -> [Double] {
        keptSamples(of: metric).compactMap(\.scalar)
    }

    /// The distribution of every kept and valid block of a metric, in the order of time.
    package func keptDistributions(of metric: MetricID) -> [DistributionSample] {
        keptSamples(of: metric).compactMap {
            if case .distribution(let sample) = $0 { sample } else { nil }
        }
    }
}

/// Which implementation a probe timed, and what is known of its speed against the node's own.
package struct Implementation: Codable, Sendable, Equatable {
    /// Such as `avx2` or `portable`.
    package var name: String
    /// Lowest measured ratio to the node's crate on a CPU of this kind; nil means about 1.
    ///
    /// A figure short of its limit by less than this cannot be distinguished from a slow kernel.
    package var nodeRatioFloor: Double?
    /// The compiler of that code, as it names itself; nil means the one of the whole program.
    package var compiler: String?
    /// BLAKE2b-256 of the outputs of one iteration, 64 hexadecimal digits, as proof of equal work.
    ///
    /// The same seed gives the same on every machine. nil means the work has no output.
    package var outputDigest: String?

    package init(
        name: String, nodeRatioFloor: Double? = nil, compiler: String? = nil,
        outputDigest: String? = nil
    ) {
        self.name = name
        self.nodeRatioFloor = nodeRatioFloor
        self.compiler = compiler
        self.outputDigest = outputDigest
    }
}

/// One block: what one probe measured in one round.
package struct BlockRecord: Codable, Sendable, Equatable {
    /// Warm-up blocks are kept in the record and left out of the estimates.
    package enum Phase: String, Codable, Sendable { case warmup, kept }

    /// Number of the round, from 0, warm-up rounds first.
    package var round: Int
    package var phase: Phase
    /// Seconds from the start of the run to the start of the block.
    package var startedSeconds: Double
    package var samples: [MetricID: Sample]
    /// What else happened on the machine meanwhile; nil if nobody looked.
    package var conditions: BlockConditions?
    /// Why a metric's sample does not count, such as threads that did not start together;
    /// nil means all count.
    package var invalid: [MetricID: String]?

    package init(
        round: Int, phase: Phase, startedSeconds: Double, samples: [MetricID: Sample],
        conditions: BlockConditions? = nil, invalid: [MetricID: String]? = nil
    ) {
        self.round = round
        self.phase = phase
        self.startedSeconds = startedSeconds
        self.samples = samples
        self.conditions = conditions
        self.invalid = invalid
    }
}
