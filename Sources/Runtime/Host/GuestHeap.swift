/// The allocator of a runtime's memory, which the host runs for it: freed chunks are kept in a list
/// for each power of two, and what no list has is taken from the end.
///
/// Each chunk has a header of 8 bytes in front of it, in the guest's own memory. A runtime can
/// write anything there, so nothing of it is trusted.
///
/// - Source: sc-allocator, freeing_bump.rs, for the format and the sizes; a runtime's addresses are
///   the node's to the byte.
struct GuestHeap {
    /// The end of what was ever given out.
    private(set) var end: UInt32
    private var heads: InlineArray<23, UInt32>

    /// How often memory was asked for.
    private(set) var allocations = 0

    private static let none = UInt32.max
    private static let used: UInt64 = 1 << 32

    /// The largest chunk: 32 MiB.
    ///
    /// - Source: sp-core, `MAX_POSSIBLE_ALLOCATION`.
    private static let bytesMax: UInt32 = 1 << 25

    /// A heap that begins at the runtime's `__heap_base`.
    init(base: UInt32) {
        end = base > UInt32.max - 7 ? .max : (base &+ 7) & ~7
        heads = InlineArray(repeating: Self.none)
    }

    /// Takes a chunk of at least `bytes`.
    ///
    /// - Returns: Where it begins.
    @inline(__always)
    mutating func allocate(
        _ bytes: UInt32, in memory: UnsafeMutableRawPointer, size: Int
    ) throws(HostFault) -> UInt32 {
        if bytes > Self.bytesMax { throw .chunkTooLarge }
        let order = bytes <= 8 ? 0 : 29 &- (bytes &- 1).leadingZeroBitCount
        let header: UInt32
        let head = heads[order]
        if head != Self.none {
            guard Int(head) &+ 8 &+ 8 &<< order <= size else { throw .heapCorrupted }
            let link = UInt64(
                littleEndian: memory.loadUnaligned(
                    fromByteOffset: Int(head), as: UInt64.self))
            if link & Self.used != 0 { throw .heapCorrupted }
            heads[order] = UInt32(truncatingIfNeeded: link)
            header = head
        } else {
            let next = Int(end) &+ 8 &+ 8 &<< order
            guard next <= size else { throw .outOfMemory }
            header = end
            end = UInt32(truncatingIfNeeded: next)
        }
        memory.storeBytes(
            of: (Self.used | UInt64(order)).littleEndian, toByteOffset: Int(header),
            as: UInt64.self)
        allocations &+= 1
        return header &+ 8
    }

    /// Gives a chunk back.
    @inline(__always)
    mutating func free(
        _ chunk: UInt32, in memory: UnsafeMutableRawPointer, size: Int
    ) throws(HostFault) {
        guard chunk >= 8, Int(chunk) <= size else { throw .badFree }
        let header = chunk &- 8
        let word = UInt64(
            littleEndian: memory.loadUnaligned(
                fromByteOffset: Int(header), as: UInt64.self))
        let order = Int(truncatingIfNeeded: word & 0xffff_ffff)
        guard word & Self.used != 0, order < 23 else { throw .badFree }
        memory.storeBytes(
            of: UInt64(heads[order]).littleEndian, toByteOffset: Int(header), as: UInt64.self)
        heads[order] = header
    }
}
