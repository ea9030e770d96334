import Model

extension Page {
    /// Rows of cells below titles.
    struct Table: Sendable, Equatable {
        /// One column.
        struct Column: Sendable, Equatable {
            var title: String
            /// Whether figures stand below each other by their last digit.
            var isRight = false
            /// Whether the column may be wrapped where the table is too wide.
            var isFlexible = false
            /// The width in columns of text down to which a flexible column gives way before the
            /// others have to.
            var least = 12

            /// A column of short words.
            static func words(_ title: String) -> Column { Column(title: title) }

            /// A column of figures.
            static func figures(_ title: String) -> Column { Column(title: title, isRight: true) }

            /// A column of text that may be wrapped.
            static func text(_ title: String, least: Int = 12) -> Column {
                Column(title: title, isFlexible: true, least: least)
            }
        }

        var columns: [Column]
        private(set) var rows: [[Cell]] = []

        init(_ columns: [Column]) { self.columns = columns }

        /// A row at the end.
        mutating func append(_ row: [Cell]) {
            precondition(row.count == columns.count, "one cell for each column")
            rows.append(row)
        }
    }

    /// One cell: a text or a figure with its unit.
    struct Cell: Sendable, Equatable, ExpressibleByStringLiteral {
        var text: String
        /// The unit of a figure; empty if it has none.
        var unit = ""
        /// The same for where there is little room; nil if there is nothing shorter.
        var brief: String?
        var tone = Tone.plain

        init(_ text: String, unit: String = "", brief: String? = nil, tone: Tone = .plain) {
            self.text = text
            self.unit = unit
            self.brief = brief
            self.tone = tone
        }

        init(stringLiteral text: String) { self.init(text) }

        /// A figure in its unit; a dash if there is none.
        static func quantity(_ value: Double?, _ unit: Unit, as symbol: String? = nil) -> Cell {
            guard let value else { return "–" }
            let parts = QuantityFormat.parts(value, unit, as: symbol)
            return Cell(parts.figure, unit: parts.unit)
        }

        /// A change in per cent with its sign; a dash if there is none.
        static func change(_ percent: Double?) -> Cell {
            Cell(percent.map(QuantityFormat.percent) ?? "–")
        }

        /// The figure and its unit.
        var whole: String { unit.isEmpty ? text : text + " " + unit }
    }

    /// Values over time as rows of bars; a new row begins where they cannot be compared.
    struct Strip: Sendable, Equatable {
        /// Values on one scale.
        struct Row: Sendable, Equatable {
            var low: Double
            var high: Double
            var points: [Point]
        }

        /// A value and the sign below it; nil if it has none.
        struct Point: Sendable, Equatable {
            var value: Double
            var mark: String?
        }

        var rows: [Row]
    }
}
