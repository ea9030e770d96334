/// A throughput as a node prints it: the figure, its unit, and how far printing may have rounded
/// it.
package struct PrintedScore: Sendable, Equatable {
    /// The figure and its unit with one space between, such as `637.62 KiBs`.
    package let text: String
    /// The printed figure in bytes per second; finite and above 0.
    package let bytesPerSecond: Double
    /// How far the mean that was printed may lie from the figure, in bytes per second.
    package let roundingBytesPerSecond: Double

    /// Why a text is no score.
    enum Problem: Error, Equatable {
        /// Not in the form of a figure and a unit.
        case unreadable
        /// Zero or next to it, negative, not a number, or beyond all bounds.
        case impossible
    }

    /// Highest figure taken for a throughput, in bytes per second: 1 PiB/s.
    ///
    /// Ours: ten thousand times what the memory of one server copies.
    static let bytesPerSecondMax = 0x1p50

    /// Lowest figure taken for a throughput, in bytes per second.
    ///
    /// Ours: a node prints two decimals, of KiB at the least, which is 10.24.
    static let bytesPerSecondMin = 1.0

    /// Longest figure in characters; ours: any double in full fits.
    private static let figureLengthMax = 24

    private struct Unit {
        let symbols: [String]
        let factor: Double
        /// Whether the node cuts the figure off instead of rounding it.
        let isTruncated: Bool
    }

    /// The spellings of the units.
    ///
    /// `MB/s` is what the node's start printed in its first months, when it divided by 1024 twice,
    /// dropped the fraction and named the result megabytes.
    ///
    /// - Source: substrate client/sysinfo: `KiBs` and so on since #11270 (README there `KiB/s`);
    ///   `{}MB/s` in #11062.
    private static let units: [Unit] = [
        Unit(symbols: ["KiBs", "KiB/s"], factor: 0x1p10, isTruncated: false),
        Unit(symbols: ["MiBs", "MiB/s"], factor: 0x1p20, isTruncated: false),
        Unit(symbols: ["GiBs", "GiB/s"], factor: 0x1p30, isTruncated: false),
        Unit(symbols: ["MB/s"], factor: 0x1p20, isTruncated: true),
    ]

    /// The unit at the start of a text.
    private static func unit(_ text: Substring) -> (Unit, String)? {
        for unit in units {
            for symbol in unit.symbols where text.hasPrefix(symbol) { return (unit, symbol) }
        }
        return nil
    }

    /// Whether a text may stand right behind a unit: nothing, no letter and no digit, or the next
    /// line of a log whose line end was lost, which begins with a date, a time or a capital letter.
    private static func mayFollow(_ text: Substring) -> Bool {
        guard let first = text.first else { return true }
        if first.isASCII, first.isLetter { return first.isUppercase }
        guard first.isNumber else { return true }
        let digits = text.prefix { $0.isNumber }
        let after = text[digits.endIndex...].first
        return digits.count >= 4 || digits.count == 2 && after.map { "-:./".contains($0) } ?? false
    }

    /// Reads a score at the start of a text; what follows it is left alone.
    ///
    /// - Throws: `unreadable` or `impossible`.
    init(prefixOf text: some StringProtocol) throws(Problem) {
        let text = Substring(text.trimmingSpace())
        let figure = text.prefix { $0.isASCII && ($0.isNumber || "+-.".contains($0)) }
        if figure.isEmpty || figure.allSatisfy({ "+-".contains($0) }) {
            let word = text.prefix { $0.isLetter || "+-".contains($0) }.lowercased()
            throw ["nan", "inf", "-nan", "-inf", "+inf"].contains(word) ? .impossible : .unreadable
        }
        let rest = text[figure.endIndex...].drop { $0.isWhitespace }
        guard let (unit, symbol) = Self.unit(rest), Self.mayFollow(rest.dropFirst(symbol.count))
        else { throw .unreadable }

        let digits = figure.hasPrefix("-") || figure.hasPrefix("+") ? figure.dropFirst() : figure
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ part in !part.isEmpty && part.allSatisfy(\.isNumber) }),
            let value = Double(String(digits))
        else { throw .unreadable }
        let bytesPerSecond = value * unit.factor
        guard digits == figure, figure.count <= Self.figureLengthMax,
            bytesPerSecond >= Self.bytesPerSecondMin, bytesPerSecond <= Self.bytesPerSecondMax
        else {
            throw .impossible
        }

        var step = unit.factor
        if parts.count == 2 { for _ in parts[1] { step /= 10 } }
        self.text = "\(figure) \(symbol)"
        self.bytesPerSecond = bytesPerSecond
        roundingBytesPerSecond = unit.isTruncated ? step : step / 2
    }
}
