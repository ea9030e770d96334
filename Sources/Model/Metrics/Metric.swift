// Here: metrics, units and forms of samples.
// May use: nothing.
// Never: a record, a limit.

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
    /// The form that the record states; nil if it states none.
    private let statedForm: SampleForm?

    package init(
        id: MetricID, unit: Unit, direction: Direction, title: String, form: SampleForm? = nil
    ) {
        self.id = id
        self.unit = unit
        self.direction = direction
        self.title = title
        statedForm = form
    }

    private enum CodingKeys: String, CodingKey {
        case id, unit, direction, title
        case statedForm = "form"
    }

    /// The form of its samples; nil if each has a single figure, or none.
    package var form: SampleForm? { statedForm ?? SampleForm.unstated[id] }
}

/// One line that tables, histories and comparisons keep of a metric.
package struct FigureDefinition: Sendable, Equatable {
    /// The line's own id and title.
    package let metric: MetricDefinition
    /// The metric that it is of.
    package let base: MetricID
    /// The form of that metric's samples.
    package let form: SampleForm?
    /// Which percentile of a distribution, or of the blocks of a `PhaseTable`, in thousandths; nil
    /// for the samples' own figure.
    package let permille: Int?
}

extension MetricDefinition {
    /// The lines that are kept of it: the 50th and the 99th percentile of a distribution, each with
    /// its own id (`….p50`, `….p99`), those of the simulated chain's blocks, else the metric
    /// itself.
    ///
    /// Ours: the 99.9th is what a run of ordinary length knows too badly to be compared.
    package var figures: [FigureDefinition] {
        if let form, form.isPhases {
            return form.blockStatistics.map {
                figure($0.rawValue, permille: $0.permille, kind: "native")
            }
        }
        guard form == .distribution else {
            return [FigureDefinition(metric: self, base: id, form: form, permille: nil)]
        }
        return [SampleForm.BlockStatistic.p50, .p99].map {
            figure($0.rawValue, permille: $0.permille, kind: "per block")
        }
    }

    /// - `kind`: what tells the figure from the one that a verdict shows under the same percentile:
    ///   there a distribution's is of all blocks together, and the chain's has the Wasm factor.
    private func figure(_ suffix: String, permille: Int?, kind: String) -> FigureDefinition {
        FigureDefinition(
            metric: MetricDefinition(
                id: MetricID(rawValue: "\(id.rawValue).\(suffix)"), unit: unit,
                direction: direction, title: "\(title) \(suffix) (\(kind))"),
            base: id, form: form, permille: permille)
    }
}
