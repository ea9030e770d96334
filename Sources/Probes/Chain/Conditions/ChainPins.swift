package import Chain
import Primitives

/// Hashes over the roots of all blocks, which every machine must produce.
package enum ChainPins {
    /// The roots of blocks of uniform transfers.
    package struct Pin: Sendable {
        package var accounts: Int
        package var stateVersion: Int
        /// nil means 80 bytes and sr25519.
        package var form: AccountForm?
        /// In each block.
        package var extrinsics: Int
        /// With those before the first that is timed.
        package var blocks: Int
        /// Hexadecimal, without a prefix.
        package var rootChain: String
    }

    /// By `touchstone qualify --only chain.import`, presets quick (each twice), standard and
    /// thorough (once) of the profiles' chains; the second import of every block agreed.
    package static let all: [Pin] = [
        Pin(
            accounts: 100_000, stateVersion: 0, extrinsics: 200, blocks: 309,
            rootChain: "54467d87006ff07daf5c38c48f75b9275957b5d07ad0e687649b322b18e3b768"),
        Pin(
            accounts: 100_000, stateVersion: 1, extrinsics: 200, blocks: 309,
            rootChain: "bb823477b873670cf18c3d67ff51c6bcdd324013b14cc829cbb4dce101608513"),
        Pin(
            accounts: 1_000_000, stateVersion: 0, extrinsics: 633, blocks: 309,
            rootChain: "15740f3dfac101d28db3af7d81bab959f3423c46b9cd2ad93afdf216092996d5"),
        Pin(
            accounts: 1_000_000, stateVersion: 1, extrinsics: 633, blocks: 309,
            rootChain: "d414a8eafa25936f0272ec3a769d452d360533484a2dc633c19235169b1dcc6c"),
        Pin(
            accounts: 1_000_000, stateVersion: 1, extrinsics: 1436, blocks: 309,
            rootChain: "da5e4a8454ee42f493f5ce43cea3870e56a7f2a3d6ab5cba8751b86a07255c42"),
        Pin(
            accounts: 10_000_000, stateVersion: 0, extrinsics: 633, blocks: 609,
            rootChain: "0f218467b02a7458983fa18885a9aa379fe96541ba6ad47c911c8e697885512f"),
        Pin(
            accounts: 10_000_000, stateVersion: 1, extrinsics: 633, blocks: 609,
            rootChain: "6f67c6d718e596c4726982ae234c53999e1c1d234f551ea2dc80f5e9734128ac"),
        Pin(
            accounts: 10_000_000, stateVersion: 1, extrinsics: 1436, blocks: 609,
            rootChain: "421542ada75fd02e85d8a9ab5a87bd5938c630e61f58762079ebf47851fe9061"),
    ]

    /// The hash of so many blocks of uniform transfers; nil if none is pinned.
    static func rootChain(
        _ conditions: ChainConditions, workload: Workload, extrinsics: Int, blocks: Int
    ) -> Hash256? {
        guard workload == .transfers(.uniform) else { return nil }
        let pin = all.first {
            $0.accounts == conditions.accounts && $0.stateVersion == conditions.stateVersion
                && ($0.form ?? .usual) == conditions.form && $0.extrinsics == extrinsics
                && $0.blocks == blocks
        }
        return pin.flatMap { bytes(hexadecimal: $0.rootChain.utf8) }.flatMap { Hash256($0) }
    }
}
