import Primitives

/// What a chain's runtime charges and asks for; ours, near KILT's.
enum RuntimeConstants {
    static let existentialDeposit: UInt128 = 10_000_000_000
    static let feeBase: UInt128 = 1_000_000_000
    static let feeOfByte: UInt128 = 1_000_000
}

/// A block's changes while it is executed: accounts over the state, and the events.
struct Execution: ~Copyable {
    private var accounts = AccountTable()
    private var events = ByteBuffer(capacity: 1 << 16)
    private var eventCount: UInt32 = 0
    private var fees: UInt128 = 0
    private var key = ByteBuffer()
    private let form: AccountForm
    private let observer: (any ImportObserver)?

    /// `observer` is called when an account is read through the trie; nil means no observer.
    init(form: AccountForm, observer: (any ImportObserver)? = nil) {
        self.form = form
        self.observer = observer
    }

    private mutating func account(
        _ id: AccountID, _ trie: inout PatriciaTrie
    ) throws(ChainError) -> AccountInfo? {
        if let known = accounts.find(id) { return known }
        key.removeAll()
        StorageKey.appendAccount(id, to: &key)
        let info: AccountInfo?
        observer?.storageReadBegins()
        defer { observer?.storageReadEnds() }
        do throws(TrieError) {
            if let bytes = try trie.value(for: key.bytes) {
                var decoder = ScaleDecoder(bytes)
                info = try? AccountInfo(&decoder, form: form)
            } else {
                info = nil
            }
        } catch { throw .state(error) }
        accounts.set(id, to: info)
        return info
    }

    /// Takes the fee and does what the call says; a refused one changes nothing.
    mutating func apply(
        _ extrinsic: SignedView, at index: Int, _ trie: inout PatriciaTrie
    ) throws(ChainError) {
        let fee =
            RuntimeConstants.feeBase + RuntimeConstants.feeOfByte * UInt128(extrinsic.encodedBytes)
        guard var sender = try account(extrinsic.sender, &trie) else {
            throw .invalidTransfer(index: index, reason: "its sender does not exist")
        }
        guard sender.nonce == extrinsic.nonce else {
            throw .invalidTransfer(
                index: index, reason: "its nonce is \(extrinsic.nonce), not \(sender.nonce)")
        }
        guard sender.free >= fee else { throw Self.tooLittle(index) }
        sender.nonce += 1
        sender.free -= fee
        switch extrinsic.call {
        case .transfer(let receiver, let amount):
            try transfer(amount, from: extrinsic.sender, sender, to: receiver, at: index, &trie)
            recordEvents(
                from: extrinsic.sender, to: receiver, amount: amount, fee: fee, at: index)
        case .read(let ids):
            for place in stride(from: 0, to: ids.count, by: 32) {
                _ = try account(
                    Hash256(UnsafeRawBufferPointer(rebasing: ids[place..<place + 32])), &trie)
            }
            accounts.set(extrinsic.sender, to: sender)
            recordEvents(from: extrinsic.sender, fee: fee, at: index)
        }
        fees += fee
    }

    private static func tooLittle(_ index: Int) -> ChainError {
        .invalidTransfer(index: index, reason: "its sender has too little")
    }

    /// Moves an amount; `sender` is the account after the fee.
    private mutating func transfer(
        _ amount: UInt128, from id: AccountID, _ sender: AccountInfo, to receiver: AccountID,
        at index: Int, _ trie: inout PatriciaTrie
    ) throws(ChainError) {
        var sender = sender
        guard sender.free >= amount else { throw Self.tooLittle(index) }
        if id == receiver {
            accounts.set(id, to: sender)
            return
        }
        sender.free -= amount
        if var info = try account(receiver, &trie) {
            let (sum, overflow) = info.free.addingReportingOverflow(amount)
            if overflow {
                throw .invalidTransfer(index: index, reason: "its receiver would have too much")
            }
            info.free = sum
            accounts.set(receiver, to: info)
        } else {
            guard amount >= RuntimeConstants.existentialDeposit else {
                throw .invalidTransfer(
                    index: index,
                    reason: "its receiver would stay below the existential deposit")
            }
            accounts.set(receiver, to: AccountInfo(free: amount))
        }
        // An account below the deposit that nothing else holds is reaped, and its dust is burnt.
        let isReaped =
            sender.free < RuntimeConstants.existentialDeposit && sender.reserved == 0
        accounts.set(id, to: isReaped ? nil : sender)
    }

    /// The events of a transfer: Withdraw, Transfer, Deposit, TransactionFeePaid, ExtrinsicSuccess.
    private mutating func recordEvents(
        from sender: AccountID, to receiver: AccountID, amount: UInt128, fee: UInt128, at index: Int
    ) {
        begin(10, 8, at: index)
        sender.withBytes { events.append($0) }
        events.append(littleEndian: fee)
        events.append(0)
        begin(10, 2, at: index)
        sender.withBytes { events.append($0) }
        receiver.withBytes { events.append($0) }
        events.append(littleEndian: amount)
        events.append(0)
        begin(10, 7, at: index)
        receiver.withBytes { events.append($0) }
        events.append(littleEndian: fee)
        events.append(0)
        recordEnd(of: sender, fee: fee, at: index)
        eventCount += 5
    }

