/// How an HdrHistogram parts its range: which value is counted in which place of its array.
///
/// Places are of equal width up to 2 · 10^digits units and of twice the width in each power of two
/// above, so that none is wider than one part in 10^digits of its values.
///
/// - Source: HdrHistogram, AbstractHistogram.java, the comment on buckets and sub-buckets.
struct LatencyLayout: Sendable, Equatable {
    /// The smallest value that is distinguished from 0; its power of two is the unit.
    let lowest: Int64
    /// The greatest value that is surely counted.
    let highest: Int64
    /// Significant decimal digits, 0...5.
    let digits: Int
    /// Largest k with 2^k at most `lowest`.
    private let unitMagnitude: Int
    /// Half of the places of the first bucket, as a power of two.
    private let halfMagnitude: Int

    /// What `LatencyHistogram` records in.
    static let nanoseconds = LatencyLayout(
        checkedLowest: 1, highest: Int64(LatencyHistogram.nanosecondsMax), digits: 3)

    /// nil if the figures describe no histogram.
    init?(lowest: Int64, highest: Int64, digits: Int) {
        guard lowest >= 1, lowest <= Int64.max / 2, highest >= 2 * lowest, (0...5).contains(digits)
        else { return nil }
        self.init(checkedLowest: lowest, highest: highest, digits: digits)
        // Beyond it the first bucket would leave 64 bits.
        if unitMagnitude + halfMagnitude > 61 { return nil }
    }

    private init(checkedLowest lowest: Int64, highest: Int64, digits: Int) {
        self.lowest = lowest
        self.highest = highest
        self.digits = digits
        unitMagnitude = 63 - lowest.leadingZeroBitCount
        var single: Int64 = 2
        for _ in 0..<digits { single *= 10 }
        // The power of two at or above 2 · 10^digits, halved.
        halfMagnitude = 64 - (single - 1).leadingZeroBitCount - 1
    }

    /// Places of the whole array.
    var placeCount: Int {
        var untrackable = UInt64(2) << (halfMagnitude + unitMagnitude)
        var buckets = 1
        while untrackable <= UInt64(highest) {
            buckets += 1
            if untrackable > UInt64(Int64.max) / 2 { break }
            untrackable <<= 1
        }
        return (buckets + 1) << halfMagnitude
    }

    /// The place in which a value is counted.
    func index(of value: UInt64) -> Int {
        let mask = (UInt64(2) << (halfMagnitude + unitMagnitude)) - 1
        let bucket = 64 - (value | mask).leadingZeroBitCount - (halfMagnitude + unitMagnitude + 1)
        let place = Int(value >> UInt64(bucket + unitMagnitude))
        return (bucket << halfMagnitude) + place
    }

    /// The values that are counted in a place of the array.
    func values(at index: Int) -> ClosedRange<UInt64> {
        let bucket = max(0, (index >> halfMagnitude) - 1)
        let place = UInt64(index - (bucket << halfMagnitude))
        let shift = UInt64(bucket + unitMagnitude)
        let first = place << shift
        return first...(first + (UInt64(1) << shift) - 1)
    }
}
