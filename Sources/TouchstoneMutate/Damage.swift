/// Damage to bytes that knows nothing of their form.
enum ByteDamage {
    /// What means something to JSON, YAML, tables, terminals or number readers.
    private static let tokens: [[UInt8]] =
        [
            "0", "-1", "1e308", "1e-320", "9223372036854775807", "-9223372036854775808",
            "18446744073709551616", "NaN", "Infinity", "null", "true", "{}", "[]", "\"\"", "&a",
            "*a",
            "!!x", "? ", ": ", "- ", "|", "<<", "\u{FEFF}", "\u{0}", "\u{1B}[2J", "\u{9B}",
            "\u{202E}",
            "\u{D4E}", "\r\n", "\n\n", "\u{2028}", "🏁", "::error::", "%s", "\\", "\"", "'", "#",
            "\t",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]]

    static func apply(to bytes: inout [UInt8], _ random: inout SplitMix) {
        guard !bytes.isEmpty else { return }
        let place = random.below(bytes.count)
        switch random.below(7) {
        case 0: bytes[place] = UInt8(random.below(256))
        case 1: bytes[place] ^= 1 << UInt8(random.below(8))
        case 2: bytes.insert(contentsOf: random.one(of: tokens), at: place)
        case 3:
            let end = min(bytes.count, place + 1 + random.below(40))
            bytes.replaceSubrange(place..<end, with: random.one(of: tokens))
        case 4: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(400)))
        case 5: bytes.removeSubrange(place...)
        default:
            let end = min(bytes.count, place + 1 + random.below(200))
            let copies = 1 + random.below(random.below(20) == 0 ? 2000 : 8)
            let part = Array(bytes[place..<end])
            bytes.insert(contentsOf: (0..<copies).flatMap { _ in part }, at: end)
        }
    }
}

/// Damage to the lines of a text.
enum LineDamage {
    static func apply(to bytes: inout [UInt8], _ random: inout SplitMix) {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let place = random.below(lines.count)
        switch random.below(5) {
        case 0: lines.remove(at: place)
        case 1: lines.insert(lines[random.below(lines.count)], at: place)
        case 2: lines.swapAt(place, random.below(lines.count))
        case 3: lines[place] = Array(repeating: 0x20, count: random.below(9)) + lines[place]
        default:
            // The value after a colon or a bar, by that of another line.
            let other = lines[random.below(lines.count)]
            let cut = lines[place].firstIndex { $0 == 0x3A || $0 == 0x7C } ?? lines[place].endIndex
            let from = other.firstIndex { $0 == 0x3A || $0 == 0x7C } ?? other.startIndex
            lines[place] = lines[place][..<cut] + other[from...]
        }
        bytes = Array(lines.joined(separator: [0x0A]))
    }
}
