import Chain
import Primitives

/// Hashes over the roots of all blocks, which every machine must come to.
enum ChainPins {
    private struct Pin {
        var accounts: Int
        var stateVersion: Int
        var extrinsics: Int
        var blocks: Int
        var rootChain: String
    }

    /// By `touchstone qualify --only chain.import`, presets quick (each twice) and standard (once);
    /// the second import of every block agreed.
    private static let pins: [Pin] = [
        Pin(
            accounts: 100_000, stateVersion: 0, extrinsics: 200, blocks: 309,
            rootChain: "54467d87006ff07daf5c38c48f75b9275957b5d07ad0e687649b322b18e3b768"),
        Pin(
            accounts: 100_000, stateVersion: 1, extrinsics: 200, blocks: 309,
            rootChain: "bb823477b873670cf18c3d67ff51c6bcdd324013b14cc829cbb4dce101608513"),
        Pin(
            accounts: 1_000_000, stateVersion: 0, extrinsics: 633, blocks: 309,
            rootChain: "15740f3dfac101d28db3af7d81bab959f3423c46b9cd2ad93afdf216092996d5"),
    ]

    /// The hash that so many blocks of uniform transfers come to; nil = none is pinned.
    static func rootChain(
        _ conditions: ChainConditions, workload: Workload, extrinsics: Int, blocks: Int
    ) -> Hash256? {
        guard workload == .transfers(.uniform) else { return nil }
        let pin = pins.first {
            $0.accounts == conditions.accounts && $0.stateVersion == conditions.stateVersion
                && $0.extrinsics == extrinsics && $0.blocks == blocks
        }
        return pin.flatMap { bytes(hexadecimal: $0.rootChain.utf8) }.flatMap { Hash256($0) }
    }
}
