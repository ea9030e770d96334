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
    /// Ours: at a quarter of a second the clock's error is below 0.001 %, and six probes fit a
    /// round of two seconds.
    package var blockSeconds: Double {
        switch self {
        case .quick: 0.25
        case .standard: 0.5
        case .thorough: 1
        }
    }
}
