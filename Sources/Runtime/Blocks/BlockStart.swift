/// A block's first steps: initialised, with its inherents.
struct BlockStart {
    let rules: RuntimeRules
    /// The block's time.
    let milliseconds: UInt64
    /// Any account, of 32 or 20 bytes.
    let account: [UInt8]

    /// Ours; eight were enough for every chain seen.
    private static let authorsTriedMax = 32

    /// Begins a block by the first of the authors that may be which the runtime takes.
    ///
    /// Who may author can change from block to block, so the last one is only tried first.
    func started(
        by runtime: any RuntimeCalling, on tip: ChainTip, lastAuthor: [UInt8]?,
        _ makeOverlay: () -> StateOverlay
    ) throws(RuntimeTrouble) -> (
        overlay: StateOverlay, builder: RuntimeBlockBuilder, author: [UInt8]
    ) {
        let zero = [UInt8](repeating: 0, count: 32)
        let candidates = (lastAuthor.map { [$0] } ?? []) + rules.authorCandidates + [zero]
        var failure: RuntimeTrouble?
        for author in candidates.prefix(Self.authorsTriedMax) {
            let overlay = makeOverlay()
            let builder = RuntimeBlockBuilder(by: runtime, rules, on: tip, over: overlay)
            do throws(RuntimeTrouble) {
                try builder.start(milliseconds: milliseconds, author: author, account: account)
                return (overlay, builder, author)
            } catch {
                failure = failure ?? error
                if rules.consensus != .nimbus { break }
            }
        }
        throw failure ?? .answer(function: "Core_initialize_block")
    }
}
