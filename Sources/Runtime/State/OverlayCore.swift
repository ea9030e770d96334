internal import Glibc
internal import Primitives

/// What blocks change of a state, over its backend: a table for the top trie and one for each child
/// trie that was touched, with nested transactions and a log of what they undo.
///
/// - Source: sp-state-machine's `OverlayedChanges` and `Ext` for what the calls mean; the layout in
///   memory is ours.
struct OverlayCore: ~Copyable {
    typealias Table = UnsafeMutablePointer<ByteTable>

    /// What undoes one change.
    private struct Undo {
        enum Kind {
            /// The entry gets this state and value back.
            case whole(ByteTable.State, ByteTable.Value)
            /// The list is cut: its bytes, and the compact count in front, which had so many bytes.
            case append(count: Int, items: UInt64, prefix: Int)
        }

        let table: Table
        let entry: Int
        let kind: Kind
    }

    private struct Mark {
        let undos: Int
        let transaction: UInt32
    }

    let backend: any StateBackend
    let top: Table
    private(set) var children: [(id: [UInt8], table: Table)] = []
    private var childNumbers: [[UInt8]: Int] = [:]

    private var undos: [Undo] = []
    private var marks: [Mark] = []
    private var transaction: UInt32 = 0
    private var lastTransaction: UInt32 = 0

    /// How many reads went to the backend.
    private(set) var backendReads = 0

    init(over backend: any StateBackend) {
        self.backend = backend
        top = .allocate(capacity: 1)
        top.initialize(to: ByteTable(capacity: 1024))
    }

    deinit {
        for undo in undos { Self.free(undo) }
        for table in [top] + children.map(\.table) {
            table.deinitialize(count: 1)
            table.deallocate()
        }
    }

    /// The number of open transactions.
    var depth: Int { marks.count }

    // MARK: - Values

    /// The value under `key`, valid until the next call; nil means none.
    @inline(__always)
    mutating func value(
        of key: UnsafeRawBufferPointer
    ) throws(StateError) -> UnsafeRawBufferPointer? {
        let entry = top.pointee.find(key)
        if entry >= 0 {
            switch top.pointee.entries[entry].state {
            case .value: return top.pointee.entries[entry].value.bytes
            case .removed: return nil
            case .absent: break
            }
        }
        backendReads &+= 1
        return try backend.value(of: key)
    }

    /// Sets (or with nil removes) the value under `key` in `table`.
    mutating func set(
        _ key: UnsafeRawBufferPointer, to value: UnsafeRawBufferPointer?, in table: Table
    ) {
        let number = table.pointee.findOrMake(key)
        logWhole(number, in: table)
        if let value {
            table.pointee.write(value, to: number)
        } else {
            table.pointee.entries[number].value.count = 0
            table.pointee.entries[number].state = .removed
        }
    }

    /// Notes how the entry is, so that a rollback finds it; what it held goes to the log.
    @inline(__always)
    private mutating func logWhole(_ number: Int, in table: Table) {
        if marks.isEmpty { return }
        let entry = table.pointee.entries + number
        if entry.pointee.transaction == transaction && !entry.pointee.isAppendLogged { return }
        undos.append(
            Undo(
                table: table, entry: number,
                kind: .whole(entry.pointee.state, entry.pointee.value)))
        entry.pointee.value = ByteTable.Value()
        entry.pointee.transaction = transaction
        entry.pointee.isAppendLogged = false
    }

    /// Adds one encoded item to the list under `key` in the top trie, in place.
    ///
    /// What is empty, or does not begin with a compact count, becomes a list of this item.
    mutating func append(
        _ item: UnsafeRawBufferPointer, to key: UnsafeRawBufferPointer
    ) throws(StateError) {
        let number = top.pointee.findOrMake(key)
        if top.pointee.entries[number].state == .absent {
            backendReads &+= 1
            let base = try backend.value(of: key)
            logWhole(number, in: top)
            top.pointee.write(base ?? UnsafeRawBufferPointer(start: nil, count: 0), to: number)
        }
        let entry = top.pointee.entries + number
        guard entry.pointee.state == .value, let (items, prefix) = Self.count(of: entry) else {
            logWhole(number, in: top)
            top.pointee.reserve(item.count &+ 1, in: entry)
            entry.pointee.value.count = 0
            entry.pointee.state = .value
            Self.setCount(1, prefix: 0, of: entry, in: top)
            Self.add(item, to: entry, in: top)
            return
        }
        if !marks.isEmpty, entry.pointee.transaction != transaction {
            undos.append(
                Undo(
                    table: top, entry: number,
                    kind: .append(
                        count: entry.pointee.value.count, items: items, prefix: prefix)))
            entry.pointee.transaction = transaction
            entry.pointee.isAppendLogged = true
        }
        Self.setCount(items &+ 1, prefix: prefix, of: entry, in: top)
        Self.add(item, to: entry, in: top)
    }

    @inline(__always)
    private static func add(
        _ item: UnsafeRawBufferPointer, to entry: UnsafeMutablePointer<ByteTable.Entry>,
        in table: Table
    ) {
        let count = entry.pointee.value.count
        table.pointee.reserve(count &+ item.count, in: entry)
        if let base = entry.pointee.value.base, let source = item.baseAddress {
            (base + count).copyMemory(from: source, byteCount: item.count)
        }
        entry.pointee.value.count = count &+ item.count
    }

