// Here: numbers, counts and names in words, and foreign text made harmless.
// May use: metrics and units.
// Never: a result, a form of output.

/// Figures in base units as people read them: binary prefixes, no locale, unit always beside.
package enum QuantityFormat {
    /// A figure with the unit that keeps it between 1 and 1024 (1000 for seconds and hertz).
    ///
    /// - Parameters:
    ///   - value: The figure in `unit`.
    ///   - unit: The base unit.
    ///   - symbol: A spelling to force, so that a figure and its limit stand in one unit; one
    ///     that is unknown, or of another base unit, is left out of account.
    /// - Returns: Digits and unit, such as `957 MiB/s` or `20,404 /s`.
    package static func text(_ value: Double, _ unit: Unit, as symbol: String? = nil) -> String {
        let scale = scale(for: value, unit, as: symbol)
        return joined(number(value, scale), scale)
    }

    /// The same, figure and unit apart.
    package static func parts(
        _ value: Double, _ unit: Unit, as symbol: String? = nil
    ) -> (figure: String, unit: String) {
        let scale = scale(for: value, unit, as: symbol)
        return (number(value, scale), display(scale))
    }

    /// A limit, with all digits that its document states, in its own unit.
    package static func stated(_ value: Double, as symbol: String) -> String {
        guard let scale = ScaledUnit.named(symbol) else {
            return DecimalText.stated(value) + " " + SafeText.line(symbol, limit: 20)
        }
        return joined(DecimalText.stated(value / scale.factor), scale)
    }

    /// The digits of a figure in a forced unit, without the unit.
    package static func digits(_ value: Double, _ unit: Unit, as symbol: String?) -> String {
        number(value, scale(for: value, unit, as: symbol))
    }

    /// Per cent with sign and one decimal place, such as `+4.3 %`; without one from 10 on, and with
    /// two where one would make a small figure nothing.
    package static func percent(_ value: Double) -> String {
        guard value.isFinite else { return "not a number" }
        let isSmall = value != 0 && value.magnitude < 0.05 && value.magnitude >= 0.005
        let places = isSmall ? 2 : value.magnitude < 9.95 ? 1 : 0
        let text = DecimalText.grouped(value, places: places)
        return (value >= 0 ? "+" : "") + text + " %"
    }

    /// Per cent without sign and with a fixed number of decimal places, such as `4.3 %`.
    package static func percent(_ value: Double, places: Int) -> String {
        DecimalText.grouped(value, places: places) + " %"
    }

    /// A part of a whole, such as `12 %`, or `0.7 %` below a tenth.
    package static func share(_ fraction: Double) -> String {
        let tenths = (fraction * 1000).rounded()
        let places = tenths < 100 && tenths.truncatingRemainder(dividingBy: 10) != 0 ? 1 : 0
        return DecimalText.fixed(fraction * 100, places: places) + " %"
    }

    /// Parts of a whole from the least to the greatest in whole per cent, such as `6 to 13 %`; what
    /// is more than nothing is never shown as nothing.
    package static func shares(_ least: Double, _ most: Double) -> String {
        let texts = [least, most].map { share in
            share > 0 && share < 0.005 ? "1" : DecimalText.fixed(share * 100, places: 0)
        }
        return (texts[0] == texts[1] ? texts[0] : texts.joined(separator: " to ")) + " %"
    }

    /// A time span in words of seconds, minutes and hours, such as `5 min 12 s`.
    package static func duration(seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e9 else { return "not a number" }
        guard seconds >= 59.5 else { return text(seconds, .seconds) }
        let whole = Int(seconds.rounded())
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }

    /// A time span that a document states, such as `12 s` or `500 ms`.
    package static func stated(seconds: Double) -> String {
        if seconds >= 120 { return duration(seconds: seconds) }
        return stated(seconds, as: seconds >= 1 ? "s" : "ms")
    }

    /// The unit a figure is shown in.
    package static func scale(
        for value: Double, _ unit: Unit, as symbol: String? = nil
    ) -> ScaledUnit {
        if let symbol, let forced = ScaledUnit.named(symbol), forced.base == unit { return forced }
        let ladder = ladder(of: unit).compactMap(ScaledUnit.named)
        let step = unit == .bytes || unit == .bytesPerSecond ? 1024.0 : 1000.0
        for scale in ladder {
            // Compared after rounding, so that 1023.7 MiB is never shown as 1024 MiB.
            let shown = rounded(value.magnitude / scale.factor)
            if shown < step { return scale }
        }
        return ladder.last ?? ScaledUnit(symbol: unit.rawValue, base: unit, factor: 1)
    }

    /// Spellings of a unit that a figure may be shown in unasked, the smallest first.
    private static func ladder(of unit: Unit) -> [String] {
        switch unit {
        case .bytesPerSecond: ["B/s", "KiB/s", "MiB/s", "GiB/s"]
        case .bytes: ["B", "KiB", "MiB", "GiB", "TiB"]
        case .seconds: ["ns", "us", "ms", "s"]
        case .hertz: ["Hz", "MHz", "GHz"]
        case .verificationsPerSecond: ["verifications/s"]
        case .operationsPerSecond: ["op/s"]
        case .count: ["count"]
        case .ratio: ["1"]
        }
    }

    /// Two decimal places below 100, none above; more where a small figure would show as zero.
    ///
    /// Ours: three to four significant digits, since the noise of a good run is about 1 %.
    private static func number(_ value: Double, _ scale: ScaledUnit) -> String {
        let scaled = value / scale.factor
        let magnitude = scaled.magnitude
        if scale.base == .count || scale.base == .bytes && scale.factor == 1,
            scaled == scaled.rounded()
        {
            return DecimalText.grouped(scaled, places: 0)
        }
        if magnitude >= 99.995 || magnitude == 0 {
            return DecimalText.grouped(scaled, places: 0)
        }
        if magnitude >= 0.0995 { return DecimalText.grouped(scaled, places: 2) }
        return DecimalText.grouped(scaled, places: magnitude >= 0.000995 ? 4 : 6)
    }

    /// What `number` will show, as a number.
    private static func rounded(_ magnitude: Double) -> Double {
        magnitude >= 99.995 ? magnitude.rounded() : magnitude
    }

    private static func joined(_ number: String, _ scale: ScaledUnit) -> String {
        let symbol = display(scale)
        return symbol.isEmpty ? number : number + " " + symbol
    }

    /// The spelling on a page: `/s` for verifications, `µs` for `us`, nothing for plain numbers.
    package static func display(_ scale: ScaledUnit) -> String {
        switch scale.symbol {
        case "verifications/s": "/s"
        case "us": "µs"
        case "count", "1": ""
        default: scale.symbol
        }
    }
}
