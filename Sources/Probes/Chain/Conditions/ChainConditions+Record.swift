package import Model

extension ChainConditions {
    /// What the chain probes of a record simulated, to do the same again.
    ///
    /// What no probe of the record tells is as in `typical`: no probe of it needs that. A kept
    /// state is none of it.
    package init(recordedIn record: RunRecord) {
        self = .typical
        for probe in record.probes where probe.id.hasPrefix("chain.") {
            func number(_ name: String) -> Int? { probe.parameters[name].flatMap { Int($0) } }
            accounts = number(ChainParameter.accounts) ?? accounts
            stateVersion = number(ChainParameter.stateVersion) ?? stateVersion
            fullTransfers = number(ChainParameter.fullTransfers) ?? fullTransfers
            accountBytes = number(ChainParameter.accountBytes) ?? accountBytes
            // As much as the state has says nothing of the most.
            if let cache = number(ChainParameter.nodeCache), cache != nodeCacheBytes {
                nodeCacheBytesMost = cache
            }
            transfer = TransferCost(recordedIn: probe.parameters)
            switch probe.id {
            case "chain.author":
                authoredBlocks = number("blocks") ?? authoredBlocks
                proofBytesMax = number(ChainParameter.proofBytes) ?? proofBytesMax
                deadlineSeconds =
                    probe.parameters[ChainParameter.deadline].flatMap { Double($0) }
                    ?? deadlineSeconds
                authoredTransfers = number(ChainParameter.extrinsics) ?? fullTransfers
            case ImportVariant.judged.id:
                blocks = number("blocks") ?? blocks
            default: break
            }
        }
        transfers = Self.transfers(recordedIn: record) ?? transfers
    }

    /// Transfers in a block of the judged size, as the extrinsics of any variant tell them.
    private static func transfers(recordedIn record: RunRecord) -> Int? {
        func extrinsics(_ variant: ImportVariant) -> Int? {
            record.probes.first { $0.id == variant.id }?
                .parameters[ChainParameter.extrinsics].flatMap { Int($0) }
        }
        for variant in [ImportVariant.judged, .zipf, .cold, .loaded] {
            if let count = extrinsics(variant) { return count }
        }
        // Others come to the same count again, if not to the same size.
        if let count = extrinsics(.stress), count < ImportVariant.stressTransfers { return count }
        return extrinsics(.reads).map { $0 * ImportVariant.accountsOfCall / 2 }
    }
}
