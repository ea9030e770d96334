/// The stable name of a metric: the id of its probe, with a suffix where the probe has several.
///
/// Lower-case words of letters, digits and `-`, joined by `.`: `area.subject[.variant][.metric]`.
package struct MetricID: RawRepresentable, Hashable, Comparable, Codable, Sendable,
    CodingKeyRepresentable, CustomStringConvertible, ExpressibleByStringLiteral
{
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package init(stringLiteral value: String) {
        self.rawValue = value
    }

    package var description: String { rawValue }

    package static func < (left: MetricID, right: MetricID) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// Which way is better.
package enum Direction: String, Codable, Sendable {
    case higherIsBetter = "higher"
    case lowerIsBetter = "lower"
}

/// What a metric means: its unit, its direction, and the words a person reads.
package struct MetricDefinition: Codable, Sendable, Equatable {
    /// The stable name.
    package let id: MetricID
    /// The base unit of every value of this metric.
    package let unit: Unit
    /// Whether more or less is better.
    package let direction: Direction
    /// A short title for tables, at most 28 characters.
    package let title: String

    package init(id: MetricID, unit: Unit, direction: Direction, title: String) {
        self.id = id
        self.unit = unit
        self.direction = direction
        self.title = title
    }
}
