internal import Glibc
import Primitives

/// Trie nodes that were read or written lately, at most so many bytes of them.
///
/// A ring of bytes: what comes last overwrites what came first. A node that is found in the older
/// half is written again, so that what is used stays: the least recently used, to within a half of
/// the ring.
///
/// - Source: the node shares one such cache between blocks (sp-trie's `SharedTrieCache`, by least
///   use); the ring is ours, since it needs no heap object a node.
struct NodeCache: ~Copyable {
    /// Before each node: its tag, and the lengths of its key and value.
    private struct Header {
        var tag: UInt64
        /// 0 = nothing up to the end of the ring.
        var keyCount: UInt32
        var valueCount: UInt32

        var byteCount: Int {
            NodeCache.headerBytes &+ (Int(keyCount) &+ Int(valueCount) &+ 7) & ~7
        }
    }

    private static let headerBytes = MemoryLayout<Header>.size

    private let ring: UnsafeMutableRawPointer
    private let capacity: Int
    /// Counted from the beginning of all writing; the place in the ring is the remainder.
    private var head = 0
    private var tail = 0
    private var index: NodeIndex
    private var prefetchSink: UInt64 = 0

    /// Nodes that the index has room for before it grows: those of some large blocks; ours.
    private static let indexCapacity = 1 << 17

    /// The size of a huge page, on which the ring begins and of which it asks for as many as it can
    /// get, so that few faults interrupt its first filling.
    private static let hugePageBytes = 2 << 20

    /// Makes a cache of `bytes` bytes; 0 = it keeps nothing.
    init(bytes: Int) {
        capacity = bytes & ~7
        // Pages are taken from the system when they are first written.
        ring = .allocate(byteCount: max(capacity, 8), alignment: Self.hugePageBytes)
        // Refused by a kernel without huge pages, which changes nothing else.
        if capacity > Self.hugePageBytes { madvise(ring, capacity, Int32(MADV_HUGEPAGE)) }
        index = NodeIndex(capacity: min(bytes / 256, Self.indexCapacity))
    }

    deinit { ring.deallocate() }

    /// The number of nodes held.
    var count: Int { index.count }

    /// Prepares for some nodes of a record that will be put next.
    mutating func prefetch(_ places: Range<Int>, of record: JournalRecord) {
        prefetchSink &+= index.prefetch(places) { record.tag($0) }
    }

    /// A mark of what has been put so far.
    var mark: Int { head }

    /// Whether everything that was put behind a mark is here.
    func hasAll(behind mark: Int) -> Bool { tail <= mark }

    private func header(_ place: Int) -> Header {
        (ring + place % capacity).load(as: Header.self)
    }

    private func key(_ place: Int, _ header: Header) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: ring + place % capacity + Self.headerBytes, count: Int(header.keyCount))
    }

    /// Appends a node and tells whether it is here.
    @inline(__always)
    mutating func get(
        _ key: UnsafeRawBufferPointer, tag: UInt64, into bytes: inout ByteBuffer
    ) -> Bool {
        guard let place = place(of: key, tag: tag) else { return false }
        let header = header(place)
        let value = UnsafeRawBufferPointer(
            start: self.key(place, header).baseAddress.map { $0 + key.count },
            count: Int(header.valueCount))
        bytes.append(value)
        if head &- place > capacity / 2 {
            index.remove(tag, place: place)
            // The bytes handed out, since the ring's may be overwritten.
            put(
                key, tag: tag,
                bytes.bytes(at: bytes.count &- value.count, count: value.count))
        }
        return true
    }

    private func place(of key: UnsafeRawBufferPointer, tag: UInt64) -> Int? {
        index.find(tag) { place in
            let header = header(place)
            return Int(header.keyCount) == key.count && isEqual(self.key(place, header), key)
        }
    }

    /// Keeps a copy of a node that is not here; one that is would be here twice until the older is
    /// overwritten.
    ///
    /// - Returns: Whether it had room.
    @discardableResult
    mutating func put(
        _ key: UnsafeRawBufferPointer, tag: UInt64, _ value: UnsafeRawBufferPointer
    ) -> Bool {
        let new = Header(
            tag: tag, keyCount: UInt32(key.count), valueCount: UInt32(value.count))
        let bytes = new.byteCount
        guard bytes <= capacity / 4 else { return false }
        let room = capacity &- head % capacity
        if room < bytes {
            makeRoom(room)
            if room >= Self.headerBytes {
                (ring + head % capacity).storeBytes(
                    of: Header(tag: 0, keyCount: 0, valueCount: 0), as: Header.self)
            }
            head &+= room
        }
        makeRoom(bytes)
        let start = ring + head % capacity
        start.storeBytes(of: new, as: Header.self)
        if let key = key.baseAddress {
            (start + Self.headerBytes).copyMemory(from: key, byteCount: Int(new.keyCount))
        }
        if let value = value.baseAddress {
            (start + Self.headerBytes + key.count)
                .copyMemory(from: value, byteCount: Int(new.valueCount))
        }
        index.insert(tag, place: head)
        head &+= bytes
        return true
    }

    /// Gives up the oldest nodes until `bytes` more can be written.
    private mutating func makeRoom(_ bytes: Int) {
        while head &+ bytes &- tail > capacity {
            let room = capacity &- tail % capacity
            let oldest = room < Self.headerBytes ? nil : header(tail)
            guard let oldest, oldest.keyCount > 0 else {
                tail &+= room
                continue
            }
            index.remove(oldest.tag, place: tail)
            tail &+= oldest.byteCount
        }
    }
}
