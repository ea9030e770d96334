/// One measurement of one metric, in one of the four forms that a record may hold.
package enum Sample: Sendable, Equatable {
    /// Work done in a time, by one thread or by several at once.
    case rate(RateSample)
    /// Many single measurements, as a histogram.
    case distribution(DistributionSample)
    /// Values over time.
    case series(SeriesSample)
    /// Values on named axes.
    case table(TableSample)

    /// The figure that a median is taken of, or `nil` for the forms that have no single figure.
    package var scalar: Double? {
        switch self {
        case .rate(let rate): rate.perSecond
        case .table(let table) where table.axes.isEmpty: table.values[0]
        case .distribution, .series, .table: nil
        }
    }

    /// One figure that is no rate, such as a ratio: a table without axes.
    package static func figure(_ value: Double) -> Sample {
        .table(TableSample(axes: [], values: [value]))
    }
}

/// Work done in a time: one entry a thread.
package struct RateSample: Codable, Sendable, Equatable {
    /// Work by each thread in the metric's unit of work (bytes, verifications); never empty.
    package let work: [Double]
    /// Seconds that each thread took, in the order of `work`; `count == work.count`, each above 0.
    package let seconds: [Double]

    package init(work: [Double], seconds: [Double]) {
        precondition(!work.isEmpty && work.count == seconds.count, "one time for each work")
        self.work = work
        self.seconds = seconds
    }

    package init(work: Double, seconds: Double) {
        self.init(work: [work], seconds: [seconds])
    }

    /// The mean of the threads' own rates, as the node counts its parallel metric; not their sum.
    package var perSecond: Double {
        var sum = 0.0
        for (work, seconds) in zip(work, seconds) { sum += work / seconds }
        return sum / Double(work.count)
    }
}

/// Many single measurements of one kind, as an HdrHistogram in its V2 compressed encoding.
///
/// - Source: HdrHistogram, "V2 compressed" wire format; a raw histogram would take 226 KB.
package struct DistributionSample: Codable, Sendable, Equatable {
    /// Base64 of the V2 compressed encoding; the recorded integers are nanoseconds.
    package let histogram: String
    /// Number of measurements, at least 1.
    package let count: Int

    package init(histogram: String, count: Int) {
        self.histogram = histogram
        self.count = count
    }
}

/// Values over time.
package struct SeriesSample: Codable, Sendable, Equatable {
    /// Seconds since the probe's stage began, rising; `count == values.count`.
    package let seconds: [Double]
    /// Values in the metric's unit, in the order of `seconds`.
    package let values: [Double]

    package init(seconds: [Double], values: [Double]) {
        precondition(seconds.count == values.count, "one time for each value")
        self.seconds = seconds
        self.values = values
    }
}

/// Values on named axes, row by row.
package struct TableSample: Codable, Sendable, Equatable {
    /// One axis of a table: its name and its labels in order.
    package struct Axis: Codable, Sendable, Equatable {
        package let name: String
        package let labels: [String]

        package init(name: String, labels: [String]) {
            self.name = name
            self.labels = labels
        }
    }

    /// The axes, the slowest first.
    package let axes: [Axis]
    /// Values in the metric's unit, last axis fastest; the count is the product of the axes'.
    package let values: [Double]

    package init(axes: [Axis], values: [Double]) {
        precondition(
            values.count == axes.reduce(1) { $0 * $1.labels.count }, "one value for each cell")
        self.axes = axes
        self.values = values
    }
}

extension Sample: Codable {
    private enum CodingKeys: String, CodingKey { case form }
    private enum Form: String, Codable { case rate, distribution, series, table }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(Form.self, forKey: .form) {
        case .rate: self = .rate(try Self.checked(RateSample.Raw(from: decoder), at: decoder))
        case .distribution: self = .distribution(try DistributionSample(from: decoder))
        case .series: self = .series(try Self.checked(SeriesSample.Raw(from: decoder), at: decoder))
        case .table: self = .table(try Self.checked(TableSample.Raw(from: decoder), at: decoder))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .rate(let sample):
            try container.encode(Form.rate, forKey: .form)
            try sample.encode(to: encoder)
        case .distribution(let sample):
            try container.encode(Form.distribution, forKey: .form)
            try sample.encode(to: encoder)
        case .series(let sample):
            try container.encode(Form.series, forKey: .form)
            try sample.encode(to: encoder)
        case .table(let sample):
            try container.encode(Form.table, forKey: .form)
            try sample.encode(to: encoder)
        }
    }

    /// Turns a decoded shape into a sample, or says which shape rule a foreign file breaks.
    private static func checked<Raw: UncheckedSample>(
        _ raw: Raw, at decoder: any Decoder
    ) throws -> Raw.Checked {
        guard let sample = raw.checked else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: Raw.rule))
        }
        return sample
    }
}

/// The shape of a sample as a foreign file gives it, before its rule is checked.
///
/// A file from elsewhere must be refused with an error; only our own code may trap.
private protocol UncheckedSample: Decodable {
    associatedtype Checked
    /// The rule in words, for the error.
    static var rule: String { get }
    /// The sample, or nil if the rule is broken.
    var checked: Checked? { get }
}

extension RateSample {
    fileprivate struct Raw: UncheckedSample {
        static let rule =
            "a rate needs as many times as works, one or more, each above 0 seconds, and no more "
            + "work than any machine does"
        /// Ours: a thousand million times what the fastest memory does.
        static let perSecondMax = 1e21
        let work: [Double]
        let seconds: [Double]
        var checked: RateSample? {
            guard !work.isEmpty, work.count == seconds.count, seconds.allSatisfy({ $0 > 0 }),
                work.allSatisfy({ $0 >= 0 })
            else { return nil }
            let sample = RateSample(work: work, seconds: seconds)
            return sample.perSecond <= Self.perSecondMax ? sample : nil
        }
    }
}

extension SeriesSample {
    fileprivate struct Raw: UncheckedSample {
        static let rule = "a series needs as many times as values"
        let seconds: [Double]
        let values: [Double]
        var checked: SeriesSample? {
            seconds.count == values.count ? SeriesSample(seconds: seconds, values: values) : nil
        }
    }
}

extension TableSample {
    fileprivate struct Raw: UncheckedSample {
        static let rule = "a table needs one value for each cell of its axes"
        let axes: [Axis]
        let values: [Double]
        var checked: TableSample? {
            var cells = 1
            for axis in axes {
                let (product, overflow) = cells.multipliedReportingOverflow(by: axis.labels.count)
                if overflow { return nil }
                cells = product
            }
            return cells == values.count ? TableSample(axes: axes, values: values) : nil
        }
    }
}
