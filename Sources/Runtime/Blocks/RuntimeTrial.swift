/// Builds and executes blocks with a runtime, whatever its first state lacks.
package struct RuntimeTrial {
    /// Blocks that were asked for, and those before them in which nothing could be sent.
    package struct Outcome {
        package var chain: MemoryChain
        package var warmUp: [MemoryChain.Entry]
        package var blocks: [MemoryChain.Entry]
    }

    /// Is given a block before its changes are in the state, which is given when asked for.
    package typealias Progress = MemoryChain.Progress

    /// Blocks that may pass before transactions are taken: migrations, or fees from the second
    /// block on; ours.
    private static let warmUpMax = 4

    /// What is changed of a state when blocks cannot be made otherwise, in the order to be tried.
    private static let adjustments: [FirstState.Adjustments] = [
        [], [.author], [.author, .noMigrations],
    ]

    /// Builds and executes `blocks` blocks of `transactions` transactions each, or as many as fit.
    ///
    /// - Parameters:
    ///   - file: What the runtime was read from.
    ///   - runtime: The compiled code.
    ///   - blocks: How many.
    ///   - transactions: In each.
    ///   - accounts: That pay for them in turn; nil means as many as there are transactions.
    ///   - progress: Is given every block that is done, and may ask for the state before it.
    /// - Returns: The chain behind its last block, and the blocks.
    /// - Throws: What the first attempt threw, when no adjustment of the state helps.
    package static func run(
        _ file: RuntimeFile, by runtime: any RuntimeCalling, blocks: Int, transactions: Int,
        accounts: Int? = nil, progress: Progress = { _, _ in }
    ) throws(RuntimeTrouble) -> Outcome {
        var first: RuntimeTrouble?
        for adjustments in file.isCodeAlone ? [[]] : adjustments {
            do throws(RuntimeTrouble) {
                let chain = try MemoryChain(
                    of: file, by: runtime, accounts: accounts ?? transactions,
                    adjustments: adjustments)
                return try run(
                    chain, blocks: blocks, transactions: transactions, progress: progress)
            } catch {
                if case .noParachain = error { throw error }
                first = first ?? error
            }
        }
        throw first ?? .genesis("nothing was tried")
    }

    private static func run(
        _ chain: MemoryChain, blocks: Int, transactions: Int,
        progress: Progress
    ) throws(RuntimeTrouble) -> Outcome {
        var outcome = Outcome(chain: chain, warmUp: [], blocks: [])
        while outcome.blocks.count < blocks {
            let entry = try chain.addBlock(transactions: transactions, before: progress)
            let isFilled =
                entry.done == transactions || entry.route == .nothing
                || entry.done > 0 && entry.end == .full
            if isFilled || outcome.warmUp.count == warmUpMax || !outcome.blocks.isEmpty {
                outcome.blocks.append(entry)
            } else {
                outcome.warmUp.append(entry)
            }
        }
        return outcome
    }
}
