import ArgumentParser

/// A number of bytes as people write it: `500M`, `20GiB`, `20GB`, `1.5T`, `0`.
///
/// K, M, G and T are powers of 1,024, with `iB` or alone; KB, MB, GB and TB are powers of 1,000.
struct ByteCountArgument: ExpressibleByArgument, Equatable {
    let bytes: Int

    init?(argument: String) {
        let number = argument.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = argument.dropFirst(number.count).lowercased()
        guard let value = Double(number), let factor = Self.factor(unit),
            value * factor < Double(1 << 62)
        else { return nil }
        bytes = Int((value * factor).rounded(.down))
    }

    private static func factor(_ unit: String) -> Double? {
        if unit.isEmpty || unit == "b" { return 1 }
        guard let letter = unit.first, let place = ["k", "m", "g", "t"].firstIndex(of: letter)
        else {
            return nil
        }
        let base: Double
        switch unit.dropFirst() {
        case "", "i", "ib": base = 1024
        case "b": base = 1000
        default: return nil
        }
        return (0...place).reduce(1) { product, _ in product * base }
    }
}
