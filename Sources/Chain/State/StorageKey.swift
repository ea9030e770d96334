package import Primitives

/// Keys of a Substrate chain's storage.
package enum StorageKey {
    /// The key of a single value: twox-128 of the pallet's name, then of the item's.
    ///
    /// - Source: frame-support, `storage_prefix`.
    package static func item(_ pallet: String, _ item: String) -> [UInt8] {
        Twox.twox128(Array(pallet.utf8)) + Twox.twox128(Array(item.utf8))
    }

    /// What the keys of all accounts begin with, 32 bytes.
    package static let accountPrefix = item("System", "Account")

    /// The length of an account's key: prefix, BLAKE2b-128 of the id, the id.
    package static let accountBytes = 80

    /// Appends an account's key: the Blake2_128Concat hasher over the id.
    @inline(__always)
    package static func appendAccount(_ id: AccountID, to buffer: inout ByteBuffer) {
        accountPrefix.withUnsafeBytes { buffer.append($0) }
        let digest = buffer.appendUninitialized(Blake2b128.digestBytes)
        id.withBytes { id in
            Blake2b128.hash(id, into: digest)
            buffer.append(id)
        }
    }

    /// The same of an id of any length.
    package static func account(_ id: [UInt8]) -> [UInt8] {
        accountPrefix + Blake2b128.hash(id) + id
    }

    /// The key of the hash of block `number`: the Twox64Concat hasher over the number.
    package static func blockHash(_ number: UInt32) -> [UInt8] {
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
        return item("System", "BlockHash") + Twox.twox64(bytes) + bytes
    }
}

/// The 32 bytes that name an account: its public key, where it has one.
package typealias AccountID = Hash256

/// What System.Account holds of an account.
///
/// - Source: frame-system's AccountInfo over pallet-balances' AccountData; `AccountForm` says how
///   long it is.
package struct AccountInfo: Equatable, Sendable {
    /// The number of transactions that the account has signed.
    package var nonce: UInt32
    /// Reference counters, which keep the account alive.
    package var consumers: UInt32 = 0
    package var providers: UInt32 = 1
    package var sufficients: UInt32 = 0
    /// In the chain's smallest unit.
    package var free: UInt128
    package var reserved: UInt128 = 0
    package var frozen: UInt128 = 0
    /// The highest bit says that the account has been migrated to holds.
    package var flags: UInt128 = 1 << 127

    package init(nonce: UInt32 = 0, free: UInt128) {
        self.nonce = nonce
        self.free = free
    }

    /// Reads an account's bytes.
    ///
    /// - Throws: What the decoder throws, and `compactOutOfRange` for a nonce beyond 32 bits, which
    ///   no workload reaches.
    package init(_ decoder: inout ScaleDecoder, form: AccountForm) throws(ScaleError) {
        if form.hasWideNonce {
            let offset = decoder.offset
            guard let nonce = UInt32(exactly: try decoder.integer(UInt64.self)) else {
                throw .compactOutOfRange(offset: offset)
            }
            self.nonce = nonce
        } else {
            nonce = try decoder.integer()
        }
        consumers = try decoder.integer()
        providers = try decoder.integer()
        sufficients = try decoder.integer()
        free = try decoder.integer()
        reserved = try decoder.integer()
        frozen = try decoder.integer()
        flags = try decoder.integer()
    }

    /// Appends `form.accountBytes` bytes.
    package func append(to buffer: inout ByteBuffer, form: AccountForm) {
        if form.hasWideNonce {
            buffer.append(littleEndian: UInt64(nonce))
        } else {
            buffer.append(littleEndian: nonce)
        }
        buffer.append(littleEndian: consumers)
        buffer.append(littleEndian: providers)
        buffer.append(littleEndian: sufficients)
        buffer.append(littleEndian: free)
        buffer.append(littleEndian: reserved)
        buffer.append(littleEndian: frozen)
        buffer.append(littleEndian: flags)
    }
}
