/// How long a run takes and how much it can tell.
package enum Preset: String, CaseIterable, Sendable {
    case quick
    case standard
    case thorough

    /// Rounds that count: 12, 20 or 40.
    ///
    /// Ours, from simulation: with 8 rounds no fail could ever be reached after correction for
    /// several metrics (the smallest p-value is 2^-8); at 12 it can, up to 90 requirements.
    package var keptRounds: Int {
        switch self {
        case .quick: 12
        case .standard: 20
        case .thorough: 40
        }
    }

    /// Rounds before them, kept in the record and left out of the estimates.
    package var warmupRounds: Int {
        switch self {
        case .quick: 2
        case .standard: 3
        case .thorough: 4
        }
    }

    /// Shortest length of a block in seconds.
    ///
    /// Ours: at 0.15 s the clock's error is below 0.001 %, two CPUs count 30 ticks of conditions,
    /// and nine probes fit a round of three seconds, checks and untimed iterations included.
    package var blockSeconds: Double {
        switch self {
        case .quick: 0.15
        case .standard: 0.5
        case .thorough: 1
        }
    }

    /// Seconds within which further rounds for what is undecided, and the stages after them, must
    /// end.
    ///
    /// Ours: a quick run of KILT's profile ends within 2 minutes and a standard one within 12,
    /// preflight, noise floor and the filling of the scratch file included.
    package var timeBudgetSeconds: Double {
        switch self {
        case .quick: 110
        case .standard: 680
        case .thorough: 2400
        }
    }

    /// Seconds that the noise floor takes on one thread, and again on all.
    package var noiseFloorSeconds: Double { self == .quick ? 1 : 3 }
}