    /// The compact count that a list begins with, and its bytes; nil if there is none of 32 bits in
    /// its shortest form, or the largest.
    @inline(__always)
    private static func count(
        of entry: UnsafeMutablePointer<ByteTable.Entry>
    ) -> (items: UInt64, prefix: Int)? {
        var decoder = ScaleDecoder(entry.pointee.value.bytes)
        guard decoder.remaining > 0, let items = try? decoder.compact(), items < UInt32.max else {
            return nil
        }
        return (items, decoder.offset)
    }

    /// Replaces the compact count in front, which has `prefix` bytes.
    private static func setCount(
        _ items: UInt64, prefix: Int, of entry: UnsafeMutablePointer<ByteTable.Entry>,
        in table: Table
    ) {
        let (word, length) = compactWord(items)
        let count = entry.pointee.value.count
        if length != prefix {
            table.pointee.reserve(count &+ length, in: entry)
            if let base = entry.pointee.value.base {
                memmove(base + length, base + prefix, count &- prefix)
            }
            entry.pointee.value.count = count &- prefix &+ length
        }
        withUnsafeBytes(of: word) { bytes in
            if let source = bytes.baseAddress {
                entry.pointee.value.base?.copyMemory(from: source, byteCount: length)
            }
        }
    }

    // MARK: - Transactions

    /// Opens a transaction within those that are open.
    mutating func start() {
        marks.append(Mark(undos: undos.count, transaction: transaction))
        lastTransaction &+= 1
        transaction = lastTransaction
    }

    /// Closes the innermost transaction, and its changes become those of the one around it.
    ///
    /// - Returns: false = none is open.
    mutating func commit() -> Bool {
        guard let mark = marks.popLast() else { return false }
        transaction = mark.transaction
        if marks.isEmpty {
            for undo in undos { Self.free(undo) }
            undos.removeAll(keepingCapacity: true)
        }
        return true
    }

    /// Closes the innermost transaction and undoes its changes.
    ///
    /// - Returns: false = none is open.
    mutating func rollback() -> Bool {
        guard let mark = marks.popLast() else { return false }
        transaction = mark.transaction
        while undos.count > mark.undos, let undo = undos.popLast() { revert(undo) }
        return true
    }

    private func revert(_ undo: Undo) {
        let entry = undo.table.pointee.entries + undo.entry
        // Whatever comes next is logged anew.
        entry.pointee.transaction = 0
        entry.pointee.isAppendLogged = false
        switch undo.kind {
        case .whole(let state, let value):
            entry.pointee.value.base?.deallocate()
            undo.table.pointee.allocated &-= entry.pointee.value.capacity
            entry.pointee.value = value
            entry.pointee.state = state
        case .append(let count, let items, let prefix):
            let now = Self.compactBytes(of: entry)
            entry.pointee.value.count = count &+ now &- prefix
            Self.setCount(items, prefix: now, of: entry, in: undo.table)
        }
    }

    /// How many bytes a list's compact count has now.
    private static func compactBytes(of entry: UnsafeMutablePointer<ByteTable.Entry>) -> Int {
        count(of: entry)?.prefix ?? 0
    }

    private static func free(_ undo: Undo) {
        if case .whole(_, let value) = undo.kind {
            value.base?.deallocate()
            undo.table.pointee.allocated &-= value.capacity
        }
    }

    /// Whether changes take more memory than a block's ever would: 1 GiB, 8 million steps to undo,
    /// or 65,536 open transactions; ours, against runtimes that fill the state without end.
    var isOverfull: Bool {
        var bytes = top.pointee.allocated
        for child in children { bytes &+= child.table.pointee.allocated &+ 16_384 }
        return bytes > 1 << 30 || undos.count > 1 << 23 || marks.count > 1 << 16
    }

    /// Forgets all changes and transactions.
    mutating func reset() {
        for undo in undos { Self.free(undo) }
        undos.removeAll(keepingCapacity: true)
        marks.removeAll(keepingCapacity: true)
        transaction = 0
        top.pointee.removeAll()
        for child in children {
            child.table.deinitialize(count: 1)
            child.table.deallocate()
        }
        children.removeAll()
        childNumbers.removeAll()
        backendReads = 0
    }

    // MARK: - Child tries

    /// The table of a child trie, which is made where there is none.
    mutating func table(ofChild id: UnsafeRawBufferPointer) -> Int {
        let id = Array(id)
        if let number = childNumbers[id] { return number }
        let table = Table.allocate(capacity: 1)
        table.initialize(to: ByteTable())
        children.append((id, table))
        childNumbers[id] = children.count - 1
        return children.count - 1
    }

    /// The value under `key` in a child trie, valid until the next call; nil means none.
    mutating func value(
        of key: UnsafeRawBufferPointer, inChild number: Int
    ) throws(StateError) -> UnsafeRawBufferPointer? {
        let (id, table) = children[number]
        let entry = table.pointee.find(key)
        if entry >= 0 {
            switch table.pointee.entries[entry].state {
            case .value: return table.pointee.entries[entry].value.bytes
            case .removed: return nil
            case .absent: break
            }
        }
        backendReads &+= 1
        return try backend.childValue(of: key, in: id)
    }
}

/// A compact count in memory order, and how many of its bytes count.
@inline(__always)
func compactWord(_ value: UInt64) -> (word: UInt64, length: Int) {
    if value < 1 << 6 { return (value &<< 2, 1) }
    if value < 1 << 14 { return ((value &<< 2 | 1).littleEndian, 2) }
    if value < 1 << 30 { return ((value &<< 2 | 2).littleEndian, 4) }
    // A count of 32 bits: one byte that says four, then these.
    return ((value &<< 8 | 3).littleEndian, 5)
}
