/// A base unit in which figures are stored; scaling happens only when formatting.
package enum Unit: String, Codable, Sendable, CaseIterable {
    /// Bytes per second.
    case bytesPerSecond = "B/s"
    /// Signature verifications per second.
    case verificationsPerSecond = "verifications/s"
    /// Input or output operations per second (IOPS).
    case operationsPerSecond = "op/s"
    /// Bytes.
    case bytes = "B"
    /// Seconds.
    case seconds = "s"
    /// Hertz.
    case hertz = "Hz"
    /// A plain number of things.
    case count = "count"
    /// A dimensionless ratio.
    case ratio = "1"
}

/// A spelling of a unit that people write, with its factor to the base unit.
///
/// Binary prefixes are powers of 1024 and decimal ones powers of 1000; the two are never mixed.
package struct ScaledUnit: Sendable, Equatable {
    /// The spelling, such as `MiB/s`.
    package let symbol: String
    /// The base unit the figure is stored in.
    package let base: Unit
    /// Base units per written unit; above 0.
    package let factor: Double

    package init(symbol: String, base: Unit, factor: Double) {
        self.symbol = symbol
        self.base = base
        self.factor = factor
    }

    /// The unit with this exact spelling, or nil if there is none.
    package static func named(_ symbol: String) -> ScaledUnit? {
        all.first { $0.symbol == symbol }
    }

    /// Every spelling that profiles and command lines may use.
    package static let all: [ScaledUnit] = {
        let kibi = 1024.0
        return [
            .init(symbol: "B/s", base: .bytesPerSecond, factor: 1),
            .init(symbol: "KiB/s", base: .bytesPerSecond, factor: kibi),
            .init(symbol: "MiB/s", base: .bytesPerSecond, factor: kibi * kibi),
            .init(symbol: "GiB/s", base: .bytesPerSecond, factor: kibi * kibi * kibi),
            .init(symbol: "MB/s", base: .bytesPerSecond, factor: 1e6),
            .init(symbol: "GB/s", base: .bytesPerSecond, factor: 1e9),
            .init(symbol: "verifications/s", base: .verificationsPerSecond, factor: 1),
            .init(symbol: "op/s", base: .operationsPerSecond, factor: 1),
            .init(symbol: "IOPS", base: .operationsPerSecond, factor: 1),
            .init(symbol: "B", base: .bytes, factor: 1),
            .init(symbol: "KiB", base: .bytes, factor: kibi),
            .init(symbol: "MiB", base: .bytes, factor: kibi * kibi),
            .init(symbol: "GiB", base: .bytes, factor: kibi * kibi * kibi),
            .init(symbol: "TiB", base: .bytes, factor: kibi * kibi * kibi * kibi),
            .init(symbol: "kB", base: .bytes, factor: 1e3),
            .init(symbol: "MB", base: .bytes, factor: 1e6),
            .init(symbol: "GB", base: .bytes, factor: 1e9),
            .init(symbol: "TB", base: .bytes, factor: 1e12),
            .init(symbol: "s", base: .seconds, factor: 1),
            .init(symbol: "ms", base: .seconds, factor: 1e-3),
            .init(symbol: "us", base: .seconds, factor: 1e-6),
            .init(symbol: "ns", base: .seconds, factor: 1e-9),
            .init(symbol: "Hz", base: .hertz, factor: 1),
            .init(symbol: "MHz", base: .hertz, factor: 1e6),
            .init(symbol: "GHz", base: .hertz, factor: 1e9),
            .init(symbol: "cores", base: .count, factor: 1),
            .init(symbol: "count", base: .count, factor: 1),
            .init(symbol: "1", base: .ratio, factor: 1),
        ]
    }()
}
