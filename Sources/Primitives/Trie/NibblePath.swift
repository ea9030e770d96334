/// The nibble at `position`, counted from the high nibble of the first byte.
@inline(__always)
func nibble(_ bytes: UnsafeRawBufferPointer, at position: Int) -> Int {
    let byte = bytes[position &>> 1]
    return Int(position & 1 == 0 ? byte &>> 4 : byte & 15)
}

/// A run of nibbles inside a buffer of bytes.
struct NibbleRun {
    /// Counted in nibbles from the buffer's first byte.
    var start: Int
    var count: Int

    static let empty = NibbleRun(start: 0, count: 0)

    @inline(__always)
    func dropFirst(_ n: Int) -> NibbleRun { NibbleRun(start: start &+ n, count: count &- n) }
}

/// How many nibbles two runs have in common from their starts on.
@inline(__always)
func commonNibbles(
    _ left: UnsafeRawBufferPointer, _ a: NibbleRun, _ right: UnsafeRawBufferPointer, _ b: NibbleRun
) -> Int {
    let count = min(a.count, b.count)
    var done = 0
    if (a.start ^ b.start) & 1 == 0 {
        // Same parity: whole bytes can be compared.
        if a.start & 1 == 1, count > 0 {
            if nibble(left, at: a.start) != nibble(right, at: b.start) { return 0 }
            done = 1
        }
        while done &+ 2 <= count,
            left[(a.start &+ done) &>> 1] == right[(b.start &+ done) &>> 1]
        {
            done &+= 2
        }
    }
    while done < count,
        nibble(left, at: a.start &+ done) == nibble(right, at: b.start &+ done)
    {
        done &+= 1
    }
    return done
}

/// A path from the root in packed nibbles, the last byte padded with a zero nibble: the first part
/// of a database key.
struct NibblePath: ~Copyable {
    private var packed = ByteBuffer()
    private(set) var count = 0

    var bytes: UnsafeRawBufferPointer { packed.bytes }

    @inline(__always)
    mutating func append(_ value: Int) {
        let digit = UInt8(truncatingIfNeeded: value)
        if count & 1 == 0 {
            packed.append(digit &<< 4)
        } else {
            packed[count &>> 1] |= digit
        }
        count &+= 1
    }

    /// Appends a run of another buffer.
    @inline(__always)
    mutating func append(_ source: UnsafeRawBufferPointer, _ run: NibbleRun) {
        var position = run.start
        let end = run.start &+ run.count
        if (position ^ count) & 1 == 0 {
            if position & 1 == 1, position < end {
                append(nibble(source, at: position))
                position &+= 1
            }
            let whole = (end &- position) &>> 1
            if whole > 0 {
                packed.append(
                    UnsafeRawBufferPointer(
                        rebasing: source[position &>> 1..<position &>> 1 &+ whole]))
                count &+= 2 &* whole
                position &+= 2 &* whole
            }
        }
        while position < end {
            append(nibble(source, at: position))
            position &+= 1
        }
    }

    @inline(__always)
    mutating func truncate(to length: Int) {
        count = length
        packed.truncate(to: (length &+ 1) &>> 1)
        if length & 1 == 1 { packed[length &>> 1] &= 0xf0 }
    }

    mutating func removeAll() { truncate(to: 0) }
}

extension ByteBuffer {
    /// Appends the database key of the node at a path that is the first `nibbles` of `key`.
    @inline(__always)
    mutating func appendDatabaseKey(
        path key: UnsafeRawBufferPointer, nibbles: Int, hash: UnsafeRawBufferPointer
    ) {
        append(UnsafeRawBufferPointer(rebasing: key[..<(nibbles &>> 1)]))
        if nibbles & 1 == 1 { append(key[nibbles &>> 1] & 0xf0) }
        append(hash)
    }
}
