import Primitives

/// Reads a JSON text into a value; what is none is an error with its place, however deep or long.
struct JSONReader {
    private let text: [UInt8]
    private var offset = 0

    /// Ours; a chain's genesis has some ten levels.
    private static let levelsMax = 128

    /// Reads all of `text`.
    static func read(_ text: [UInt8]) throws(ChainSpecError) -> JSONValue {
        var reader = JSONReader(text)
        let value = try reader.value(level: 0)
        reader.skipSpace()
        guard reader.offset == text.count else { throw reader.unexpected() }
        return value
    }

    private init(_ text: [UInt8]) { self.text = text }

    private var next: UInt8? { offset < text.count ? text[offset] : nil }

    private func unexpected() -> ChainSpecError {
        guard let byte = next else { return .json("the text ends early", offset: offset) }
        return .json(
            "'\(String(decoding: [byte], as: UTF8.self))' was not expected", offset: offset)
    }

    private mutating func skipSpace() {
        while let byte = next, [0x20, 0x0a, 0x0d, 0x09].contains(byte) { offset += 1 }
    }

    /// Steps over `byte` if it comes next.
    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard next == byte else { return false }
        offset += 1
        return true
    }

    private mutating func value(level: Int) throws(ChainSpecError) -> JSONValue {
        guard level < Self.levelsMax else {
            throw .json("more than \(Self.levelsMax) levels", offset: offset)
        }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(level: level)
        case UInt8(ascii: "["): return try array(level: level)
        case UInt8(ascii: "\""): return .string(try string())
        default: return try word()
        }
    }

    private mutating func object(level: Int) throws(ChainSpecError) -> JSONValue {
        offset += 1
        var members: [JSONValue.Member] = []
        if take(UInt8(ascii: "}")) { return .object([]) }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw unexpected() }
            let name = try string()
            guard take(UInt8(ascii: ":")) else { throw unexpected() }
            members.append(.init(name: name, value: try value(level: level + 1)))
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw unexpected() }
        return .object(members)
    }

    private mutating func array(level: Int) throws(ChainSpecError) -> JSONValue {
        offset += 1
        var items: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return .array([]) }
        repeat { items.append(try value(level: level + 1)) } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw unexpected() }
        return .array(items)
    }

    private mutating func word() throws(ChainSpecError) -> JSONValue {
        let start = offset
        while let byte = next, Self.isWord(byte) { offset += 1 }
        let word = String(decoding: text[start..<offset], as: UTF8.self)
        switch word {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        default:
            let isNumber = word.first == "-" || word.first?.isNumber == true
            guard isNumber, Double(word) != nil else {
                offset = start
                throw unexpected()
            }
            return .number(word)
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private mutating func string() throws(ChainSpecError) -> String {
        offset += 1
        var bytes: [UInt8] = []
        while let byte = next {
            offset += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &bytes)
            case 0..<0x20: throw .json("a control character in a string", offset: offset - 1)
            default: bytes.append(byte)
            }
        }
        throw unexpected()
    }

    private mutating func escape(into bytes: inout [UInt8]) throws(ChainSpecError) {
        guard let byte = next else { throw unexpected() }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0c)
        case UInt8(ascii: "n"): bytes.append(0x0a)
        case UInt8(ascii: "r"): bytes.append(0x0d)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"):
            var units = [try codeUnit()]
            if UTF16.isLeadSurrogate(units[0]), text[offset...].starts(with: Array("\\u".utf8)) {
                offset += 2
                units.append(try codeUnit())
            }
            bytes += Array(String(decoding: units, as: UTF16.self).utf8)
        default:
            offset -= 1
            throw unexpected()
        }
    }

    private mutating func codeUnit() throws(ChainSpecError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = hexadecimalValue(byte) else { throw unexpected() }
            unit = unit << 4 | UInt16(digit)
            offset += 1
        }
        return unit
    }
}
