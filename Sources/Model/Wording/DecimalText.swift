/// Decimal figures without a locale: the same digits on every machine.
package enum DecimalText {
    /// A number with a fixed count of decimal places (0...6), exact halves to the even digit.
    package static func fixed(_ value: Double, places: Int) -> String {
        guard value.isFinite else { return "not a number" }
        var power = 1.0
        for _ in 0..<places { power *= 10 }
        let magnitude = value.magnitude
        // Beyond this the double holds no fraction, and the scaled integer would not fit.
        guard magnitude < 1e12 else { return "\(value)" }
        let digits = Int(roundedProduct(magnitude, power))
        let whole = digits / Int(power)
        let sign = value < 0 && digits != 0 ? "-" : ""
        guard places > 0 else { return sign + String(whole) }
        let fraction = String(digits % Int(power))
        let zeros = String(repeating: "0", count: places - fraction.count)
        return sign + String(whole) + "." + zeros + fraction
    }

    /// `fixed` with a comma before each group of three digits.
    package static func grouped(_ value: Double, places: Int) -> String {
        let text = fixed(value, places: places)
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let sign = text.hasPrefix("-") ? "-" : ""
        guard let whole = parts.first?.drop(while: { $0 == "-" }), whole.allSatisfy(\.isNumber)
        else { return text }
        var result = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index).isMultiple(of: 3) { result += "," }
            result.append(digit)
        }
        return sign + result + (parts.count > 1 ? "." + parts[1] : "")
    }

    /// The shortest form that keeps six significant digits, for figures that a document states.
    package static func stated(_ value: Double) -> String {
        guard value.isFinite else { return "not a number" }
        var places = 0
        var bound = 1e5
        while places < 6, value.magnitude < bound {
            places += 1
            bound /= 10
        }
        var text = grouped(value, places: places)
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// The product as a whole number, rounded as if it had been computed without error.
    private static func roundedProduct(_ value: Double, _ factor: Double) -> Double {
        let product = value * factor
        let floor = product.rounded(.down)
        guard product - floor == 0.5 else { return product.rounded() }
        // The product fell on a half: the multiplication's own error tells on which side it lies.
        let error = (-product).addingProduct(value, factor)
        if error > 0 { return floor + 1 }
        if error < 0 { return floor }
        return floor.truncatingRemainder(dividingBy: 2) == 0 ? floor : floor + 1
    }
}
