/// STROBE-128 on Keccak-f[1600], restricted to the operations that Merlin uses.
///
/// Bytes go into the state one by one, as in the node's crate (merlin): a verification is to take
/// as long as there.
///
/// - Source: Hamburg, "The STROBE protocol framework" (2017), version 1.0.2.
struct Strobe128 {
    private var state: KeccakF1600.State
    private var position = 0
    private var operationStart = 0

    /// The bytes of the state that data may touch: 200 - 128/4 - 2.
    private static let rate = 166

    private enum Flag {
        static let inbound: UInt8 = 1
        static let application: UInt8 = 2
        static let cipher: UInt8 = 4
        static let meta: UInt8 = 16
    }

    /// Starts a protocol that separates itself from others by `label`.
    init(label: StaticString) {
        state = KeccakF1600.State(repeating: 0)
        let header: InlineArray<6, UInt8> = [1, UInt8(Self.rate) + 2, 1, 0, 1, 96]
        for index in 0..<6 { xor(header[index], at: index) }
        ("STROBEv1.0.2" as StaticString).withUTF8Buffer { name in
            for (index, byte) in name.enumerated() { xor(byte, at: 6 + index) }
        }
        KeccakF1600.permute(&state)
        metaAssociate(label)
    }

    /// meta-AD: absorbs framing data; `more` continues the previous call's operation.
    @inline(__always)
    mutating func metaAssociate(_ data: UnsafeRawBufferPointer, more: Bool = false) {
        if !more { begin(Flag.meta | Flag.application) }
        absorb(data)
    }

    /// meta-AD of a label.
    @inline(__always)
    mutating func metaAssociate(_ label: StaticString, more: Bool = false) {
        label.withUTF8Buffer { metaAssociate(UnsafeRawBufferPointer($0), more: more) }
    }

    /// meta-AD of a length as four little-endian bytes.
    @inline(__always)
    mutating func metaAssociate(length: Int, more: Bool) {
        var value = UInt32(truncatingIfNeeded: length).littleEndian
        withUnsafeBytes(of: &value) { metaAssociate($0, more: more) }
    }

    /// AD: absorbs data.
    @inline(__always)
    mutating func associate(_ data: UnsafeRawBufferPointer) {
        begin(Flag.application)
        absorb(data)
    }

    /// KEY: replaces state by `data`, so that what follows depends on it irreversibly.
    mutating func key(_ data: UnsafeRawBufferPointer) {
        begin(Flag.application | Flag.cipher)
        for byte in data {
            replace(with: byte)
            advance()
        }
    }

    /// PRF: fills `output` with bytes that depend on everything before.
    @inline(__always)
    mutating func squeeze(into output: UnsafeMutableRawBufferPointer) {
        begin(Flag.inbound | Flag.application | Flag.cipher)
        for index in 0..<output.count {
            output[index] = withUnsafeBytes(of: &state) { $0[Self.place(position)] }
            replace(with: 0)
            advance()
        }
    }

    @inline(__always)
    private mutating func begin(_ flags: UInt8) {
        let previous = UInt8(truncatingIfNeeded: operationStart)
        operationStart = position &+ 1
        absorb(previous)
        absorb(flags)
        if flags & Flag.cipher != 0, position != 0 { permute() }
    }

    @inline(never)
    private mutating func absorb(_ data: UnsafeRawBufferPointer) {
        for byte in data { absorb(byte) }
    }

    @inline(__always)
    private mutating func absorb(_ byte: UInt8) {
        xor(byte, at: position)
        advance()
    }

    @inline(__always)
    private mutating func advance() {
        position &+= 1
        if position == Self.rate { permute() }
    }

    @inline(never)
    private mutating func permute() {
        xor(UInt8(truncatingIfNeeded: operationStart), at: position)
        xor(0x04, at: position &+ 1)
        xor(0x80, at: Self.rate &+ 1)
        KeccakF1600.permute(&state)
        position = 0
        operationStart = 0
    }

    /// The state's byte `index` is bits 8 * (index mod 8) of word index / 8, on any processor.
    @inline(__always)
    private mutating func xor(_ byte: UInt8, at index: Int) {
        withUnsafeMutableBytes(of: &state) { $0[Self.place(index)] ^= byte }
    }

    @inline(__always)
    private mutating func replace(with byte: UInt8) {
        withUnsafeMutableBytes(of: &state) { $0[Self.place(position)] = byte }
    }

    /// Where the state's byte `index` is in memory.
    @inline(__always)
    private static func place(_ index: Int) -> Int {
        #if _endian(big)
            index ^ 7
        #else
            index
        #endif
    }
}
