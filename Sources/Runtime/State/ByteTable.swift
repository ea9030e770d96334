internal import Primitives

/// A hash table from byte strings to byte strings, which never forgets a key: entries become absent
/// instead, and their places stay the same.
///
/// Keys lie in chunks of memory of their own and never move. Values own their memory and keep it
/// when they become shorter, so that a list can grow in place.
struct ByteTable: ~Copyable {
    /// What is known of a key.
    enum State: UInt8 {
        /// Nothing: the key is as good as not in the table.
        case absent
        /// It has a value.
        case value
        /// It is known to have none.
        case removed
    }

    /// A run of memory that holds a value; who moves it owns it.
    struct Value {
        var base: UnsafeMutableRawPointer?
        var count = 0
        var capacity = 0

        var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }
    }

    struct Entry {
        let key: UnsafeRawPointer
        let keyCount: Int
        let hash: UInt64
        var value = Value()
        var state = State.absent
        /// What an overlay notes of it: how it is logged, and in which transaction.
        var isAppendLogged = false
        var transaction: UInt32 = 0

        var keyBytes: UnsafeRawBufferPointer {
            UnsafeRawBufferPointer(start: key, count: keyCount)
        }
    }

    /// The bytes of memory that keys, values and entries take; a value that was moved out counts
    /// until it is given back.
    var allocated = 0

    private(set) var entries: UnsafeMutablePointer<Entry>
    private(set) var count = 0
    private var capacity: Int

    /// For each place the high half of the hash, and the number of the entry plus 1; 0 = free.
    private var places: UnsafeMutablePointer<UInt64>
    private var mask: Int

    private var chunks: [UnsafeMutableRawPointer] = []
    private var chunkRest = 0
    private var chunkNext: UnsafeMutableRawPointer?

    /// Entries in the order of their keys, as far as they were sorted in: the first `sorted`.
    private var order: [Int32] = []

    /// Ours; a key of usual length is 32 to 100 bytes.
    private static let chunkBytes = 1 << 16

    init(capacity: Int = 64) {
        self.capacity = max(capacity, 16)
        entries = .allocate(capacity: self.capacity)
        mask = (4 * self.capacity).nextPowerOfTwo / 2 - 1
        places = .allocate(capacity: mask + 1)
        places.initialize(repeating: 0, count: mask + 1)
    }

    deinit {
        for index in 0..<count { entries[index].value.base?.deallocate() }
        entries.deallocate()
        places.deallocate()
        for chunk in chunks { chunk.deallocate() }
    }

    /// The number of the entry of `key`; -1 = the key was never seen.
    @inline(__always)
    func find(_ key: UnsafeRawBufferPointer) -> Int {
        find(key, hash: byteHash(key))
    }

    @inline(__always)
    private func find(_ key: UnsafeRawBufferPointer, hash: UInt64) -> Int {
        var place = Int(truncatingIfNeeded: hash) & mask
        let tag = hash &>> 32
        while true {
            let found = places[place]
            if found == 0 { return -1 }
            if found &>> 32 == tag {
                let index = Int(truncatingIfNeeded: found & 0xffff_ffff) &- 1
                if isEqual(entries[index].keyBytes, key) { return index }
            }
            place = (place &+ 1) & mask
        }
    }

    /// The number of the entry of `key`, which is made where there is none.
    mutating func findOrMake(_ key: UnsafeRawBufferPointer) -> Int {
        let hash = byteHash(key)
        let found = find(key, hash: hash)
        if found >= 0 { return found }
        if count == capacity { grow() }
        (entries + count).initialize(
            to: Entry(key: keep(key), keyCount: key.count, hash: hash))
        count += 1
        allocated &+= key.count &+ MemoryLayout<Entry>.stride
        insertPlace(count - 1)
        return count - 1
    }

    /// Gives an entry a value in the memory it has, as far as that suffices.
    @inline(__always)
    mutating func write(_ bytes: UnsafeRawBufferPointer, to index: Int) {
        let entry = entries + index
        reserve(bytes.count, in: entry)
        if let source = bytes.baseAddress {
            entry.pointee.value.base?.copyMemory(from: source, byteCount: bytes.count)
        }
        entry.pointee.value.count = bytes.count
        entry.pointee.state = .value
    }

    /// Makes room for `bytes`, and keeps what is there.
    @inline(__always)
    mutating func reserve(_ bytes: Int, in entry: UnsafeMutablePointer<Entry>) {
        if bytes > entry.pointee.value.capacity { enlarge(entry, to: bytes) }
    }

    private mutating func enlarge(_ entry: UnsafeMutablePointer<Entry>, to bytes: Int) {
        let old = entry.pointee.value
        let capacity = max(32, old.count == 0 ? bytes : max(bytes, 2 * old.capacity))
        let base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
        if let from = old.base {
            base.copyMemory(from: from, byteCount: old.count)
            from.deallocate()
        }
        allocated &+= capacity &- old.capacity
        entry.pointee.value.base = base
        entry.pointee.value.capacity = capacity
    }

    /// Forgets all keys and values.
    mutating func removeAll() {
        for index in 0..<count { entries[index].value.base?.deallocate() }
        count = 0
        allocated = 0
        places.update(repeating: 0, count: mask + 1)
        for chunk in chunks.dropFirst() { chunk.deallocate() }
        chunks.removeLast(max(0, chunks.count - 1))
        chunkNext = nil
        chunkRest = 0
        order.removeAll(keepingCapacity: true)
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<Entry>.allocate(capacity: 2 * capacity)
        larger.moveInitialize(from: entries, count: count)
        entries.deallocate()
        entries = larger
        capacity *= 2
        places.deallocate()
        mask = 2 * mask + 1
        places = .allocate(capacity: mask + 1)
        places.initialize(repeating: 0, count: mask + 1)
        for index in 0..<count { insertPlace(index) }
    }

    private func insertPlace(_ index: Int) {
        let hash = entries[index].hash
        var place = Int(truncatingIfNeeded: hash) & mask
        while places[place] != 0 { place = (place &+ 1) & mask }
        places[place] = hash & 0xffff_ffff_0000_0000 | UInt64(index &+ 1)
    }

    private mutating func keep(_ key: UnsafeRawBufferPointer) -> UnsafeRawPointer {
        if chunkNext == nil || chunkRest < key.count {
            let first = chunkNext == nil && key.count <= Self.chunkBytes ? chunks.first : nil
            let bytes = max(Self.chunkBytes, key.count)
            let chunk = first ?? .allocate(byteCount: bytes, alignment: 8)
            if first == nil { chunks.append(chunk) }
            chunkNext = chunk
            chunkRest = first == nil ? bytes : Self.chunkBytes
        }
        // A chunk was just made where there was none.
        guard let start = chunkNext else { preconditionFailure("a key without a chunk") }
        if let source = key.baseAddress {
            start.copyMemory(from: source, byteCount: key.count)
        }
        chunkNext = start + key.count
        chunkRest -= key.count
        return UnsafeRawPointer(start)
    }

    // MARK: - The order of keys

    /// How many keys were sorted in.
    private var sorted: Int { order.count }

    /// The number of the entry that is `position`th in the order of keys; nil if there are not so
    /// many.
    func entry(at position: Int) -> Int? {
        position < order.count ? Int(order[position]) : nil
    }

    /// Where in the order the first key stands that is not before `key`, or (`isAfter`) behind it.
    mutating func position(_ key: UnsafeRawBufferPointer, isAfter: Bool = false) -> Int {
        sortIn()
        var (low, high) = (0, order.count)
        while low < high {
            let middle = (low + high) / 2
            let other = entries[Int(order[middle])].keyBytes
            let goesBefore = isAfter ? !precedes(key, other) : precedes(other, key)
            if goesBefore { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Sorts in what came since: all anew where that is much, else one by one.
    private mutating func sortIn() {
        let missing = count - order.count
        if missing == 0 { return }
        if missing > 32 {
            order.append(contentsOf: (order.count..<count).map { Int32($0) })
            let entries = entries
            order.sort { precedes(entries[Int($0)].keyBytes, entries[Int($1)].keyBytes) }
            return
        }
        for index in order.count..<count {
            let key = entries[index].keyBytes
            var (low, high) = (0, order.count)
            while low < high {
                let middle = (low + high) / 2
                if precedes(entries[Int(order[middle])].keyBytes, key) {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            order.insert(Int32(index), at: low)
        }
    }
}

extension Int {
    /// The smallest power of two that is not below it.
    fileprivate var nextPowerOfTwo: Int {
        self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount)
    }
}

/// A hash of bytes for tables of this process: 16 bytes a step, folded by a multiplication of full
/// width.
///
/// - Source: the way of wyhash (Wang Yi, 2019); the constants are digits of SHA-512's table.
@inline(__always)
func byteHash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    let count = bytes.count
    guard let base = bytes.baseAddress else { return 0x428a_2f98_d728_ae22 }
    var hash = UInt64(count) ^ 0x428a_2f98_d728_ae22
    if count >= 16 {
        var offset = 0
        while offset &+ 16 < count {
            hash = fold(word(base, offset) ^ 0x7137_4491_23ef_65cd, word(base, offset &+ 8) ^ hash)
            offset &+= 16
        }
        return fold(
            word(base, count &- 16) ^ 0xb5c0_fbcf_ec4d_3b2f, word(base, count &- 8) ^ hash)
    }
    var (a, b): (UInt64, UInt64) = (0, 0)
    if count >= 8 {
        (a, b) = (word(base, 0), word(base, count &- 8))
    } else {
        for offset in 0..<count {
            a = a &<< 8 | UInt64(base.load(fromByteOffset: offset, as: UInt8.self))
        }
    }
    hash = fold(a ^ 0x7137_4491_23ef_65cd, b ^ hash)
    return fold(hash ^ 0xb5c0_fbcf_ec4d_3b2f, 0xe9b5_dba5_8189_dbbc)
}

@inline(__always)
private func word(_ base: UnsafeRawPointer, _ offset: Int) -> UInt64 {
    base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
}

@inline(__always)
private func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (high, low) = a.multipliedFullWidth(by: b)
    return high ^ low
}
