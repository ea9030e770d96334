internal import Model

/// Numbers and units as people write them in a profile.
enum WrittenQuantity {
    /// How the node writes sr25519 figures, which a profile may repeat digit by digit.
    ///
    /// The node counts the bytes of the verified messages, 32 each. The factors are powers of two,
    /// so that score / minimum is the same number in either unit, to the last bit.
    static let nodeMessageUnits: [ScaledUnit] = ["KiB/s", "MiB/s"].compactMap { symbol in
        ScaledUnit.named(symbol).map {
            ScaledUnit(
                symbol: "\(symbol) of 32-byte messages", base: .verificationsPerSecond,
                factor: $0.factor / NodeMetric.sr25519Verify.nodeBytesPerWork)
        }
    }

    /// Every unit that may stand in a profile.
    static let units = ScaledUnit.all + nodeMessageUnits

    /// The unit with this exact spelling, or `nil`.
    static func unit(_ symbol: String) -> ScaledUnit? {
        units.first { $0.symbol == symbol }
    }

    /// The spelling a limit is shown in: the base unit where the written one is the node's.
    static func shownSymbol(_ unit: ScaledUnit) -> String {
        nodeMessageUnits.contains(unit) ? unit.base.rawValue : unit.symbol
    }

    /// The largest figure that a limit may be, in base units; beyond it arithmetic would overflow.
    ///
    /// Ours: above 1 EB and 30 million years.
    static let largest = 1e15

    /// A plain decimal number; nil if the text is none, such as a hexadecimal one, `inf` or `nan`,
    /// and for a leading zero, which YAML 1.1 reads as octal.
    static func number(_ text: String) -> Double? {
        let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
        let isOctal =
            digits.first == UInt8(ascii: "0")
            && digits.dropFirst().first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 }
                ?? false
        guard !isOctal, text.utf8.allSatisfy({ "+-.eE0123456789".utf8.contains($0) }),
            let number = Double(text), number.isFinite
        else { return nil }
        return number
    }

    /// A number and its unit in one text, such as `12 s`; nil if not of that form.
    static func quantity(_ text: String) -> (number: Double, unit: String)? {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let number = number(String(parts[0])) else { return nil }
        return (number, String(parts[1]))
    }

    /// Numbers of a dotted version such as `5.16`, or `nil`.
    static func version(_ text: String) -> [Int]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
                ? Int(part) : nil
        }
        return numbers.count == parts.count && (1...4).contains(numbers.count) ? numbers : nil
    }

    /// Units of a base unit, in quotes, for errors.
    static func fitting(_ base: Unit) -> String {
        listed(units.filter { $0.base == base }.map(\.symbol), joining: "or")
    }
}
