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
            accounts = number(ChainMetric.accountsParameter) ?? accounts
            stateVersion = number(ChainMetric.stateVersionParameter) ?? stateVersion
            fullTransfers = number(ChainMetric.fullTransfersParameter) ?? fullTransfers
            switch probe.id {
            case "chain.author":
                authoredBlocks = number("blocks") ?? authoredBlocks
                proofBytesMax = number("proofBytesMax") ?? proofBytesMax
                deadlineSeconds =
                    probe.parameters["deadlineSeconds"].flatMap { Double($0) } ?? deadlineSeconds
            case ImportVariant.judged.id:
                blocks = number("blocks") ?? blocks
                transfers = number(ChainMetric.extrinsicsParameter) ?? transfers
            case ImportVariant.skewed.id, ImportVariant.cold.id, ImportVariant.loaded.id:
                transfers = number(ChainMetric.extrinsicsParameter) ?? transfers
            default: break
            }
        }
    }
}
