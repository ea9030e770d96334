import Glibc

/// Where the level of a series changes for good.
///
/// - Source: Matteson & James, A Nonparametric Approach for Multiple Change Point Analysis of
///   Multivariate Data, JASA 109 (2014), E-divisive: hierarchical splits by the energy distance
///   with exponent 1, each tested by permutations within the segments.
package enum ChangePoints {
    /// The fewest values between two changes.
    ///
    /// - Source: Ours: a shift that fewer runs show may be one bad night.
    package static let segmentMin = 4

    /// The error of each split.
    ///
    /// - Source: Ours, from simulation: an unchanged series of 30 values has a split in 1 %.
    package static let alpha = 0.01

    private static let permutations = 199

    /// More values than this are not looked at, the oldest first: the work grows by their square.
    private static let valuesMax = 200

    /// Indices at which a new level begins, in ascending order; empty = no change is certain.
    ///
    /// `values` are in the order of time; the same `seed` of the permutations gives the same.
    ///
    /// - Complexity: O(n² · permutations) a split.
    package static func indices(_ values: [Double], seed: UInt64 = 1) -> [Int] {
        let skipped = max(0, values.count - valuesMax)
        let values = Array(values.dropFirst(skipped))
        var borders = [0, values.count]
        var random = Permutations(state: seed)
        while let split = widest(values, borders), isCertain(split.gain, values, borders, &random) {
            borders.append(split.index)
            borders.sort()
        }
        return borders.dropFirst().dropLast().map { $0 + skipped }
    }

    /// A split of one segment, and by how much its halves differ.
    private typealias Split = (index: Int, gain: Double)

    /// The split of any segment whose halves differ most; nil means all segments are short.
    private static func widest(_ values: [Double], _ borders: [Int]) -> Split? {
        var widest: Split?
        for (start, end) in zip(borders, borders.dropFirst()) {
            guard let split = best(values[start..<end]), split.gain > widest?.gain ?? 0 else {
                continue
            }
            widest = split
        }
        return widest
    }

    /// The split of one segment by the largest scaled energy distance between what lies before it
    /// and what follows, up to any end.
    ///
    /// The end is free so that a level which comes and goes is found as well.
    private static func best(_ segment: ArraySlice<Double>) -> Split? {
        let count = segment.count
        guard count >= 2 * segmentMin else { return nil }
        let sums = distanceSums(Array(segment))
        /// Sum of distances between the values of two ranges.
        func sum(_ rows: Range<Int>, _ columns: Range<Int>) -> Double {
            let side = count + 1
            return sums[rows.upperBound * side + columns.upperBound]
                - sums[rows.lowerBound * side + columns.upperBound]
                - sums[rows.upperBound * side + columns.lowerBound]
                + sums[rows.lowerBound * side + columns.lowerBound]
        }
        var best: Split?
        for split in segmentMin...(count - segmentMin) {
            let n = Double(split)
            let left = sum(0..<split, 0..<split) / (n * (n - 1))
            for end in (split + segmentMin)...count {
                let m = Double(end - split)
                let right = sum(split..<end, split..<end) / (m * (m - 1))
                let between = 2 * sum(0..<split, split..<end) / (n * m)
                let gain = (between - left - right) * n * m / (n + m)
                if gain > best?.gain ?? -.infinity { best = (segment.startIndex + split, gain) }
            }
        }
        return best
    }

    /// Sums of the distances of all pairs up to a row and a column, a row after the other.
    private static func distanceSums(_ values: [Double]) -> [Double] {
        let side = values.count + 1
        var sums = [Double](repeating: 0, count: side * side)
        for row in 1..<side {
            var sum = 0.0
            for column in 1..<side {
                sum += abs(values[row - 1] - values[column - 1])
                sums[row * side + column] = sums[(row - 1) * side + column] + sum
            }
        }
        return sums
    }

    /// Whether shuffled segments seldom differ so much.
    private static func isCertain(
        _ gain: Double, _ values: [Double], _ borders: [Int], _ random: inout Permutations
    ) -> Bool {
        var reached = 1
        for _ in 0..<permutations {
            var shuffled = values
            for (start, end) in zip(borders, borders.dropFirst()) {
                shuffled[start..<end].shuffle(using: &random)
            }
            if let split = widest(shuffled, borders), split.gain >= gain { reached += 1 }
            if Double(reached) > alpha * Double(permutations + 1) { return false }
        }
        return true
    }

    /// - Source: Steele, Lea & Flood, Fast Splittable Pseudorandom Number Generators (2014).
    private struct Permutations: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }
}
