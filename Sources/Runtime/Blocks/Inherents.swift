import Primitives

/// What a collator tells the runtime beside transactions, from which the runtime makes a block's
/// inherents.
struct Inherents {
    let rules: RuntimeRules
    let tip: ChainTip
    /// The block's time, and so its slot.
    let milliseconds: UInt64
    /// The author's identifier for Nimbus.
    let author: [UInt8]
    /// Whose work a "lighthouse" rewards.
    let account: [UInt8]

    /// - Source: ours; any number that grows from block to block will do.
    private static let firstRelayNumber: UInt32 = 1000

    /// - Source: cumulus, PersistedValidationData's `max_pov_size`: 5 MiB on Polkadot.
    private static let proofBytesMax: UInt32 = 5 << 20

    /// A map from eight-byte names to data, encoded.
    ///
    /// - Source: sp-inherents, InherentData, a BTreeMap.
    func encoded() throws(TrieError) -> [UInt8] {
        let relay = try RelayChain(
            number: Self.firstRelayNumber &+ tip.number, milliseconds: milliseconds,
            paraID: rules.paraID, head: tip.header)
        // Validation data, the proof, and no messages: neither from above nor from beside.
        let validation =
            Scale.vector(tip.header) + Scale.littleEndian(relay.number) + relay.root.array
            + Scale.littleEndian(Self.proofBytesMax) + Scale.list(relay.proof) + [0, 0]
        var items: [(name: String, data: [UInt8])] = [
            ("timstap0", Scale.littleEndian(milliseconds)), ("sysi1337", validation),
        ]
        if let offset = rules.relayParentOffset {
            // The same, then the headers of the relay parent and of those after it, and no peer.
            let headers = offset == 0 ? [] : relay.headers(count: offset)
            items.append(
                (
                    "sysi1338",
                    validation + Scale.compact(headers.count) + headers.flatMap { $0 } + [0]
                ))
        }
        // Old versions of the pallet decode it, newer ones do not ask.
        if rules.consensus == .nimbus { items.append(("author__", author)) }
        if rules.wantsAuthorNoting { items.append(("auno1337", Scale.list(relay.proof))) }
        if rules.wantsLighthouse { items.append(("lgthouse", Scale.vector(account))) }
        items.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        return Scale.compact(items.count)
            + items.flatMap { Array($0.name.utf8) + Scale.vector($0.data) }
    }

    /// The digest's items that tell slot and author.
    ///
    /// - Source: sc-consensus-aura and nimbus-primitives. Tanssi's runtime wants both; no other
    ///   minds.
    func logs() -> [[UInt8]] {
        let slot = milliseconds / rules.slotMilliseconds
        let aura = Digest.preRuntime("aura", Scale.littleEndian(slot))
        return rules.consensus == .nimbus ? [aura, Digest.preRuntime("nmbs", author)] : [aura]
    }
}
