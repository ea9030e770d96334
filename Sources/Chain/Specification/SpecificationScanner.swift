import Primitives

/// Walks through the JSON text of a chain specification byte by byte, and keeps only what lies in
/// `genesis.raw.top`.
struct SpecificationScanner: ~Copyable {
    /// What an object is to us.
    private enum Role {
        case root
        case genesis
        case raw
        case top
        case children
        case other
    }

    private struct Frame {
        var isObject: Bool
        var role: Role
    }

    private enum State {
        case value
        case firstElementOrEnd
        case firstKeyOrEnd
        case key
        case colon
        case commaOrEnd
        case string
        case escape
        case codePoint
        case scalar
        case end
    }

    private(set) var genesis = GenesisState()
    private(set) var hasTop = false

    private let stateBytesMax: Int
    private var frames: [Frame] = []
    private var state = State.value
    /// What the next value is, by its key.
    private var nextRole = Role.root
    private var isKey = false
    private var isKept = false
    private var token = ByteBuffer(capacity: 4096)
    private var codePoint: UInt32 = 0
    private var codePointDigits = 0
    /// A pair of `top`: the key's bytes, then the value's.
    private var pair = ByteBuffer(capacity: 4096)
    private var pairKey = ""
    private var offset = 0

    /// Deeper nesting than any specification has, to bound the memory that a bad file takes; ours.
    private static let depthMax = 256

    init(stateBytesMax: Int) { self.stateBytesMax = stateBytesMax }

    mutating func scan(_ text: UnsafeRawBufferPointer) throws(ChainSpecError) {
        var index = 0
        while index < text.count {
            if state == .string {
                let start = index
                while index < text.count, text[index] != quote, text[index] != backslash,
                    text[index] >= 0x20
                {
                    index &+= 1
                }
                offset &+= index &- start
                if isKept { try keep(UnsafeRawBufferPointer(rebasing: text[start..<index])) }
                if index == text.count { return }
            }
            try step(text[index])
            index &+= 1
            offset &+= 1
        }
    }

    /// Throws when the text is not whole.
    func finish() throws(ChainSpecError) {
        guard state == .end else { throw .json("the text ends early", offset: offset) }
        guard hasTop else { throw .notRaw }
    }

    /// Ends the scan and gives the state.
    consuming func result() -> GenesisState { genesis }

    private mutating func keep(_ text: UnsafeRawBufferPointer) throws(ChainSpecError) {
        // Two digits a byte, and 0x.
        guard token.count &+ text.count <= 2 &* stateBytesMax &+ 2 else {
            throw .tooLarge(limit: stateBytesMax)
        }
        token.append(text)
    }

    private mutating func step(_ byte: UInt8) throws(ChainSpecError) {
        switch state {
        case .string: try stepInString(byte)
        case .escape, .codePoint: try stepInEscape(byte)
        case .scalar: try stepInScalar(byte)
        default: if !isSpace(byte) { try stepBetween(byte) }
        }
    }

    private mutating func stepBetween(_ byte: UInt8) throws(ChainSpecError) {
        switch (state, byte) {
        case (.firstKeyOrEnd, UInt8(ascii: "}")), (.firstElementOrEnd, UInt8(ascii: "]")):
            close()
        case (.firstKeyOrEnd, quote), (.key, quote):
            isKey = true
            isKept = frames.last.map { $0.role != .other } ?? false
            token.removeAll()
            state = .string
        case (.colon, UInt8(ascii: ":")): state = .value
        case (.commaOrEnd, UInt8(ascii: ",")):
            state = frames.last?.isObject == true ? .key : .value
            nextRole = .other
        case (.commaOrEnd, UInt8(ascii: "}")) where frames.last?.isObject == true: close()
        case (.commaOrEnd, UInt8(ascii: "]")) where frames.last?.isObject == false: close()
        case (.value, _), (.firstElementOrEnd, _): try startValue(byte)
        default: throw unexpected(byte)
        }
    }

    private mutating func startValue(_ byte: UInt8) throws(ChainSpecError) {
        let isEntry = frames.last?.role == .top
        if isEntry && byte != quote { throw .hexadecimal(key: pairKey, offset: offset) }
        token.removeAll()
        switch byte {
        case UInt8(ascii: "{"): try open(Frame(isObject: true, role: nextRole))
        case UInt8(ascii: "["): try open(Frame(isObject: false, role: .other))
        case quote:
            isKey = false
            isKept = isEntry
            state = .string
        default:
            guard isScalar(byte) else { throw unexpected(byte) }
            token.append(byte)
            state = .scalar
        }
        if frames.isEmpty { throw .notRaw }
    }

