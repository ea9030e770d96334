/// A number and what it counts: `1 run`, `3 runs`; with `many` for words that add more than an s.
package func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count) \(count == 1 ? one : many ?? one + "s")"
}

/// Words in quotes as a list: `'a', 'b' or 'c'`.
package func listed(_ words: [String], joining conjunction: String) -> String {
    let quoted = words.map { "'\($0)'" }
    guard quoted.count > 1, let last = quoted.last else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " \(conjunction) \(last)"
}

/// The question whether one of the known names was meant, such as `did you mean 'a' or 'b'?`; nil
/// if none is like the one that was given.
package func didYouMean(_ name: String, among known: [String], count: Int = 3) -> String? {
    didYouMean(nearestNames(to: name, among: known, count: count))
}

/// The same of names that were found already; nil if there are none.
package func didYouMean(_ nearest: [String]) -> String? {
    nearest.isEmpty ? nil : "did you mean \(listed(nearest, joining: "or"))?"
}

/// A number of bytes, without decimal places where it is a whole number of its unit: `16 MiB`,
/// `3.52 GiB`.
package func bytesText(_ count: Int) -> String {
    let scale = QuantityFormat.scale(for: Double(count), .bytes)
    let scaled = Double(count) / scale.factor
    if scaled == scaled.rounded() {
        return DecimalText.grouped(scaled, places: 0) + " " + scale.symbol
    }
    return QuantityFormat.text(Double(count), .bytes)
}
