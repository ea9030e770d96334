import Testing

@testable import Latency

struct LatencyHistogramTests {
    @Test func everyTimeIsWithinAThousandthOfWhatWasRecorded() throws {
        var value: UInt64 = 1
        while value < LatencyHistogram.nanosecondsMax {
            var histogram = LatencyHistogram()
            histogram.record(nanoseconds: value)
            let range = try #require(histogram.distribution.value(atRank: 1))
            #expect(range.contains(value))
            #expect(Double(range.upperBound - range.lowerBound) <= Double(value) / 1000)
            value = value * 21 / 13 + 1
        }
    }

    @Test func longerThanAnHourIsCountedAsAnHour() throws {
        var histogram = LatencyHistogram()
        histogram.record(nanoseconds: .max)
        #expect(histogram.count == 1)
        let longest = try #require(histogram.distribution.value(atRank: 1))
        #expect(abs(Double(longest.upperBound) / 3.6e12 - 1) < 0.001)
        #expect(try LatencyDistribution(encoded: histogram.distribution.encoded).count == 1)
    }

    @Test func timesAboveALimitAreCountedToThePlaceOfTheLimit() {
        var histogram = LatencyHistogram()
        for value in [100, 1000, 500_000, 500_100, 501_000, 900_000] as [UInt64] {
            histogram.record(nanoseconds: value)
        }
        let counts = histogram.distribution
        #expect(counts.count(above: 100) == .init(surely: 5, possibly: 5))
        #expect(counts.count(above: 99.5) == .init(surely: 6, possibly: 6))
        // 500,000 and 500,100 share a place of 256 ns with the limit.
        #expect(counts.count(above: 500_050) == .init(surely: 2, possibly: 4))
        #expect(counts.count(above: 2e15) == .init(surely: 0, possibly: 0))
    }

    @Test func aPercentileIsTheTimeOfItsRank() throws {
        var histogram = LatencyHistogram()
        #expect(histogram.distribution.percentile(permille: 500) == nil)
        for value in 1...1000 { histogram.record(nanoseconds: UInt64(value)) }
        let distribution = histogram.distribution
        #expect(distribution.percentile(permille: 500) == 500)
        #expect(distribution.percentile(permille: 990) == 990)
        #expect(distribution.percentile(permille: 999) == 999)
        #expect(distribution.percentile(permille: 1000) == 1000)
        #expect(distribution.value(atRank: 0) == nil && distribution.value(atRank: 1001) == nil)
    }

    @Test func mergedHistogramsHoldWhatBothRecorded() throws {
        var (first, second, both) = (LatencyHistogram(), LatencyHistogram(), LatencyHistogram())
        for value in 1...500 as ClosedRange<UInt64> {
            first.record(nanoseconds: value * value)
            second.record(nanoseconds: value * 977)
            both.record(nanoseconds: value * value)
            both.record(nanoseconds: value * 977)
        }
        let pooled = try LatencyDistribution.pooled([first.distribution, second.distribution])
        #expect(pooled == both.distribution)
        first.merge(second)
        #expect(first.distribution == both.distribution)
        #expect(try LatencyDistribution.pooled([]) == nil)
    }

    @Test func histogramsOfOtherPrecisionAreNotAdded() throws {
        let coarse = try #require(LatencyLayout(lowest: 1000, highest: 1 << 40, digits: 2))
        let parts = [
            LatencyDistribution(layout: coarse, buckets: []), LatencyHistogram().distribution,
        ]
        #expect(throws: LatencyFormatError.differentLayouts) {
            try LatencyDistribution.pooled(parts)
        }
    }
}
