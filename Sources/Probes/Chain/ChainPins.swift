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

    /// By `touchstone measure --only chain.import` at these sizes, each twice.
    private static let pins: [Pin] = []

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
