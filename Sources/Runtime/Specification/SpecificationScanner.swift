import Primitives

/// Walks through the JSON text of a chain specification byte by byte, and keeps only what this
/// program uses: `genesis.raw`, `genesis.runtimeGenesis`, substituted codes and a few names.
///
/// The answer of a node's RPC interface is JSON too: its `result` is kept where there is one.
struct SpecificationScanner: ~Copyable {
    private struct Frame {
        var isObject: Bool
        var role: SpecificationRole
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
    private(set) var fields = SpecificationFields()
    /// Where commas were missing between two lines and are read as if they stood there; byte
    /// offsets.
    private(set) var mendedCommas: [Int] = []

    private let stateBytesMax: Int
    private let mendsCommas: Bool
    private var frames: [Frame] = []
    private var state = State.value
    /// What the next value is, by its key.
    private var nextRole = SpecificationRole.root
    private var nextField = SpecificationField.none
    /// The text of a value that is kept as it stands; how many frames were open before it.
    private var captured = ByteBuffer(capacity: 4096)
    private var captureFrames: Int?
    private var nextCapture = SpecificationField.none
    private var hasLineEnd = false
    private var isKey = false
    private var isKept = false
    private var token = ByteBuffer(capacity: 4096)
    private var codePoint: UInt32 = 0
    private var codePointDigits = 0
    /// A pair of `top`: the key's bytes, then the value's.
    private var pair = ByteBuffer(capacity: 4096)
    private var pairKey = ""
    /// The child trie that is being read.
    private var child: [UInt8] = []
    private var offset = 0

    /// Deeper nesting than any specification has, to bound the memory that a bad file takes; ours.
    private static let depthMax = 256

    /// A patch is a few kilobytes; ours.
    private static let capturedBytesMax = 64 << 20

