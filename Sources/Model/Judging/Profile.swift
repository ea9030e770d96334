/// Reference hardware of one network and role, as data: what a machine must measure and have.
package struct Profile: Codable, Sendable, Equatable {
    /// Version of the file format this program reads.
    package static let schemaVersion = 1

    /// File name without its ending, such as `kilt-collator`.
    package var id: String
    package var title: String
    package var network: String
    /// `collator` or `validator`.
    package var role: String
    package var status: Status
    /// When its figures were last looked up at their sources, `YYYY-MM-DD`; `nil` = not said.
    package var asOf: String?
    /// What a reader must know before trusting the minima, one sentence each.
    package var notes: [String]
    /// The profile whose metric requirements are applied here, and why; nil means all are its own.
    package var inherited: Inheritance?
    /// Block-time parameters of the chain; nil if the profile is not of one chain.
    package var chain: ChainParameters?
    /// What a collator's session is; nil if no document says.
    package var session: SessionParameters?
    package var requirements: [Requirement]
    /// SHA-256 of the file's bytes (and of the inherited file's after them), 64 hexadecimal digits.
    package var digest: String

    package init(
        id: String, title: String, network: String, role: String, status: Status,
        asOf: String? = nil, notes: [String] = [], inherited: Inheritance? = nil,
        chain: ChainParameters? = nil,
        session: SessionParameters? = nil, requirements: [Requirement], digest: String = ""
    ) {
        self.id = id
        self.title = title
        self.network = network
        self.role = role
        self.status = status
        self.asOf = asOf
        self.notes = notes
        self.inherited = inherited
        self.chain = chain
        self.session = session
        self.requirements = requirements
        self.digest = digest
    }

    /// The requirements of the profile's own role: all but those that the reference marks as for
    /// validators only, which of a collator the node's `benchmark machine` alone asks.
    package var requirementsOfRole: [Requirement] {
        role == "validator" ? requirements : requirements.filter { !$0.validatorOnly }
    }

    /// Whether a profile still describes what its network asks for.
    package struct Status: Codable, Sendable, Equatable {
        /// Current, superseded by another profile, or retired with its network.
        package enum State: String, Codable, Sendable, CaseIterable {
            case current, superseded, retired
        }

        package var state: State
        /// Date of the change, such as `2025-11`; nil if current.
        package var since: String?
        /// What replaced it or why it ended; nil if current.
        package var note: String?
        /// Date of the last commit in the network's repositories, where that is a year or more
        /// ago; `nil` = it is not.
        package var silentSince: String?

        package init(
            state: State, since: String? = nil, note: String? = nil, silentSince: String? = nil
        ) {
            self.state = state
            self.since = since
            self.note = note
            self.silentSince = silentSince
        }
    }

    /// Minima taken over from another profile because the chain publishes none of its own.
    package struct Inheritance: Codable, Sendable, Equatable {
        /// Id of the profile they come from.
        package var profile: String
        /// Whether what it asks of the machine is taken over, too; `nil` = not.
        package var hasFacts: Bool?
        /// Why they are applied, one sentence.
        package var reason: String

        package init(profile: String, hasFacts: Bool? = nil, reason: String) {
            self.profile = profile
            self.hasFacts = hasFacts
            self.reason = reason
        }
    }
}

/// A document that a figure was read in.
package struct Source: Codable, Sendable, Equatable {
    package var document: String
    /// Commit, version or page revision.
    package var revision: String
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    package var date: String

    package init(document: String, revision: String, date: String) {
        self.document = document
        self.revision = revision
        self.date = date
    }
}

