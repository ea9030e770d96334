/// A JSON value whose parts are replaced one by one.
indirect enum JSONTree: Sendable {
    case object([(key: String, value: JSONTree)])
    case list([JSONTree])
    case text(String)
    /// A number, `true`, `false` or `null`, as it is written.
    case word(String)

    /// Reads JSON that our own writer wrote, which is known to be sound.
    init(sound bytes: [UInt8]) {
        var rest = bytes[...]
        self.init(&rest)
    }

    private init(_ rest: inout ArraySlice<UInt8>) {
        Self.skipSpace(&rest)
        switch rest.first {
        case UInt8(ascii: "{"):
            var entries: [(key: String, value: JSONTree)] = []
            Self.readItems(&rest, until: UInt8(ascii: "}")) { rest in
                let key = Self.readText(&rest)
                Self.skipSpace(&rest)
                _ = rest.popFirst()
                entries.append((key, JSONTree(&rest)))
            }
            self = .object(entries)
        case UInt8(ascii: "["):
            var values: [JSONTree] = []
            Self.readItems(&rest, until: UInt8(ascii: "]")) { values.append(JSONTree(&$0)) }
            self = .list(values)
        case UInt8(ascii: "\""): self = .text(Self.readText(&rest))
        default:
            let word = rest.prefix { !",]} \n".utf8.contains($0) }
            rest = rest.dropFirst(word.count)
            self = .word(String(decoding: word, as: UTF8.self))
        }
    }

    private static func skipSpace(_ rest: inout ArraySlice<UInt8>) {
        rest = rest.drop { $0 == 0x20 || $0 == 0x0A }
    }

    private static func readItems(
        _ rest: inout ArraySlice<UInt8>, until end: UInt8,
        _ read: (inout ArraySlice<UInt8>) -> Void
    ) {
        _ = rest.popFirst()
        skipSpace(&rest)
        while let first = rest.first, first != end {
            read(&rest)
            skipSpace(&rest)
            if rest.first == UInt8(ascii: ",") { _ = rest.popFirst() }
            skipSpace(&rest)
        }
        _ = rest.popFirst()
    }

    /// A text with its escapes as they are, but for quotes and backslashes.
    private static func readText(_ rest: inout ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        _ = rest.popFirst()
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
            bytes.append(byte == UInt8(ascii: "\\") ? rest.popFirst() ?? byte : byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    var bytes: [UInt8] {
        var result: [UInt8] = []
        write(to: &result)
        return result
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .object(let entries):
            bytes.append(UInt8(ascii: "{"))
            for (index, entry) in entries.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.write(entry.key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                entry.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        case .list(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .text(let text): Self.write(text, to: &bytes)
        case .word(let word): bytes += word.utf8
        }
    }

    private static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: bytes += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Changes one part, found by walking down at random.
    mutating func damage(_ random: inout SplitMix) {
        switch self {
        case .object(var entries) where !entries.isEmpty && random.below(12) > 0:
            let place = random.below(entries.count)
            switch random.below(24) {
            case 0: entries.remove(at: place)
            case 1: entries.append(entries[place])
            case 2: entries[place].key = random.one(of: Self.texts)
            case 3: entries[place].value = entries[random.below(entries.count)].value
            default: entries[place].value.damage(&random)
            }
            self = .object(entries)
        case .list(var values) where !values.isEmpty && random.below(12) > 0:
            let place = random.below(values.count)
            switch random.below(20) {
            case 0: values.remove(at: place)
            case 1:
                let copies = random.below(20) == 0 ? 3000 : 1 + random.below(3)
                values.insert(
                    contentsOf: Array(repeating: values[place], count: copies), at: place)
            case 2: values.swapAt(place, random.below(values.count))
            case 3: values = []
            default: values[place].damage(&random)
            }
            self = .list(values)
        case .text where random.below(3) > 0: self = .text(random.one(of: Self.texts))
        case .word where random.below(4) > 0: self = .word(random.one(of: Self.numbers))
        default: self = random.one(of: Self.others)
        }
    }

    private static let numbers = [
        "0", "-0.0", "1", "-1", "2", "0.5", "1e-320", "1e-300", "1e-9", "1e9", "1e17", "1e19",
        "1e20", "1.1e20", "1e308", "-1e308", "1e400", "9223372036854775807",
        "-9223372036854775808", "18446744073709551615", "4611686018427387904", "2147483648",
        "1e5", "0.1e1", "100000", "99999999999999999999",
    ]

    private static let texts = [
        "", " ", "-1", "0", "1e9", "9223372036854775807", "nan", "\u{0}", "\u{1B}[2J\n::error::x",
        "\u{D4E}<\u{D4E}|\u{D4E}\"", "\u{202E}\u{9B}", "pass", "measured", "imported", "kept", "s",
        "B/s", "median", "p99", "higher", "rate", "table", "chain.import", "cpu.blake2b-256",
        "execute", "storageReads", "2026-01-01T00:00:00Z", "9999999-99-99T99:99:99Z", "🙂e\u{301}",
        String(repeating: "long ", count: 4000), String(repeating: "x", count: 70_000),
    ]

    private static let others: [JSONTree] = [
        .word("null"), .word("true"), .word("1"), .text("x"), .list([]), .object([]),
        .list([.word("1"), .text("x")]), .list([.list([.list([.word("0")])])]),
        .object([("form", .text("table")), ("axes", .list([])), ("values", .list([.word("1")]))]),
    ]
}
