// Here: what a runtime's metadata says of its chain.
// May use: metadata.
// Never: building blocks.

package import Primitives

/// All that has to be known of a runtime to make blocks for it, derived from the runtime itself and
/// from its state.
package struct RuntimeRules: Sendable {
    /// Who tells the runtime that it is a block's turn.
    package enum Consensus: String, Sendable {
        /// The author is found from the slot.
        case aura
        /// The author says who it is (Moonbeam, Manta, Zeitgeist, Tanssi).
        case nimbus
        case unknown
    }

    package var metadata: Metadata
    package var version: RuntimeVersion
    package var format: ExtrinsicFormat
    package var account: AccountLayout
    /// nil means the runtime has no call that moves its currency.
    package var transfer: TransferCall?
    package var limits: BlockLimits
    package var consensus: Consensus
    package var slotMilliseconds: UInt64
    package var paraID: UInt32
    /// Whether the state says the parachain's number, or only the file, or nobody.
    package var paraIDSource: String
    /// How many relay-chain blocks the runtime wants to be built upon its relay parent; nil if it
    /// has no such API.
    package var relayParentOffset: UInt32?
    /// How the state trie keeps values.
    package var layout: TrieLayout
    /// Pallets that ask for inherents of their own (Tanssi's, Robonomics').
    package var wantsAuthorNoting: Bool
    package var wantsLighthouse: Bool
    /// Keys that the state must not hold when a block begins.
    package var absentKeys: [[UInt8]] = []
    /// nil means the runtime has no call that runs another's call, or no key that could be ours.
    package var sudo: SudoCall?
    /// Account identifiers that may author, in the order to be tried; for Nimbus.
    package var authorCandidates: [[UInt8]] = []

    /// Whether the runtime is a parachain's.
    package var isParachain: Bool { metadata.pallet("ParachainSystem") != nil }

    /// Derives everything.
    ///
    /// `fileParaID` is what the file says, which counts only where the state says nothing.
    package init(
        of runtime: any RuntimeCalling, over state: any StateBackend, fileParaID: UInt32?
    ) throws(RuntimeTrouble) {
        version = try RuntimeVersion(of: runtime, over: state)
        let metadata = try Self.metadata(of: runtime, over: state)
        let stateReader = StateReader(state)
        do throws(MetadataError) {
            account = try AccountLayout(metadata)
            format = try ExtrinsicFormat(
                metadata,
                accountBytes: try Self.accountBytes(metadata, account, stateReader))
            transfer = try TransferCall(metadata)
            sudo = try SudoCall(metadata)
        } catch {
            throw .metadata(error)
        }
        limits = BlockLimits(metadata)
        self.metadata = metadata
        layout = version.layout
        let has = { (pallet: String) in metadata.pallet(pallet) != nil }
        consensus =
            has("AuthorInherent") ? .nimbus : has("Aura") || has("AuraExt") ? .aura : .unknown
        wantsAuthorNoting = has("AuthorNoting")
        wantsLighthouse = has("Lighthouse")
        slotMilliseconds = Self.slot(metadata, runtime, state)
        (paraID, paraIDSource) = Self.paraID(metadata, stateReader, fileParaID)
        relayParentOffset = Self.relayParentOffset(runtime, state)
        // Moonbeam's runtimes want the digest of a verifiable random function from the second block
        // on, which this item tells from the first.
        if has("Randomness") { absentKeys = [metadata.key("Randomness", "NotFirstBlock")] }
        if consensus == .nimbus { authorCandidates = stateReader.nimbusAuthors() }
    }

    private static func metadata(
        of runtime: any RuntimeCalling, over state: any StateBackend
    ) throws(RuntimeTrouble) -> Metadata {
        let answer = try runtime.answer("Metadata_metadata", [], over: StateOverlay(over: state))
        do throws(MetadataError) {
            let bytes = try MetadataReader.reading(answer) { (reader) throws(MetadataError) in
                try reader.vector()
            }
            return try Metadata(bytes)
        } catch {
            throw .metadata(error)
        }
    }

    /// The length of account identifiers, which metadata before version 14 shows only in the state.
    private static func accountBytes(
        _ metadata: Metadata, _ account: AccountLayout, _ state: StateReader
    ) throws(MetadataError) -> Int? {
        if let types = metadata.types, let key = metadata.entry("System", "Account")?.key?.id {
            return try types.zero(key).count
        }
        let prefix = metadata.key("System", "Account")
        // The prefix, BLAKE2b-128 of the identifier, the identifier.
        return state.firstKey(under: prefix).map { $0.count - prefix.count - 16 }
    }

    /// Ours, where a runtime tells nothing: what nearly all parachains have.
    private static let slotMillisecondsDefault: UInt64 = 12_000

    private static func slot(
        _ metadata: Metadata, _ runtime: any RuntimeCalling, _ state: any StateBackend
    ) -> UInt64 {
        if runtime.exports("AuraApi_slot_duration"),
            let answer = try? runtime.answer(
                "AuraApi_slot_duration", [], over: StateOverlay(over: state)),
            answer.count >= 8
        {
            let milliseconds = UInt64(UInt128(answer.prefix(8)))
            if milliseconds > 0 { return milliseconds }
        }
        // pallet-aura sets the least distance of timestamps to half a slot.
        let constants: [(pallet: String, name: String, factor: UInt64)] = [
            ("Aura", "SlotDuration", 1), ("Babe", "ExpectedBlockTime", 1),
            ("Timestamp", "MinimumPeriod", 2),
        ]
        for (pallet, name, factor) in constants {
            guard let value = metadata.constant(pallet, name)?.value, value.count == 8 else {
                continue
            }
            let milliseconds = UInt64(UInt128(value))
            // Some runtimes set 0 or 1 to say that they do not use it.
            if milliseconds > 2, milliseconds < 1 << 32 { return milliseconds * factor }
        }
        return slotMillisecondsDefault
    }

    /// The number of a chain that nobody tells; ours, the first of the numbers for parachains.
    private static let paraIDDefault: UInt32 = 2000

    private static func paraID(
        _ metadata: Metadata, _ state: StateReader, _ fileParaID: UInt32?
    ) -> (UInt32, String) {
        if let value = state.value(of: metadata.key("ParachainInfo", "ParachainId")),
            value.count >= 4
        {
            return (UInt32(truncatingIfNeeded: UInt128(value.prefix(4))), "the state")
        }
        if let fileParaID { return (fileParaID, "the file") }
        return (paraIDDefault, "nobody; \(paraIDDefault) is assumed")
    }

    private static func relayParentOffset(
        _ runtime: any RuntimeCalling, _ state: any StateBackend
    ) -> UInt32? {
        let function = "RelayParentOffsetApi_relay_parent_offset"
        guard runtime.exports(function),
            let answer = try? runtime.answer(function, [], over: StateOverlay(over: state))
        else { return nil }
        // More than a few would be no offset; ours.
        return min(64, UInt32(truncatingIfNeeded: UInt128(answer.prefix(4))))
    }
}

/// The call by which the owner of a chain runs another account's call, past the filter that most
/// chains are launched with.
package struct SudoCall: Sendable {
    /// The key of the state that names the owner.
    package var ownerKey: [UInt8]
    var index: [UInt8]
    /// What stands before the account; nil means what the address of extrinsics has.
    var accountPrefix: [UInt8]?

    init?(_ metadata: Metadata) throws(MetadataError) {
        guard let index = metadata.call("Sudo", "sudo_as"),
            let who = metadata.pallet("Sudo")?.calls["sudo_as"]?.arguments.first
        else { return nil }
        self.index = index
        ownerKey = metadata.key("Sudo", "Key")
        switch who.type {
        case .named(let type): accountPrefix = type.contains("Lookup") ? nil : []
        case .id(let id):
            guard let types = metadata.types else { return nil }
            accountPrefix = try ExtrinsicFormat.accountPrefix(of: id, types)
        }
    }

    /// The encoded call that runs `call` as `account`.
    func encoded(_ call: [UInt8], as account: [UInt8], addressPrefix: [UInt8]) -> [UInt8] {
        index + (accountPrefix ?? addressPrefix) + account + call
    }
}
