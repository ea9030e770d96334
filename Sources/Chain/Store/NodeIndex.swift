internal import Glibc
import Primitives

/// Finds trie nodes by their database keys.
///
/// Open addressing over 64-bit tags, which are as good as random since keys end in a hash. What a
/// tag stands for is the owner's to compare.
struct NodeIndex: ~Copyable, @unchecked Sendable {
    // SAFETY: the memory has one owner, which cannot be copied.
    private struct Slot {
        /// 0 = free.
        var tag: UInt64
        var place: UInt64
    }

    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int
    private(set) var count = 0

    /// Makes room for `capacity` nodes; it grows when there are more.
    init(capacity: Int = 16) {
        var size = 32
        while size < capacity + capacity / 2 { size *= 2 }
        slots = Self.makeSlots(size)
        mask = size - 1
    }

    deinit { slots.deallocate() }

    /// A table of 2 MiB and more lies in huge pages, where the kernel has any: every lookup goes
    /// somewhere else, and the page tables of small ones would not stay in the processor's caches.
    private static let hugePageBytes = 2 << 20

    private static func makeSlots(_ size: Int) -> UnsafeMutablePointer<Slot> {
        let bytes = size * MemoryLayout<Slot>.stride
        let isHuge = bytes >= hugePageBytes
        let slots = UnsafeMutableRawPointer.allocate(
            byteCount: bytes, alignment: isHuge ? hugePageBytes : 16)
        if isHuge { madvise(slots, bytes, Int32(MADV_HUGEPAGE)) }
        memset(slots, 0, bytes)
        return slots.bindMemory(to: Slot.self, capacity: size)
    }

    /// The tag of a database key; the path counts, too, since many accounts have the same value
    /// and so the same hash.
    ///
    /// - Source: the mixing step is ours, after wyhash's multiplication.
    @inline(__always)
    static func tag(_ key: UnsafeRawBufferPointer) -> UInt64 {
        guard key.count >= 32 else { return 1 }
        let path = key.count &- 32
        var tag = key.loadUnaligned(fromByteOffset: path, as: UInt64.self) &+ UInt64(path)
        var offset = 0
        while offset &+ 8 <= path {
            tag = mix(tag, key.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset &+= 8
        }
        while offset < path {
            tag = mix(tag, UInt64(key[offset]))
            offset &+= 1
        }
        return tag == 0 ? 1 : tag
    }

    @inline(__always)
    private static func mix(_ one: UInt64, _ other: UInt64) -> UInt64 {
        let product = (one ^ other).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }

    /// Looks at the first choices of some tags that will be asked for next, all at once: each is
    /// somewhere else in memory, and the processor then waits for all of them together.
    ///
    /// - Returns: Something that depends on all, so that no look is left out.
    @inline(__always)
    func prefetch(_ places: Range<Int>, _ tag: (Int) -> UInt64) -> UInt64 {
        var sum: UInt64 = 0
        for place in places { sum &+= slots[Int(truncatingIfNeeded: tag(place)) & mask].tag }
        return sum
    }

    /// How many tags are looked at together: about as many misses as a core has under way; ours.
    static let warmCount = 16

    /// Adds a node; the same tag may stand for several.
    @inline(__always)
    mutating func insert(_ tag: UInt64, place: Int) {
        if count &+ 1 > mask &- mask &>> 2 { grow() }
        add(Slot(tag: tag, place: UInt64(truncatingIfNeeded: place)))
        count &+= 1
    }

    @inline(__always)
    private func add(_ slot: Slot) {
        var position = Int(truncatingIfNeeded: slot.tag) & mask
        while slots[position].tag != 0 { position = (position &+ 1) & mask }
        slots[position] = slot
    }

    private mutating func grow() {
        let (old, size) = (slots, mask + 1)
        slots = Self.makeSlots(2 * size)
        mask = 2 * size - 1
        for position in 0..<size where old[position].tag != 0 { add(old[position]) }
        old.deallocate()
    }

    /// The place of the node with this tag that `isIt` knows; nil if there is none.
    @inline(__always)
    func find(_ tag: UInt64, where isIt: (Int) -> Bool) -> Int? {
        var position = Int(truncatingIfNeeded: tag) & mask
        while slots[position].tag != 0 {
            if slots[position].tag == tag {
                let place = Int(truncatingIfNeeded: slots[position].place)
                if isIt(place) { return place }
            }
            position = (position &+ 1) & mask
        }
        return nil
    }

    /// Removes the node at `place`, if it is here.
    mutating func remove(_ tag: UInt64, place: Int) {
        var hole = Int(truncatingIfNeeded: tag) & mask
        while slots[hole].tag != tag || slots[hole].place != UInt64(truncatingIfNeeded: place) {
            if slots[hole].tag == 0 { return }
            hole = (hole &+ 1) & mask
        }
        count &-= 1
        // Those behind move up, unless that would put them before their first choice.
        var position = hole
        while true {
            position = (position &+ 1) & mask
            if slots[position].tag == 0 { break }
            let wanted = Int(truncatingIfNeeded: slots[position].tag) & mask
            if (position &- wanted) & mask >= (position &- hole) & mask {
                slots[hole] = slots[position]
                hole = position
            }
        }
        slots[hole].tag = 0
    }
}
