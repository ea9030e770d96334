package import Model
internal import Statistics

/// Runs a fixed loop of integer work to see how quiet the machine is before anything is measured.
///
/// The work fits in registers: whatever makes its pieces differ in length is the machine's doing.
package struct NoiseFloorMeter {
    /// Steps of the generator between two readings of the clock: about 10 µs of work.
    ///
    /// Ours: long against a reading (tens of nanoseconds), short against a scheduler's tick (ms).
    private static let stepsPerReading = 8_000

    /// Windows whose rates are compared, in nanoseconds.
    private static let windowNanoseconds: UInt64 = 100_000_000

    /// Share of the readings that may lie further apart than the gap told.
    private static let gapShare = 0.001

    private let clock: any BenchClock
    private let cancellation: Cancellation

    package init(clock: any BenchClock, cancellation: Cancellation) {
        self.clock = clock
        self.cancellation = cancellation
    }

    /// Runs the loop for `seconds` on `threads` that start together.
    ///
    /// The spread is that of the thread that had the worst of it; the gaps are those of all.
    ///
    /// - Throws: `cancelled`, or `system` when no thread can be made.
    package func stage(
        threads: Int, seconds: Double
    ) throws(ProbeError) -> NoiseFloor.Stage {
        let traces = try ProbeThread.runAll(count: threads) { index throws(ProbeError) in
            try trace(seconds: seconds, seed: UInt64(index + 1))
        }
        let spreads = traces.compactMap { SampleShape.coefficientOfVariation($0.windowRates) }
        let gaps = traces.flatMap(\.gaps).sorted()
        let rank = Int((Double(gaps.count) * (1 - Self.gapShare)).rounded(.down))
        return NoiseFloor.Stage(
            threads: threads, seconds: seconds, spreadPercent: (spreads.max() ?? 0) * 100,
            gapSeconds999: Double(gaps[min(rank, gaps.count - 1)]) / 1e9,
            gapSecondsMax: Double(gaps[gaps.count - 1]) / 1e9)
    }

    /// What one thread saw.
    private struct Trace {
        /// Nanoseconds between neighbouring readings, at least one.
        var gaps: [UInt64] = []
        /// Pieces of work a nanosecond in each whole window.
        var windowRates: [Double] = []
    }

    private func trace(seconds: Double, seed: UInt64) throws(ProbeError) -> Trace {
        var trace = Trace()
        trace.gaps.reserveCapacity(Int(seconds * 150_000))
        let length = UInt64(seconds * 1e9)
        var state = seed
        let start = clock.nanoseconds()
        var last = start
        var window = (start: start, pieces: 0)
        repeat {
            try cancellation.check()
            state = Self.work(state)
            let now = clock.nanoseconds()
            trace.gaps.append(now &- last)
            last = now
            window.pieces += 1
            let elapsed = now &- window.start
            if elapsed >= Self.windowNanoseconds {
                trace.windowRates.append(Double(window.pieces) / Double(elapsed))
                window = (now, 0)
            }
        } while last &- start < length
        // The generator never reaches 0; asking makes its work count for the optimiser.
        if state == 0 { throw .wrongAnswer("a generator left its cycle") }
        return trace
    }

    /// One piece of work: xorshift64, whose steps depend on each other.
    ///
    /// - Source: Marsaglia, Xorshift RNGs, J. Stat. Soft. 8 (2003).
    @inline(never)
    private static func work(_ seed: UInt64) -> UInt64 {
        var state = seed
        for _ in 0..<stepsPerReading {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
        }
        return state
    }
}
