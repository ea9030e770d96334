// Here: bytes: buffers, SCALE, hexadecimal, the optimiser barrier.
// May use: the C kernels.
// Never: a hash, a key.

/// A growable run of bytes that keeps its memory when emptied: encoders, keys and nodes are built
/// in one without an allocation each.
///
/// A buffer handed out by `bytes` or `bytes(at:count:)` is valid until the next change.
package struct ByteBuffer: ~Copyable, @unchecked Sendable {
    // SAFETY: the memory has one owner, which cannot be copied.
    private var base: UnsafeMutableRawPointer
    private var capacity: Int

    /// The number of bytes held.
    package private(set) var count = 0

    /// Makes an empty buffer with room for `capacity` bytes.
    package init(capacity: Int = 256) {
        self.capacity = max(capacity, 16)
        base = .allocate(byteCount: self.capacity, alignment: 8)
    }

    deinit { base.deallocate() }

    /// All bytes held.
    package var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base, count: count)
    }

    /// The bytes held, as an array.
    package var array: [UInt8] { Array(bytes) }

    /// `count` bytes from `offset` on, which must lie inside.
    @inline(__always)
    package func bytes(at offset: Int, count: Int) -> UnsafeRawBufferPointer {
        precondition(
            offset >= 0 && count >= 0 && offset <= self.count - count, "bytes beyond the buffer")
        return UnsafeRawBufferPointer(start: base + offset, count: count)
    }

    /// The byte at `offset`, which must lie inside.
    @inline(__always)
    package subscript(offset: Int) -> UInt8 {
        get {
            precondition(offset >= 0 && offset < count, "a byte beyond the buffer")
            return base.load(fromByteOffset: offset, as: UInt8.self)
        }
        set {
            precondition(offset >= 0 && offset < count, "a byte beyond the buffer")
            base.storeBytes(of: newValue, toByteOffset: offset, as: UInt8.self)
        }
    }

    /// Makes room for `extra` bytes more.
    @inline(__always)
    package mutating func reserve(_ extra: Int) {
        if count &+ extra > capacity { grow(extra) }
    }

    private mutating func grow(_ extra: Int) {
        capacity = max(2 * capacity, count + extra)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
        larger.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = larger
    }

    /// Appends one byte.
    @inline(__always)
    package mutating func append(_ byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count &+= 1
    }

    /// Appends bytes that do not lie in this buffer.
    @inline(__always)
    package mutating func append(_ other: UnsafeRawBufferPointer) {
        guard let source = other.baseAddress else { return }
        reserve(other.count)
        (base + count).copyMemory(from: source, byteCount: other.count)
        count &+= other.count
    }

    /// Appends the bytes of an array.
    package mutating func append(_ other: [UInt8]) { other.withUnsafeBytes { append($0) } }

    /// Appends `length` bytes for the caller to fill, and hands them over.
    @inline(__always)
    package mutating func appendUninitialized(_ length: Int) -> UnsafeMutableRawBufferPointer {
        reserve(length)
        defer { count &+= length }
        return UnsafeMutableRawBufferPointer(start: base + count, count: length)
    }

    /// Appends an integer in little-endian bytes.
    @inline(__always)
    package mutating func append<T: FixedWidthInteger>(littleEndian value: T) {
        withUnsafeBytes(of: value.littleEndian) { append($0) }
    }

    /// Keeps the first `length` bytes.
    @inline(__always)
    package mutating func truncate(to length: Int) {
        precondition(length >= 0 && length <= count, "a buffer cannot be truncated to more")
        count = length
    }

    /// Keeps no byte, but the memory.
    @inline(__always)
    package mutating func removeAll() { count = 0 }
}
