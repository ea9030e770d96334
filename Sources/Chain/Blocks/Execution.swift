import Primitives

/// What a chain's runtime charges and asks for; ours, near KILT's.
enum RuntimeConstants {
    static let existentialDeposit: UInt128 = 10_000_000_000
    static let feeBase: UInt128 = 1_000_000_000
    static let feeOfByte: UInt128 = 1_000_000
}

/// A block's changes while it is executed: accounts over the state, and the events.
struct Execution: ~Copyable {
    /// nil = the account is reaped.
    private var accounts: [AccountID: AccountInfo?] = [:]
    private var events = ByteBuffer(capacity: 1 << 16)
    private var eventCount: UInt32 = 0
    private var fees: UInt128 = 0
    private var key = ByteBuffer()

    private mutating func account(
        _ id: AccountID, _ trie: inout PatriciaTrie
    ) throws(ChainError) -> AccountInfo? {
        if let known = accounts[id] { return known }
        key.removeAll()
        StorageKey.appendAccount(id, to: &key)
        let info: AccountInfo?
        do throws(TrieError) {
            if let bytes = try trie.value(for: key.bytes) {
                var decoder = ScaleDecoder(bytes)
                info = try? AccountInfo(&decoder)
            } else {
                info = nil
            }
        } catch { throw .state(error) }
        accounts[id] = .some(info)
        return info
    }

    /// Takes the fee and moves the amount.
    mutating func apply(
        _ transfer: TransferView, at index: Int, _ trie: inout PatriciaTrie
    ) throws(ChainError) {
        func refuse(_ reason: String) -> ChainError {
            .invalidTransfer(index: index, reason: reason)
        }
        let fee =
            RuntimeConstants.feeBase + RuntimeConstants.feeOfByte * UInt128(transfer.encodedBytes)
        guard var sender = try account(transfer.sender, &trie) else {
            throw refuse("its sender does not exist")
        }
        guard sender.nonce == transfer.nonce else {
            throw refuse("its nonce is \(transfer.nonce), not \(sender.nonce)")
        }
        let (cost, overflow) = transfer.amount.addingReportingOverflow(fee)
        guard !overflow, sender.free >= cost else { throw refuse("its sender has too little") }
        sender.nonce += 1
        sender.free -= cost
        // An account below the deposit that nothing else holds is reaped, and its dust is burnt.
        let isReaped =
            sender.free < RuntimeConstants.existentialDeposit && sender.reserved == 0
            && transfer.sender != transfer.receiver
        accounts[transfer.sender] = isReaped ? .some(nil) : sender
        if var receiver = try account(transfer.receiver, &trie) {
            let (sum, overflow) = receiver.free.addingReportingOverflow(transfer.amount)
            if overflow { throw refuse("its receiver would have too much") }
            receiver.free = sum
            accounts[transfer.receiver] = receiver
        } else {
            guard transfer.amount >= RuntimeConstants.existentialDeposit else {
                throw refuse("its receiver would stay below the existential deposit")
            }
            accounts[transfer.receiver] = AccountInfo(free: transfer.amount)
        }
        fees += fee
        recordEvents(of: transfer, fee: fee, at: index)
    }

    /// The events of a transfer: Withdraw, Transfer, Deposit, TransactionFeePaid, ExtrinsicSuccess.
    private mutating func recordEvents(of transfer: TransferView, fee: UInt128, at index: Int) {
        func event(_ pallet: UInt8, _ variant: UInt8, _ events: inout ByteBuffer) {
            events.append(0)
            events.append(littleEndian: UInt32(truncatingIfNeeded: index))
            events.append(pallet)
            events.append(variant)
        }
        event(10, 8, &events)
        transfer.sender.withBytes { events.append($0) }
        events.append(littleEndian: fee)
        events.append(0)
        event(10, 2, &events)
        transfer.sender.withBytes { events.append($0) }
        transfer.receiver.withBytes { events.append($0) }
        events.append(littleEndian: transfer.amount)
        events.append(0)
        event(10, 7, &events)
        transfer.receiver.withBytes { events.append($0) }
        events.append(littleEndian: fee)
        events.append(0)
        event(11, 0, &events)
        transfer.sender.withBytes { events.append($0) }
        events.append(littleEndian: fee)
        events.append(littleEndian: UInt128(0))
        events.append(0)
        event(0, 0, &events)
        events.appendCompact(UInt64(200_000_000))
        events.appendCompact(UInt64(6_204))
        events.append(0)
        events.append(0)
        events.append(0)
        eventCount += 5
    }

    /// Gives the fees to the author and writes all changes into the trie, in the order of their
    /// keys.
    mutating func write(
        to trie: inout PatriciaTrie, author: AccountID, parent: Hash256, number: UInt32,
        seed: UInt64
    ) throws(ChainError) {
        if fees > 0 {
            var info = try account(author, &trie) ?? AccountInfo(free: 0)
            info.free += fees
            accounts[author] = info
        }
        var sorted = SortedChanges()
        for (id, info) in accounts { sorted.add(id, info) }
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

    private var bytes = ByteBuffer(capacity: 1 << 16)
    private var entries: [Entry] = []

    mutating func add(_ id: AccountID, _ info: AccountInfo?) {
        let start = bytes.count
        StorageKey.appendAccount(id, to: &bytes)
        info?.append(to: &bytes)
        entries.append(
            Entry(
                key: start, keyCount: StorageKey.accountBytes,
                valueCount: info == nil ? 0 : AccountInfo.encodedBytes, isRemoved: info == nil))
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
