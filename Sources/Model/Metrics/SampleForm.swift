/// The form of a metric's samples where they are no single figures.
package enum SampleForm: String, Codable, Sendable {
    /// Many single measurements a block, of which percentiles are taken.
    case distribution
    /// Seconds by block and phase of imports, of hundreds of blocks.
    case phases
    /// The same of some dozens of blocks.
    case fewPhases = "phases-few"
    /// Seconds by block and phase of blocks that are authored and then imported.
    case authoringPhases = "phases-authoring"
    /// A block's import as a share of what the block weighs on the reference machine. It is judged
    /// by the phases that the same probe records.
    case weightShare = "weight-share"

    /// Whether the samples are seconds by block and phase: see `PhaseTable`.
    package var isPhases: Bool {
        switch self {
        case .phases, .fewPhases, .authoringPhases: true
        case .distribution, .weightShare: false
        }
    }

    /// Whether lines of it are judged in block time, by counting blocks.
    package var isJudgedByBlocks: Bool { isPhases || self == .weightShare }

    /// The percentiles that tables, histories and comparisons keep of a metric's blocks; empty if
    /// its samples are no seconds by block and phase.
    ///
    /// Ours: 299 blocks and more tell a 99th percentile; of some dozens the longest is shown.
    package var blockStatistics: [BlockStatistic] {
        switch self {
        case .phases: [.p50, .p99]
        case .fewPhases, .authoringPhases: [.p50, .longest]
        case .distribution, .weightShare: []
        }
    }

    /// A percentile of the blocks of one run.
    package enum BlockStatistic: String, Sendable {
        case p50, p99
        case longest = "max"

        /// The percentile in thousandths.
        package var permille: Int {
            switch self {
            case .p50: 500
            case .p99: 990
            case .longest: 1000
            }
        }
    }

    /// The forms of metrics whose records state none: 0.1.0 told the chain's by their ids.
    static let unstated: [MetricID: SampleForm] = [
        "chain.import": .phases, "chain.import.weight": .weightShare,
        "chain.author": .authoringPhases, "chain.import.typical": .fewPhases,
        "chain.import.skewed": .fewPhases, "chain.import.reads": .fewPhases,
        "chain.import.cold": .fewPhases, "chain.import.loaded": .fewPhases,
        "chain.import.stress": .fewPhases,
    ]
}