    private mutating func open(_ frame: Frame) throws(ChainSpecError) {
        guard frames.count < Self.depthMax else {
            throw .json("more than \(Self.depthMax) levels", offset: offset)
        }
        frames.append(frame)
        if frame.role == .top { hasTop = true }
        nextRole = .other
        state = frame.isObject ? .firstKeyOrEnd : .firstElementOrEnd
    }

    private mutating func close() {
        frames.removeLast()
        state = frames.isEmpty ? .end : .commaOrEnd
    }

    private mutating func stepInString(_ byte: UInt8) throws(ChainSpecError) {
        switch byte {
        case backslash: state = .escape
        case quote: try endString()
        default: throw .json("a control character in a string", offset: offset)
        }
    }

    private mutating func stepInEscape(_ byte: UInt8) throws(ChainSpecError) {
        if state == .codePoint {
            guard let digit = hexadecimalValue(byte) else { throw unexpected(byte) }
            codePoint = codePoint << 4 | UInt32(digit)
            codePointDigits += 1
            if codePointDigits == 4 {
                // No name that matters here has other characters than these.
                let character = UInt8(exactly: codePoint).flatMap { $0 < 0x80 ? $0 : nil }
                try keepEscaped(character ?? UInt8(ascii: "?"))
            }
            return
        }
        switch byte {
        case UInt8(ascii: "u"): (state, codePoint, codePointDigits) = (.codePoint, 0, 0)
        case quote, backslash, UInt8(ascii: "/"): try keepEscaped(byte)
        case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"),
            UInt8(ascii: "t"):
            try keepEscaped(UInt8(ascii: " "))
        default: throw unexpected(byte)
        }
    }

    private mutating func keepEscaped(_ byte: UInt8) throws(ChainSpecError) {
        if isKept { token.append(byte) }
        state = .string
    }

    private mutating func stepInScalar(_ byte: UInt8) throws(ChainSpecError) {
        if isScalar(byte) {
            guard token.count < 1024 else { throw unexpected(byte) }
            token.append(byte)
            return
        }
        let word = String(decoding: token.bytes, as: UTF8.self)
        let isNumber = word.first == "-" || word.first?.isNumber == true
        guard isNumber ? Double(word) != nil : ["true", "false", "null"].contains(word) else {
            throw .json("the unknown word '\(word.prefix(20))'", offset: offset)
        }
        state = .commaOrEnd
        if !isSpace(byte) { try stepBetween(byte) }
    }

    private mutating func endString() throws(ChainSpecError) {
        if !isKey {
            if isKept { try endPair() }
            state = .commaOrEnd
            return
        }
        state = .colon
        nextRole = .other
        switch frames.last?.role ?? .other {
        case .root: if tokenIs("genesis") { nextRole = .genesis }
        case .genesis: if tokenIs("raw") { nextRole = .raw }
        case .raw:
            if tokenIs("top") { nextRole = .top }
            if tokenIs("childrenDefault") { nextRole = .children }
        case .top:
            pair.removeAll()
            pairKey = String(decoding: token.bytes.prefix(200), as: UTF8.self)
            try decodeToken()
        case .children: throw .childTries
        case .other: break
        }
    }

    private func tokenIs(_ name: StaticString) -> Bool {
        name.withUTF8Buffer { token.bytes.elementsEqual($0) }
    }

    private mutating func endPair() throws(ChainSpecError) {
        let keyCount = pair.count
        try decodeToken()
        guard genesis.byteCount &+ pair.count <= stateBytesMax else {
            throw .tooLarge(limit: stateBytesMax)
        }
        genesis.append(pair.bytes, keyCount: keyCount)
    }

    /// Appends the token's bytes to the pair.
    private mutating func decodeToken() throws(ChainSpecError) {
        let digits = token.bytes
        guard digits.count >= 2, digits.count & 1 == 0, digits[0] == UInt8(ascii: "0"),
            digits[1] == UInt8(ascii: "x")
        else { throw .hexadecimal(key: pairKey, offset: offset) }
        let output = pair.appendUninitialized(digits.count / 2 - 1)
        for index in output.indices {
            guard let high = hexadecimalValue(digits[2 &* index &+ 2]),
                let low = hexadecimalValue(digits[2 &* index &+ 3])
            else { throw .hexadecimal(key: pairKey, offset: offset) }
            output[index] = high &<< 4 | low
        }
    }

    private func unexpected(_ byte: UInt8) -> ChainSpecError {
        let shown =
            byte >= 0x20 && byte < 0x7f
            ? "'" + String(decoding: [byte], as: UTF8.self) + "'" : "the byte \(byte)"
        return .json("\(shown) was not expected", offset: offset)
    }
}

private let quote = UInt8(ascii: "\"")
private let backslash = UInt8(ascii: "\\")

@inline(__always)
private func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09
}

/// Whether a byte may stand in a number or in true, false and null.
private func isScalar(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
        true
    default: false
    }
}
