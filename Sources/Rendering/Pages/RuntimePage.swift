package import Model

/// A runtime's facts.
package enum RuntimePage {
    /// Everything that is known, with what cannot be run at the end.
    package static func page(_ facts: RuntimeFacts) -> Page {
        let name = SafeText.line(facts.version.specName, limit: 80)
        var page = Page(title: "\(name) \(facts.version.specVersion)")
        file(facts.file, &page.body)
        page.body.labelled(
            "versions",
            "transactions \(facts.version.transactionVersion), "
                + "state \(facts.version.stateVersion), "
                + "metadata \(facts.version.metadata)")
        page.body.labelled("state", "\(facts.state.keys) keys, root \(facts.state.root)")
        page.body.labelled("genesis", facts.state.genesisHash)
        blocks(facts.blocks, &page.body)
        transactions(facts.transactions, &page.body)
        trial(facts, &page.body)
        return page
    }

    private static func file(_ file: RuntimeFacts.File, _ page: inout Page.Blocks) {
        var text = file.form
        if let chain = file.chain { text += " of " + SafeText.line(chain, limit: 80) }
        page.labelled("file", text)
        page.labelled(
            "code",
            "\(QuantityFormat.text(Double(file.codeBytes), .bytes)) stored, "
                + "\(QuantityFormat.text(Double(file.moduleBytes), .bytes)) of WebAssembly, "
                + file.codeHash)
        if !file.substitutedFromBlocks.isEmpty {
            let blocks = file.substitutedFromBlocks.map { SafeText.line($0, limit: 20) }
            page.item(
                "the file substitutes the code from block \(blocks.joined(separator: ", ")) on; "
                    + "--substitute BLOCK runs that one")
        }
    }

    private static func blocks(_ blocks: RuntimeFacts.Blocks, _ page: inout Page.Blocks) {
        page.heading("Blocks")
        page.labelled(
            "slot",
            "\(DecimalText.stated(Double(blocks.slotMilliseconds) / 1000)) s, "
                + blocks.consensus)
        page.labelled("para id", "\(blocks.paraID), says \(blocks.paraIDSource)")
        if let offset = blocks.relayParentOffset, offset > 0 {
            page.labelled("relay", "wants \(offset) relay-chain headers after the relay parent")
        }
        let weights = [
            ("in all", blocks.weightPicosecondsMax),
            ("normal", blocks.normalWeightPicosecondsMax), ("base", blocks.baseBlockPicoseconds),
            ("a transaction at least", blocks.baseExtrinsicPicoseconds),
            ("a read", blocks.databaseReadPicoseconds),
            ("a write", blocks.databaseWritePicoseconds),
        ]
        let told = weights.compactMap { name, weight in
            weight.map {
                "\(name) \(QuantityFormat.duration(seconds: Double($0) / picosecondsPerSecond))"
            }
        }
        page.labelled("weight", told.isEmpty ? "not known" : told.joined(separator: ", "))
        page.labelled(
            "proof",
            blocks.proofBytesMax.map { "at most " + QuantityFormat.text(Double($0), .bytes) }
                ?? "no limit of the runtime's")
        if let bytes = blocks.normalBytesMax {
            page.labelled(
                "length",
                "normal transactions at most " + QuantityFormat.text(Double(bytes), .bytes))
        }
    }

    private static let picosecondsPerSecond = 1e12

    private static func transactions(
        _ transactions: RuntimeFacts.Transactions, _ page: inout Page.Blocks
    ) {
        page.heading("Transactions")
        page.labelled(
            "account",
            "\(transactions.accountIDBytes) bytes, its value \(transactions.accountInfoBytes) with "
                + "a nonce of \(transactions.nonceBytes); "
                + (transactions.hasNewBalanceLogic ? "holds and freezes" : "reserves and locks"))
        page.labelled(
            "signed",
            transactions.signature
                + (transactions.addressPrefix.isEmpty
                    ? ", the account alone as address"
                    : ", \(transactions.addressPrefix) before the account in an address"))
        page.labelled(
            "transfer", transactions.transferCall.map { SafeText.line($0, limit: 80) } ?? "none")
        var table = Page.Table([
            .text("extension"), .words("adds"),
            .words("signs in addition"),
        ])
        for item in transactions.extensions {
            table.append([
                Page.Cell(SafeText.line(item.name, limit: 60)),
                Page.Cell(SafeText.line(item.explicit, limit: 40)),
                Page.Cell(SafeText.line(item.implicit, limit: 40)),
            ])
        }
        page.table(table)
    }

    private static func trial(_ facts: RuntimeFacts, _ page: inout Page.Blocks) {
        page.heading("A block built and executed")
        if let trial = facts.trial {
            page.labelled(
                "inherents",
                trial.inherents.map { SafeText.line($0, limit: 80) }.joined(separator: ", "))
            page.labelled("takes", SafeText.line(trial.transactions, limit: 200))
            if let refusal = trial.refusal {
                page.item(
                    "transfers signed by those who pay: "
                        + SafeText.line(refusal, limit: 300), .doubtful)
            }
        }
        for note in facts.notes { page.item(SafeText.line(note, limit: 600)) }
        if let count = facts.importedFunctions {
            page.labelled("imports", "\(count) host functions")
        }
        if !facts.unknownFunctions.isEmpty {
            let names = facts.unknownFunctions.map { SafeText.line($0, limit: 80) }
            page.item(
                "not implemented here, and so an error when they are called: "
                    + names.joined(separator: ", "))
        }
        for problem in facts.problems { page.item(SafeText.line(problem, limit: 1000), .bad) }
    }
}
