/// What reading the clock costs and how finely it tells time on this machine.
package struct ClockFacts: Codable, Sendable, Equatable {
    /// Smallest step between two readings that differ, in seconds.
    package var resolutionSeconds: Double
    /// Median cost of one reading, in seconds.
    package var overheadSeconds: Double
    /// Error that start, end and resolution put on the shortest block, as a fraction of it.
    package var blockErrorFraction: Double

    package init(
        resolutionSeconds: Double, overheadSeconds: Double, blockErrorFraction: Double
    ) {
        self.resolutionSeconds = resolutionSeconds
        self.overheadSeconds = overheadSeconds
        self.blockErrorFraction = blockErrorFraction
    }
}

/// How quiet the machine is before anything is measured: a fixed loop of integer work.
///
/// It is reported and never divided by: normalising with it would only add its own noise.
package struct NoiseFloor: Codable, Sendable, Equatable {
    /// On one thread.
    package var one: Stage
    /// On as many threads as CPUs are allowed; nil if that is one.
    package var all: Stage?

    package init(one: Stage, all: Stage?) {
        self.one = one
        self.all = all
    }

    /// The loop on one number of threads.
    package struct Stage: Codable, Sendable, Equatable {
        package var threads: Int
        /// How long it ran, in seconds.
        package var seconds: Double
        /// Coefficient of variation of the rate over windows of a tenth of a second, in per cent.
        package var spreadPercent: Double
        /// Time between two neighbouring clock readings that one in a thousand exceeds, in seconds.
        package var gapSeconds999: Double
        /// The longest such time, in seconds.
        package var gapSecondsMax: Double
        /// Share of the CPUs' time that the hypervisor gave to other guests, 0...1; nil if not
        /// readable.
        package var stealFraction: Double?

        package init(
            threads: Int, seconds: Double, spreadPercent: Double, gapSeconds999: Double,
            gapSecondsMax: Double, stealFraction: Double? = nil
        ) {
            self.threads = threads
            self.seconds = seconds
            self.spreadPercent = spreadPercent
            self.gapSeconds999 = gapSeconds999
            self.gapSecondsMax = gapSecondsMax
            self.stealFraction = stealFraction
        }
    }
}
