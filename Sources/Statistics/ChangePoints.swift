import Glibc

/// Where the level of a series changes for good.
///
/// - Source: Matteson & James, A Nonparametric Approach for Multiple Change Point Analysis of
///   Multivariate Data, JASA 109 (2014), E-divisive: hierarchical splits by the energy distance
///   with exponent 1, each tested by permutations within the segments. The end of the right-hand
///   segment is that of the segment which is split.
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
    private static let valuesMax = 400

    /// Indices at which a new level begins, in ascending order; empty = no change is certain.
    ///
    /// - Parameters:
    ///   - values: in the order of time.
    ///   - seed: of the permutations; the same gives the same.
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

    /// The split of any segment whose halves differ most; `nil` = all segments are short.
    private static func widest(_ values: [Double], _ borders: [Int]) -> Split? {
        var best: Split?
        for (start, end) in zip(borders, borders.dropFirst()) {
            guard let split = widest(values[start..<end]), split.gain > best?.gain ?? 0 else {
                continue
            }
            best = split
        }
        return best
    }

    /// The split of one segment by the largest scaled energy distance between its halves.
    private static func widest(_ segment: ArraySlice<Double>) -> Split? {
        let count = segment.count
        guard count >= 2 * segmentMin else { return nil }
        let values = Array(segment)
        // Sums of distances within the left half, within the right half and between the two.
        var (left, right, between) = (0.0, 0.0, 0.0)
        for i in 0..<count {
            for j in 0..<i { right += abs(values[i] - values[j]) }
        }
        var best: Split?
        for moved in 0..<(count - segmentMin) {
            var (toLeft, toRight) = (0.0, 0.0)
            for j in 0..<moved { toLeft += abs(values[moved] - values[j]) }
            for j in (moved + 1)..<count { toRight += abs(values[moved] - values[j]) }
            left += toLeft
            between += toRight - toLeft
            right -= toRight
            let n = Double(moved + 1)
            let m = Double(count - moved - 1)
            if moved + 1 < segmentMin { continue }
            let distance =
                2 * between / (n * m) - 2 * left / (n * (n - 1)) - 2 * right / (m * (m - 1))
            let gain = distance * n * m / (n + m)
            if gain > best?.gain ?? -.infinity {
                best = (segment.startIndex + moved + 1, gain)
            }
        }
        return best
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