    /// With `mendsCommas` a comma that is missing before a line that begins with a quotation mark
    /// is no error.
    init(stateBytesMax: Int, mendsCommas: Bool = false) {
        self.stateBytesMax = stateBytesMax
        self.mendsCommas = mendsCommas
    }

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
                let part = UnsafeRawBufferPointer(rebasing: text[start..<index])
                if isKept { try keep(part) }
                if captureFrames != nil { try capture(part) }
                if index == text.count { return }
            }
            try step(text[index])
            if captureFrames != nil { try captureByte(text[index]) }
            index &+= 1
            offset &+= 1
        }
    }

    /// Throws when the text is not whole.
    func finish() throws(ChainSpecError) {
        guard state == .end else { throw .json("the text ends early", offset: offset) }
    }

    /// Ends the scan and gives the state.
    consuming func result() -> GenesisState { genesis }

    private mutating func capture(_ text: UnsafeRawBufferPointer) throws(ChainSpecError) {
        guard captured.count &+ text.count <= Self.capturedBytesMax else {
            throw .tooLarge(limit: Self.capturedBytesMax)
        }
        captured.append(text)
    }

    private mutating func captureByte(_ byte: UInt8) throws(ChainSpecError) {
        guard captured.count < Self.capturedBytesMax else {
            throw .tooLarge(limit: Self.capturedBytesMax)
        }
        captured.append(byte)
        if state == .commaOrEnd, frames.count == captureFrames {
            captureFrames = nil
            fields.setText(captured.array, of: nextCapture)
        }
    }

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
        default:
            if isSpace(byte) {
                if byte == 0x0a { hasLineEnd = true }
            } else {
                try stepBetween(byte)
                hasLineEnd = false
            }
        }
    }

    private mutating func stepBetween(_ byte: UInt8) throws(ChainSpecError) {
        switch (state, byte) {
        case (.firstKeyOrEnd, UInt8(ascii: "}")), (.firstElementOrEnd, UInt8(ascii: "]")):
            close()
        case (.firstKeyOrEnd, quote), (.key, quote):
            startKey()
        case (.colon, UInt8(ascii: ":")): state = .value
        case (.commaOrEnd, UInt8(ascii: ",")):
            state = frames.last?.isObject == true ? .key : .value
            (nextRole, nextField) = (.other, .none)
        case (.commaOrEnd, quote) where mendsCommas && hasLineEnd && !frames.isEmpty:
            mendedCommas.append(offset)
            (nextRole, nextField) = (.other, .none)
            if frames.last?.isObject == true { startKey() } else { try startValue(byte) }
        case (.commaOrEnd, UInt8(ascii: "}")) where frames.last?.isObject == true: close()
        case (.commaOrEnd, UInt8(ascii: "]")) where frames.last?.isObject == false: close()
        case (.value, _), (.firstElementOrEnd, _): try startValue(byte)
        default: throw unexpected(byte)
        }
    }

    private mutating func startKey() {
        isKey = true
        isKept = frames.last.map { $0.role != .other } ?? false
        token.removeAll()
        state = .string
    }

    private mutating func startValue(_ byte: UInt8) throws(ChainSpecError) {
        let isEntry = frames.last?.role.holdsPairs ?? false
        if isEntry && byte != quote { throw .hexadecimal(key: pairKey, offset: offset) }
        token.removeAll()
        switch byte {
        case UInt8(ascii: "{"):
            if nextField.isCaptured, captureFrames == nil {
                captured.removeAll()
                (captureFrames, nextCapture) = (frames.count, nextField)
            }
            try open(Frame(isObject: true, role: nextRole))
        case UInt8(ascii: "["): try open(Frame(isObject: false, role: .other))
        case quote:
            isKey = false
            isKept = isEntry || nextField != .none
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
        (nextRole, nextField) = (.other, .none)
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
        fields.setText(token.array, of: nextField)
        state = .commaOrEnd
        if byte == 0x0a { hasLineEnd = true }
        if !isSpace(byte) { try stepBetween(byte) }
    }

    private mutating func endString() throws(ChainSpecError) {
        state = isKey ? .colon : .commaOrEnd
        let role = frames.last?.role ?? .other
        if !isKey {
            if !isKept { return }
            if role.holdsPairs { return try endPair(of: role) }
            return try endField()
        }
        (nextRole, nextField) = (role.role(under: token.bytes), role.field(under: token.bytes))
        switch role {
        case .top, .child:
            pair.removeAll()
            pairKey = String(decoding: token.bytes.prefix(200), as: UTF8.self)
            try decodeToken()
        case .children:
            pair.removeAll()
            pairKey = String(decoding: token.bytes.prefix(200), as: UTF8.self)
            try decodeToken()
            child = pair.array
        case .substitutes:
            fields.substituteName = String(decoding: token.bytes.prefix(200), as: UTF8.self)
        default: break
        }
    }

    private mutating func endField() throws(ChainSpecError) {
        guard nextField.isHexadecimal else { return fields.setText(token.array, of: nextField) }
        pair.removeAll()
        pairKey = nextField.name
        try decodeToken(prefixIsOptional: true)
        try fields.setBytes(pair.array, of: nextField, limit: stateBytesMax)
    }

    private mutating func endPair(of role: SpecificationRole) throws(ChainSpecError) {
        let keyCount = pair.count
        try decodeToken()
        guard genesis.byteCount &+ pair.count <= stateBytesMax else {
            throw .tooLarge(limit: stateBytesMax)
        }
        if role == .child {
            genesis.append(pair.bytes, keyCount: keyCount, child: child)
        } else {
            genesis.append(pair.bytes, keyCount: keyCount)
        }
    }

    /// Appends the token's bytes to the pair.
    ///
    /// Some chains write the code of `codeSubstitutes` without 0x.
    private mutating func decodeToken(
        prefixIsOptional: Bool = false
    ) throws(ChainSpecError) {
        let digits = token.bytes
        let hasPrefix =
            digits.count >= 2 && digits[0] == UInt8(ascii: "0") && digits[1] == UInt8(ascii: "x")
        guard digits.count & 1 == 0, hasPrefix || prefixIsOptional else {
            throw .hexadecimal(key: pairKey, offset: offset)
        }
        let start = hasPrefix ? 2 : 0
        let output = pair.appendUninitialized((digits.count - start) / 2)
        for index in output.indices {
            guard let high = hexadecimalValue(digits[2 &* index &+ start]),
                let low = hexadecimalValue(digits[2 &* index &+ start &+ 1])
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
