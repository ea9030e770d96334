import Primitives

/// As much of a relay chain as a parachain's runtime asks for: a small state with its proof, and
/// headers upon it.
struct RelayChain {
    /// The relay-chain block that a parachain's block is built on.
    let number: UInt32
    let slot: UInt64
    let root: Hash256
    /// All nodes of the state, so that what is not in it can be proven absent.
    let proof: [[UInt8]]

    /// - Source: the relay chains' slots have 6 s.
    static let slotMilliseconds: UInt64 = 6000

    /// The relay chain at a time in milliseconds, whose newest head of `paraID` is `head`.
    init(
        number: UInt32, milliseconds: UInt64, paraID: UInt32, head: [UInt8]
    ) throws(TrieError) {
        self.number = number
        slot = milliseconds / Self.slotMilliseconds
        let pairs = Self.state(slot: slot, paraID: paraID, head: head)
        let nodes = NodeList()
        var builder = TrieBuilder(layout: .v0)
        for (key, value) in pairs.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            try builder.append(key, value, to: nodes)
        }
        root = try builder.finish(to: nodes)
        proof = nodes.nodes
    }

    /// Our one authority of the relay chain, who seals its headers.
    private static let authority = Sr25519.KeyPair(seed: Blake2b256.hash(Array("relay".utf8)))

    /// What parachains' runtimes read of the relay chain's state.
    ///
    /// - Source: cumulus's RelayStateProof and the pallets that read further keys; polkadot's
    ///   AbridgedHostConfiguration for the first eleven numbers of the configuration, with the
    ///   figures of Polkadot in 2024.
    private static func state(
        slot: UInt64, paraID: UInt32, head: [UInt8]
    ) -> [(key: [UInt8], value: [UInt8])] {
        let configuration: [UInt32] = [
            // Bytes of code and of heads at most.
            3 << 20, 20480,
            // Messages upward: count and bytes queued, bytes of one, count a block.
            174_762, 1 << 20, 65_531, 16,
            // Channels: messages a block; the upgrade's cooldown and delay, in blocks.
            10, 14_400, 600,
            // Unincluded blocks: depth, and how old a relay parent may be.
            3, 2,
        ]
        let para = Scale.littleEndian(paraID)
        let authorities = [4] + (authority?.publicKey ?? []) + Scale.littleEndian(UInt64(1))
        let random = { (word: String) in Blake2b256.hash(Array(word.utf8)) }
        return [
            (
                Metadata.key("Configuration", "ActiveConfig"),
                configuration.flatMap(Scale.littleEndian)
            ),
            (Metadata.key("Babe", "CurrentSlot"), Scale.littleEndian(slot)),
            (
                Metadata.key("Paras", "Heads") + StorageHasher.twox64Concat.hash(para),
                Scale.vector(head)
            ),
            // An epoch of 2,400 slots, as Polkadot has.
            (Metadata.key("Babe", "EpochIndex"), Scale.littleEndian(slot / 2400)),
            (Metadata.key("Babe", "Randomness"), random("randomness")),
            (Metadata.key("Babe", "NextRandomness"), random("next randomness")),
            (Metadata.key("Babe", "AuthorVrfRandomness"), [1] + random("author's randomness")),
            (Metadata.key("Babe", "Authorities"), authorities),
            (Metadata.key("Babe", "NextAuthorities"), authorities),
            (
                Metadata.key("Timestamp", "Now"),
                Scale.littleEndian(slot * slotMilliseconds)
            ),
            (Metadata.key("System", "Number"), Scale.littleEndian(UInt32(1000))),
        ]
    }

    /// The header of this block and those of `count` blocks after it, sealed.
    ///
    /// - Source: cumulus-pallet-parachain-system, `verify_relay_parent_descendants`: BABE's
    ///   pre-digest (a secondary slot) and its seal over the hash of the header without it; each
    ///   header's parent is the hash with it.
    func headers(count: UInt32) -> [[UInt8]] {
        var headers: [[UInt8]] = []
        var parent = Blake2b256.hash(Array("relay parent's parent".utf8))
        for index in 0...UInt64(count) {
            let root =
                index == 0 ? root.array : Blake2b256.hash(Array("state \(index)".utf8))
            let extrinsics = Blake2b256.hash(Array("extrinsics \(index)".utf8))
            let claim = [2] + Scale.littleEndian(UInt32(0)) + Scale.littleEndian(slot + index)
            let preDigest = Digest.preRuntime("BABE", claim)
            let header = { (logs: [[UInt8]]) in
                Header.encoded(
                    parent: parent, number: number &+ UInt32(index), stateRoot: root,
                    extrinsicsRoot: extrinsics, logs: logs)
            }
            let unsealed = Blake2b256.hash(header([preDigest]))
            let seal = Digest.seal("BABE", Self.authority?.sign(unsealed) ?? [])
            headers.append(header([preDigest, seal]))
            parent = Blake2b256.hash(headers[headers.count - 1])
        }
        return headers
    }
}

/// Keeps the nodes of a small trie, each once.
private final class NodeList: TrieNodeSink {
    private(set) var nodes: [[UInt8]] = []

    func put(key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) throws(TrieError) {
        let node = Array(value)
        if !nodes.contains(node) { nodes.append(node) }
    }
}
