import Judgement
import Measurement
package import Model
import Probes

/// What one run is asked to do, as plain values; made once, from options or from a stored record.
package struct RunRequest: Sendable {
    /// How the probes are measured.
    package enum Method: Sendable, Equatable {
        /// Interleaved rounds.
        case rounds(Preset)
        /// The node's own protocol: one mean a metric.
        case node(NodeDurations)
    }

    package var method: Method
    /// Ids of what is measured, and of what the user left out, which the record lists.
    package var probes: ProbeChoice
    /// Seed of the order of blocks and of the probes' data; nil means drawn at random.
    package var seed: UInt64?
    /// Directory on the disk under test; nil means none.
    package var path: String?
    /// Seconds within which further rounds must end, 0 = none; nil means as the preset says.
    package var timeBudgetSeconds: Double?
    /// Directory in which the chain's state is kept; nil if it is made and deleted.
    package var keepState: String?
    /// Judge although the machine is too noisy.
    package var ignoresNoise = false
    /// Small sizes, for tests.
    package var isSmoke = false
    package var guards = Guards()
    /// What the machine is held against, and whose chain is simulated; nil means nothing.
    package var profile: Profile?
    /// Whether rounds go on for what the profile leaves undecided.
    package var seeksVerdict = false
    /// Per cent that replace the profile's tolerance; nil means the profile's.
    package var tolerancePercent: Double?
    /// How many runs share the limit of what may be written.
    package var runs = 1
    /// The chain's own runtime, which its probes run; nil means a model of it.
    private(set) var runtime: RuntimeSource?
    /// A record whose chain is simulated again; nil means that of the profile.
    private var pattern: RunRecord?

    /// Asks for a run; everything else has its default.
    package init(_ method: Method = .rounds(.standard), probes: ProbeChoice, path: String? = nil) {
        self.method = method
        self.probes = probes
        self.path = path
    }

    /// Asks for the same as a stored run did: its method, its disk, its chain.
    ///
    /// - Parameters:
    ///   - record: The run that is repeated.
    ///   - metrics: What is measured again.
    /// - Throws: exit code 5 where no run of this program repeats its method.
    package init(repeating record: RunRecord, metrics: Set<MetricID>) throws {
        let probes = ProbeIdentity.measuring(metrics)
        if let preset = Preset(rawValue: record.plan.preset) {
            method = .rounds(preset)
        } else if record.plan.preset == NodeDurations.presetName,
            let durations = NodeDurations(recordedIn: record)
        {
            method = .node(durations)
        } else {
            throw CommandFailure(
                .notComparable,
                "run \(record.id) was measured by the protocol '\(record.plan.preset)', which this "
                    + "program cannot repeat: check a record instead")
        }
        self.probes = ProbeChoice(measured: probes.map(\.id))
        path = probes.contains(where: \.needsDisk) ? record.storage?.path : nil
        pattern = record
    }

    /// Has the chain's probes run the runtime in a file, whose own probe is then measured as well.
    ///
    /// - Throws: exit code 4 without an engine or when no block can be made, 64 for standard input,
    ///   65 or 66 for a file that holds no runtime.
    package mutating func run(_ choice: RuntimeChoice, at path: String) throws {
        runtime = try choice.source(at: path)
    }

    /// The preset whose sizes and times hold; those of the node's protocol are its own.
    var preset: Preset {
        if case .rounds(let preset) = method { preset } else { .standard }
    }

    /// How long further rounds may go on, in seconds; 0 = there are none.
    var budgetSeconds: Double { timeBudgetSeconds ?? preset.timeBudgetSeconds }

    /// Looks that a run which seeks a verdict plans.
    var plannedLooks: Int { budgetSeconds > 0 ? JudgementConstants.looks : 1 }

    /// What the probes of the chain simulate.
    var conditions: ChainConditions {
        pattern.map { ChainConditions(recordedIn: $0) }
            ?? ChainConditions(preset, profile?.chain, keptState: keepState, runtime: runtime)
    }

    /// Bytes that this run may write; nil means any.
    var writeLimitBytes: Int? { guards.maxWriteBytes.map { $0 / runs } }
}

/// Options that disable safety checks.
package struct Guards: Sendable, Equatable {
    /// Measure on tmpfs, ramfs or overlay as well.
    package var allowAnyFilesystem = false
    /// Measure beside a running node.
    package var besideNode = false
    /// Measure with a debug build.
    package var allowDebugBuild = false
    /// The most that is written to the disk in all, in bytes; nil means any.
    package var maxWriteBytes: Int?

    package init() {}
}