    /// The events of a call without any of its own: Withdraw, TransactionFeePaid, ExtrinsicSuccess.
    private mutating func recordEvents(from sender: AccountID, fee: UInt128, at index: Int) {
        begin(10, 8, at: index)
        sender.withBytes { events.append($0) }
        events.append(littleEndian: fee)
        events.append(0)
        recordEnd(of: sender, fee: fee, at: index)
        eventCount += 3
    }

    private mutating func begin(_ pallet: UInt8, _ variant: UInt8, at index: Int) {
        events.append(0)
        events.append(littleEndian: UInt32(truncatingIfNeeded: index))
        events.append(pallet)
        events.append(variant)
    }

    private mutating func recordEnd(of sender: AccountID, fee: UInt128, at index: Int) {
        begin(11, 0, at: index)
        sender.withBytes { events.append($0) }
        events.append(littleEndian: fee)
        events.append(littleEndian: UInt128(0))
        events.append(0)
        begin(0, 0, at: index)
        events.appendCompact(UInt64(200_000_000))
        events.appendCompact(UInt64(6_204))
        events.append(0)
        events.append(0)
        events.append(0)
    }

    /// Gives the block's fees to its author: the last that execution reads.
    mutating func payFees(
        to author: AccountID, _ trie: inout PatriciaTrie
    ) throws(ChainError) {
        if fees == 0 { return }
        var info = try account(author, &trie) ?? AccountInfo(free: 0)
        info.free += fees
        accounts.set(author, to: info)
    }

    /// Writes all changes into the trie, in the order of their keys.
    mutating func write(
        to trie: inout PatriciaTrie, parent: Hash256, number: UInt32, seed: UInt64
    ) throws(ChainError) {
        var sorted = SortedChanges(form: form)
        accounts.forEach { sorted.add($0, $1) }
        for item in PalletItem.all where item.isWrittenByBlocks {
            sorted.add(item.key, value(of: item, parent: parent, number: number, seed: seed))
        }
        sorted.add(StorageKey.blockHash(number - 1), parent.array)
        do throws(TrieError) { try sorted.apply(to: &trie) } catch { throw .state(error) }
    }

    private func value(
        of item: PalletItem, parent: Hash256, number: UInt32, seed: UInt64
    ) -> [UInt8] {
        var buffer = ByteBuffer()
        switch item.key {
        case Self.numberKey: buffer.append(littleEndian: number)
        case Self.parentKey: parent.withBytes { buffer.append($0) }
        case Self.eventCountKey: buffer.append(littleEndian: eventCount)
        case Self.eventsKey:
            buffer.appendCompact(UInt64(eventCount))
            buffer.append(events.bytes)
        default:
            return PalletItem.value(of: item.key, bytes: item.bytes, block: number, seed: seed)
        }
        return buffer.array
    }

    private static let numberKey = StorageKey.item("System", "Number")
    private static let parentKey = StorageKey.item("System", "ParentHash")
    private static let eventCountKey = StorageKey.item("System", "EventCount")
    private static let eventsKey = StorageKey.item("System", "Events")
}

/// Changes of storage in the order of their keys, in one run of memory.
private struct SortedChanges: ~Copyable {
    private struct Entry {
        var key: Int
        var keyCount: Int
        var valueCount: Int
        var isRemoved = false
    }

    private let form: AccountForm
    private var bytes = ByteBuffer(capacity: 1 << 16)
    private var entries: [Entry] = []

    init(form: AccountForm) { self.form = form }

    mutating func add(_ id: AccountID, _ info: AccountInfo?) {
        let start = bytes.count
        StorageKey.appendAccount(id, to: &bytes)
        info?.append(to: &bytes, form: form)
        entries.append(
            Entry(
                key: start, keyCount: StorageKey.accountBytes,
                valueCount: info == nil ? 0 : form.accountBytes, isRemoved: info == nil))
    }

    mutating func add(_ key: [UInt8], _ value: [UInt8]) {
        entries.append(
            Entry(key: bytes.count, keyCount: key.count, valueCount: value.count))
        bytes.append(key)
        bytes.append(value)
    }

    private func key(_ entry: Entry) -> UnsafeRawBufferPointer {
        bytes.bytes(at: entry.key, count: entry.keyCount)
    }

    mutating func apply(to trie: inout PatriciaTrie) throws(TrieError) {
        var sorted = entries
        sorted.sort { precedes(key($0), key($1)) }
        for entry in sorted {
            if entry.isRemoved {
                try trie.remove(key(entry))
            } else {
                try trie.set(
                    key(entry),
                    to: bytes.bytes(at: entry.key + entry.keyCount, count: entry.valueCount))
            }
        }
    }
}
