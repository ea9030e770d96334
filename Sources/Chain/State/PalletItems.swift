import Primitives

/// A single storage value of a pallet.
struct PalletItem {
    var key: [UInt8]
    /// The value's length in bytes.
    var bytes: Int
    /// Whether every block writes it.
    var isWrittenByBlocks: Bool

    init(_ pallet: String, _ item: String, bytes: Int, written: Bool = true) {
        key = StorageKey.item(pallet, item)
        self.bytes = bytes
        isWrittenByBlocks = written
    }

    /// Values beside the accounts that a parachain's state has and its blocks write.
    ///
    /// - Source: names of frame-system, pallet-timestamp, pallet-balances, pallet-aura,
    ///   pallet-session, cumulus-pallet-parachain-system; which are taken and their lengths are
    ///   ours.
    static let all = [
        PalletItem("System", "Number", bytes: 4),
        PalletItem("System", "ParentHash", bytes: 32),
        PalletItem("System", "Digest", bytes: 60),
        PalletItem("System", "EventCount", bytes: 4),
        PalletItem("System", "Events", bytes: 0),
        PalletItem("System", "BlockWeight", bytes: 18),
        PalletItem("System", "LastRuntimeUpgrade", bytes: 20, written: false),
        PalletItem("Timestamp", "Now", bytes: 8),
        PalletItem("Balances", "TotalIssuance", bytes: 16),
        PalletItem("TransactionPayment", "NextFeeMultiplier", bytes: 16),
        PalletItem("Aura", "Authorities", bytes: 960, written: false),
        PalletItem("Aura", "CurrentSlot", bytes: 8),
        PalletItem("AuraExt", "SlotInfo", bytes: 12),
        PalletItem("Authorship", "Author", bytes: 32),
        PalletItem("Session", "Validators", bytes: 960, written: false),
        PalletItem("Session", "CurrentIndex", bytes: 4),
        PalletItem("ParachainStaking", "Round", bytes: 12),
        PalletItem("ParachainStaking", "TotalCollatorStake", bytes: 32),
        PalletItem("ParachainStaking", "TopCandidates", bytes: 3_600, written: false),
        PalletItem("ParachainSystem", "ValidationData", bytes: 180),
        PalletItem("ParachainSystem", "RelayStateProof", bytes: 4_000),
        PalletItem("ParachainSystem", "HostConfiguration", bytes: 40),
        PalletItem("ParachainSystem", "RelevantMessagingState", bytes: 120),
        PalletItem("ParachainSystem", "LastRelayChainBlockNumber", bytes: 4),
        PalletItem("ParachainSystem", "LastDmqMqcHead", bytes: 32),
        PalletItem("ParachainSystem", "LastHrmpMqcHeads", bytes: 72),
        PalletItem("ParachainSystem", "ProcessedDownwardMessages", bytes: 4),
        PalletItem("ParachainSystem", "UnincludedSegment", bytes: 150),
        PalletItem("ParachainSystem", "AggregatedUnincludedSegment", bytes: 80),
        PalletItem("XcmpQueue", "DeliveryFeeFactor", bytes: 16),
    ]

    /// The runtime's code, under its well-known key.
    static let code: [UInt8] = Array(":code".utf8)

    /// A parachain runtime's compressed length; ours, after KILT's genesis.
    static let codeBytes = 1_100_000

    /// The value of an item at a block: bytes that depend on both, as a runtime's would.
    static func value(of key: [UInt8], bytes: Int, block: UInt32, seed: UInt64) -> [UInt8] {
        let name = key.reduce(0) { $0 &* 31 &+ UInt64($1) }
        var stream = HashStream(domain: "item", seed: seed ^ UInt64(block) << 32 ^ name)
        return stream.bytes(bytes)
    }
}

/// An endless stream of bytes from a seed; the same on every machine.
///
/// - Source: BLAKE2b-256 over domain, seed and counter; ours.
struct HashStream {
    private var input: [UInt8]
    private let counterStart: Int
    private var counter: UInt64 = 0

    init(domain: String, seed: UInt64) {
        input = Array("touchstone ".utf8) + Array(domain.utf8)
        input += (0..<8).map { UInt8(truncatingIfNeeded: seed >> UInt64(8 * $0)) }
        counterStart = input.count
        input += [UInt8](repeating: 0, count: 8)
    }

    /// The digest of the counter's next value.
    mutating func next() -> Hash256 {
        defer { counter += 1 }
        return digest(counter)
    }

    /// The digest of a value of the counter.
    mutating func digest(_ counter: UInt64) -> Hash256 {
        input.withUnsafeMutableBytes { input in
            input.storeBytes(
                of: counter.littleEndian, toByteOffset: counterStart, as: UInt64.self)
            return Hash256(of: UnsafeRawBufferPointer(input))
        }
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        var result = ByteBuffer(capacity: count + 32)
        while result.count < count { next().withBytes { result.append($0) } }
        result.truncate(to: count)
        return result.array
    }

    /// A number below `bound`, which is above 0.
    mutating func number(below bound: Int) -> Int {
        let word = next().withBytes { $0.loadUnaligned(as: UInt64.self) }
        return Int(UInt64(littleEndian: word).multipliedFullWidth(by: UInt64(bound)).high)
    }
}
