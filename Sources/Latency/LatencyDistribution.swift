/// How many operations took how long: what a record holds of many single times.
///
/// Only the places of the histogram in which something was counted are kept.
package struct LatencyDistribution: Sendable, Equatable {
    /// A place of the histogram in which something was counted.
    struct Bucket: Sendable, Equatable {
        var index: Int
        /// Above 0.
        var count: Int
    }

    /// The most times that a distribution may hold: what a `Double` still counts.
    static let countMax = 1 << 53

    let layout: LatencyLayout
    /// By rising index.
    let buckets: [Bucket]
    /// How many times there are; 0...`countMax`.
    package let count: Int

    /// - `buckets`: by rising index, their sum at most `countMax`.
    init(layout: LatencyLayout, buckets: [Bucket]) {
        self.layout = layout
        self.buckets = buckets
        count = buckets.reduce(0) { $0 + $1.count }
    }

    /// The distribution of single times in nanoseconds, as a histogram records them.
    package init(nanoseconds: [UInt64]) {
        let layout = LatencyLayout.nanoseconds
        self.init(
            layout: layout,
            buckets: Self.merged(
                nanoseconds.map {
                    let time = min($0, LatencyHistogram.nanosecondsMax)
                    return Bucket(index: layout.index(of: time), count: 1)
                }))
    }

    /// Buckets in any order by rising index, with the counts of the same index added up.
    ///
    /// By sorting, which took a third of the time of a dictionary for blocks of 1,000 times.
    private static func merged(_ parts: [Bucket]) -> [Bucket] {
        var buckets: [Bucket] = []
        for part in parts.sorted(by: { $0.index < $1.index }) {
            if let last = buckets.indices.last, buckets[last].index == part.index {
                buckets[last].count += part.count
            } else {
                buckets.append(part)
            }
        }
        return buckets
    }

    /// How many times are surely above a limit, and how many may be.
    ///
    /// They differ by those that are counted in the limit's own place.
    package struct Above: Sendable, Equatable {
        package let surely: Int
        package let possibly: Int
    }

    /// Counts the times above a limit in nanoseconds, which is 0 or more.
    package func count(above nanoseconds: Double) -> Above {
        var (surely, possibly) = (0, 0)
        for bucket in buckets.reversed() {
            let values = layout.values(at: bucket.index)
            if Double(values.upperBound) <= nanoseconds { break }
            possibly += bucket.count
            if Double(values.lowerBound) > nanoseconds { surely += bucket.count }
        }
        return Above(surely: surely, possibly: possibly)
    }

    /// The values of the place that holds the time of a rank, in nanoseconds; nil if there is no
    /// such rank.
    ///
    /// - `rank`: 1 is the shortest time.
    package func value(atRank rank: Int) -> ClosedRange<UInt64>? {
        guard (1...max(1, count)).contains(rank) else { return nil }
        var seen = 0
        for bucket in buckets {
            seen += bucket.count
            if seen >= rank { return layout.values(at: bucket.index) }
        }
        return nil
    }

    /// The time, in nanoseconds, at a percentile in thousandths; nil if there are no times.
    ///
    /// The upper end of its place, as HdrHistogram reports it.
    package func percentile(permille: Int) -> UInt64? {
        precondition((1...1000).contains(permille), "a share lies between none and all")
        let (quotient, rest) = (count / 1000, count % 1000)
        let rank = quotient * permille + (rest * permille + 999) / 1000
        return value(atRank: rank)?.upperBound
    }

    /// Several distributions as one; `nil` of none.
    ///
    /// - Throws: `differentLayouts` when they were not recorded alike; `count` when they hold too
    ///   many times.
    package static func pooled(
        _ parts: [LatencyDistribution]
    ) throws(LatencyFormatError) -> LatencyDistribution? {
        guard let first = parts.first else { return nil }
        var all: [Bucket] = []
        var total = 0
        for part in parts {
            guard part.layout == first.layout else { throw .differentLayouts }
            total += part.count
            if total > countMax { throw .count }
            all += part.buckets
        }
        return LatencyDistribution(layout: first.layout, buckets: merged(all))
    }
}

extension LatencyDistribution {
    /// A percentile of a stored distribution, in seconds; `nil` of what cannot be read, which the
    /// judge says, or holds no times.
    ///
    /// - `permille`: 1...1000.
    package static func percentile(ofEncoded text: String, permille: Int) -> Double? {
        (try? LatencyDistribution(encoded: text))?.percentile(permille: permille)
            .map { Double($0) / 1e9 }
    }
}

/// Why stored text is no histogram that can be read.
package enum LatencyFormatError: Error, Equatable, CustomStringConvertible {
    /// Not base64, or longer than a histogram can be.
    case text
    /// Not zlib's format, or more than a histogram can hold comes out of it.
    case compression
    /// The header is not HdrHistogram's V2, or its figures describe no histogram.
    case header
    /// It ends early, or goes on after its end.
    case length
    /// A count is negative, lies beyond the range, or all together are too many.
    case count
    /// Histograms of other precision cannot be added.
    case differentLayouts

    package var description: String {
        switch self {
        case .text: "a histogram is not base64, or too long"
        case .compression: "a histogram is not compressed as zlib does it, or too large"
        case .header: "a histogram has no header of HdrHistogram's V2 format"
        case .length: "a histogram ends early, or goes on after its end"
        case .count: "a histogram's counts are negative, out of range or too many"
        case .differentLayouts: "histograms of different precision cannot be added"
        }
    }
}