/// One line of a profile.
package struct Requirement: Codable, Sendable, Equatable {
    /// What is required of: a measured metric or a fact of the machine.
    package enum Subject: Sendable, Equatable {
        case metric(MetricID, Statistic)
        case fact(Fact)
    }

    /// The figure of a metric that is held against the limit.
    package enum Statistic: String, Codable, Sendable, CaseIterable {
        /// The median of the blocks' figures.
        case median
        /// A percentile of all single measurements of a distribution: the 50th, the 95th,
        /// the 99th and the 99.9th.
        case p50, p95, p99, p999

        /// Thousandths of the measurements that the percentile is not exceeded by; nil if it is
        /// none.
        package var permille: Int? {
            switch self {
            case .median: nil
            case .p50: 500
            case .p95: 950
            case .p99: 990
            case .p999: 999
            }
        }

        /// The share of single measurements that may be beyond the limit; nil if it is a figure.
        package var permittedShare: Double? { permille.map { Double(1000 - $0) / 1000 } }

        /// The id of the figure: the metric's own for the median, else with a suffix.
        package func figureID(of metric: MetricID) -> MetricID {
            self == .median ? metric : MetricID(rawValue: "\(metric.rawValue).\(rawValue)")
        }
    }

    /// Whether a miss decides the verdict or is only told.
    package enum Level: String, Codable, Sendable, CaseIterable { case required, recommended }

    /// How the measured value is held against the limit.
    package enum Comparison: String, Codable, Sendable, CaseIterable {
        case atLeast = "at-least"
        case atMost = "at-most"
        case equal = "equal"
    }

    /// The limit, in the words of the profile.
    package enum Limit: Sendable, Equatable {
        /// Value in the base unit, with the spelling the profile uses for showing it.
        case quantity(Double, unit: String)
        case flag(Bool)
        /// Numbers of a dotted version, such as [5, 16].
        case version([Int])
        case deviceClass(DeviceClass)
    }

    package var subject: Subject
    package var comparison: Comparison
    package var limit: Limit
    /// Per cent of the limit that a measured value may miss and still pass with a warning; 0..<100.
    package var tolerancePercent: Double
    /// Per cent that the metric may get worse before `baseline check` calls it a regression; above
    /// 0 and below 100, nil means the general budget.
    package var regressionBudgetPercent: Double?
    package var level: Level
    /// The node's own `validator_only`: its start-up check skips this for collators.
    package var validatorOnly: Bool
    package var source: Source
    /// What the line is for, or what the document says in its own terms; nil means self-evident.
    package var reason: String?
    /// Id of the profile this line was taken over from; nil means the profile's own.
    package var appliedFrom: String?

    package init(
        subject: Subject, comparison: Comparison, limit: Limit, tolerancePercent: Double = 0,
        regressionBudgetPercent: Double? = nil, level: Level, validatorOnly: Bool = false,
        source: Source, reason: String? = nil,
        appliedFrom: String? = nil
    ) {
        self.subject = subject
        self.comparison = comparison
        self.limit = limit
        self.tolerancePercent = tolerancePercent
        self.regressionBudgetPercent = regressionBudgetPercent
        self.level = level
        self.validatorOnly = validatorOnly
        self.source = source
        self.reason = reason
        self.appliedFrom = appliedFrom
    }

    /// The figure's or the fact's id: a metric's own, or with its percentile (`….p99`).
    package var subjectID: String {
        switch subject {
        case .metric(let id, let statistic): statistic.figureID(of: id).rawValue
        case .fact(let fact): fact.rawValue
        }
    }
}

/// A fact of the machine that a document may require.
package enum Fact: String, Codable, Sendable, CaseIterable {
    case physicalCores = "fact.cpu.physical-cores"
    case maximumClock = "fact.cpu.maximum-clock"
    case smt = "fact.cpu.smt"
    /// Whether the processor is of Ice Lake or Zen 3, or newer, as documents ask.
    case cpuGeneration = "fact.cpu.ice-lake-or-zen-3"
    case memoryTotal = "fact.memory.total"
    /// Whether errors of the memory are corrected.
    case memoryECC = "fact.memory.ecc"
    case kernelVersion = "fact.system.kernel"
    case bareMetal = "fact.machine.bare-metal"
    case diskClass = "fact.disk.class"
    /// Size of the disk, as documents state it: they name the drive, not what is left of it.
    case diskTotal = "fact.disk.total"
    /// What an unprivileged user may still write.
    case diskFree = "fact.disk.free"

    /// What kind of limit the fact takes, and in which base unit.
    package var limitKind: LimitKind {
        switch self {
        case .physicalCores: .quantity(.count)
        case .maximumClock: .quantity(.hertz)
        case .memoryTotal, .diskTotal, .diskFree: .quantity(.bytes)
        case .smt, .bareMetal, .cpuGeneration, .memoryECC: .flag
        case .kernelVersion: .version
        case .diskClass: .deviceClass
        }
    }

    /// A short title for tables, at most 28 characters.
    package var title: String {
        switch self {
        case .physicalCores: "Physical cores"
        case .maximumClock: "Maximum clock"
        case .smt: "SMT"
        case .cpuGeneration: "Ice Lake or Zen 3"
        case .memoryTotal: "Memory"
        case .memoryECC: "ECC memory"
        case .kernelVersion: "Kernel"
        case .bareMetal: "Bare metal"
        case .diskClass: "Disk class"
        case .diskTotal: "Disk size"
        case .diskFree: "Free disk space"
        }
    }

    /// Kinds of limit.
    package enum LimitKind: Sendable, Equatable {
        case quantity(Unit)
        case flag
        case version
        case deviceClass
    }
}

/// What a collator's session is on a chain.
package struct SessionParameters: Codable, Sendable, Equatable {
    /// Length in seconds; nil if not published.
    package var lengthSeconds: Double?
    /// What a missed block or session costs, as the document says it; nil if not published.
    package var penalty: String?
    package var source: Source

    package init(lengthSeconds: Double? = nil, penalty: String? = nil, source: Source) {
        self.lengthSeconds = lengthSeconds
        self.penalty = penalty
        self.source = source
    }
}
