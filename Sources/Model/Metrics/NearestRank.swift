/// Percentiles by nearest rank: the smallest value that a share of all values does not exceed.
package enum NearestRank {
    /// The value at a percentile in thousandths, 1...1000, of values in any order; nil if there are
    /// none.
    ///
    /// - Source: the nearest-rank definition, in integers: 99.9 / 100 is no binary fraction.
    package static func value(permille: Int, of values: [Double]) -> Double? {
        let sorted = values.sorted()
        let (quotient, rest) = (sorted.count / 1000, sorted.count % 1000)
        let rank = quotient * permille + (rest * permille + 999) / 1000
        return sorted.indices.contains(rank - 1) ? sorted[rank - 1] : nil
    }

    /// The value that a share of all values, 0...1, may exceed; nil if there are none.
    package static func value(exceededBy share: Double, of values: [Double]) -> Double? {
        let sorted = values.sorted()
        let rank = Int((Double(sorted.count) * (1 - share)).rounded(.up))
        return sorted.isEmpty ? nil : sorted[min(max(rank, 1), sorted.count) - 1]
    }
}
