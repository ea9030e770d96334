/// The strings and the lists of bytes in one line of JSON, which need not be a whole value.
struct JSONScan {
    enum Value {
        case text(String)
        /// A list of numbers from 0 to 255, which is open when it goes on in the next line.
        case numbers([UInt8], isOpen: Bool)
    }

    /// Each with the nearest name before it.
    private(set) var values: [(name: String?, value: Value)] = []
    /// Numbers before anything else, where a list began in a line above.
    private(set) var leadingNumbers: [UInt8] = []
    private(set) var endsLeadingList = false

    /// nil if the line is no JSON, nor JSON behind the prefix of another log.
    init?(_ line: String, isInsideList: Bool) {
        let text = Array(line.utf8)[...].drop { $0 == 0x20 || $0 == 0x09 }
        guard let first = text.first else { return nil }
        if isInsideList || Array("{[\"}]".utf8).contains(first),
            let tokens = JSONToken.all(in: text)
        {
            if !isInsideList, !Self.isJSON(tokens) { return nil }
            read(tokens[...], isInsideList: isInsideList)
            return
        }
        // `node-1  | {"log": …}`
        let quote = UInt8(ascii: "\"")
        let brace = text.indices.first { index in
            text[index] == UInt8(ascii: "{")
                && text[(index + 1)...].first { $0 != 0x20 } == quote
        }
        guard let brace, let tokens = JSONToken.all(in: text[brace...]) else { return nil }
        read(tokens[...], isInsideList: false)
    }

    /// Whether the tokens have JSON's structure; several strings between commas may be CSV.
    private static func isJSON(_ tokens: [JSONToken]) -> Bool {
        let strings = tokens.count { if case .string = $0 { true } else { false } }
        return strings <= 1 && tokens.count <= 2 || tokens.contains(where: \.isStructure)
    }

    private mutating func read(_ tokens: ArraySlice<JSONToken>, isInsideList: Bool) {
        var rest = tokens
        if isInsideList {
            while let token = rest.popFirst() {
                if case .number(let byte) = token {
                    leadingNumbers.append(byte)
                } else if token == .closeList {
                    endsLeadingList = true
                    break
                }
            }
        }
        var name: String?
        var numbers: [UInt8]?
        while let token = rest.popFirst() {
            switch token {
            case .string(let text):
                if rest.first == .colon { name = text } else { values.append((name, .text(text))) }
            case .number(let byte): numbers?.append(byte)
            case .openList: numbers = []
            case .closeList:
                if let list = numbers, !list.isEmpty {
                    values.append((name, .numbers(list, isOpen: false)))
                }
                numbers = nil
            case .openObject: numbers = nil
            case .closeObject, .colon, .comma, .word: break
            }
        }
        if let numbers { values.append((name, .numbers(numbers, isOpen: true))) }
    }
}

/// One token of JSON.
///
/// - Source: RFC 8259.
enum JSONToken: Equatable {
    case openObject, closeObject, openList, closeList, colon, comma
    case string(String)
    /// A whole number as a byte; any other number is 0, since only bytes are asked for.
    case number(UInt8)
    /// true, false or null.
    case word

    /// Whether only JSON has it, and not a list of quoted texts.
    var isStructure: Bool {
        switch self {
        case .openObject, .closeObject, .openList, .closeList, .colon: true
        case .comma, .string, .number, .word: false
        }
    }

    /// All tokens of a text; nil if something else stands in it.
    static func all(in text: ArraySlice<UInt8>) -> [JSONToken]? {
        var tokens: [JSONToken] = []
        var rest = text
        while let byte = rest.first {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: rest = rest.dropFirst()
            case UInt8(ascii: "\""):
                rest = rest.dropFirst()
                guard let text = string(&rest) else { return nil }
                tokens.append(.string(text))
            case UInt8(ascii: "-"), 0x30...0x39:
                let digits = rest.prefix { $0 > 0x20 && !Self.ends($0) }
                guard let text = String(validating: digits, as: UTF8.self), Double(text) != nil
                else { return nil }
                tokens.append(.number(UInt8(text) ?? 0))
                rest = rest[digits.endIndex...]
            default:
                if let mark = marks[byte] {
                    tokens.append(mark)
                    rest = rest.dropFirst()
                } else if let word = words.first(where: { rest.starts(with: $0) }) {
                    tokens.append(.word)
                    rest = rest.dropFirst(word.count)
                } else {
                    return nil
                }
            }
        }
        return tokens
    }

    private static let marks: [UInt8: JSONToken] = [
        UInt8(ascii: "{"): .openObject, UInt8(ascii: "}"): .closeObject,
        UInt8(ascii: "["): .openList, UInt8(ascii: "]"): .closeList,
        UInt8(ascii: ":"): .colon, UInt8(ascii: ","): .comma,
    ]
    private static let words = ["true", "false", "null"].map { Array($0.utf8) }

    private static func ends(_ byte: UInt8) -> Bool { marks[byte] != nil }

    /// The rest of a string behind its first quotation mark; nil if it does not end.
    private static func string(_ rest: inout ArraySlice<UInt8>) -> String? {
        var units: [UInt16] = []
        var raw: [UInt8] = []
        var text = ""
        func flush() {
            if !units.isEmpty { text += String(decoding: units, as: UTF16.self) }
            if !raw.isEmpty { text += String(decoding: raw, as: UTF8.self) }
            (units, raw) = ([], [])
        }
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") {
                flush()
                return text
            }
            guard byte == UInt8(ascii: "\\") else {
                if !units.isEmpty { flush() }
                raw.append(byte)
                continue
            }
            guard let escape = rest.popFirst() else { return nil }
            if escape == UInt8(ascii: "u") {
                let digits = String(decoding: rest.prefix(4), as: UTF8.self)
                guard digits.utf8.count == 4, let unit = UInt16(digits, radix: 16) else {
                    return nil
                }
                if !raw.isEmpty { flush() }
                units.append(unit)
                rest = rest.dropFirst(4)
            } else {
                flush()
                raw.append(escapes[escape] ?? escape)
            }
        }
        return nil
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
        UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C,
    ]
}
