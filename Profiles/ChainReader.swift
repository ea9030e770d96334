internal import Model
internal import Yams

/// Reads `chain:` and `session:`, whose figures are written with their unit, such as `12 s`.
extension ProfileReader {
    /// Block-time parameters, or nil if the profile has none.
    func chain(
        _ root: StrictMapping, _ sources: SourceTable
    ) throws(ProfileError) -> ChainParameters? {
        guard let node = root["chain"] else { return nil }
        let mapping = try StrictMapping(
            node, in: root.document, subject: "'chain'",
            keys: Self.chainKeys)
        let factor = try optionalNumber("wasm_factor", in: 1...100, of: mapping)
        let floor = try optionalNumber("wasm_factor_floor", in: 1...100, of: mapping)
        let factorUsed = factor ?? ChainParameters.wasmFactorDefault
        if let floor, floor > factorUsed {
            throw mapping.error(
                at: "wasm_factor_floor", "'wasm_factor_floor' is above 'wasm_factor'",
                fix: "write at most \(factorUsed)")
        }
        var chain = ChainParameters(
            blockSeconds: try quantity("block_time", in: .seconds, of: mapping),
            slotSeconds: try optionalQuantity("slot_time", in: .seconds, of: mapping),
            authoringSeconds: try optionalQuantity("authoring_time", in: .seconds, of: mapping),
            lastAuthoringSeconds: try optionalQuantity(
                "last_authoring_time", in: .seconds, of: mapping),
            weightLimitSeconds: try quantity("weight_limit", in: .seconds, of: mapping),
            normalShare: try optionalNumber("normal_share", in: 0.01...1, of: mapping)
                ?? ChainParameters.normalShareDefault,
            backingLimitSeconds: try optionalQuantity("backing_limit", in: .seconds, of: mapping)
                ?? ChainParameters.backingLimitSecondsDefault,
            povLimitBytes: try optionalQuantity("pov_limit", in: .bytes, of: mapping)
                .map { Int($0) },
            authorProofShare: try optionalNumber("author_proof_share", in: 0.01...1, of: mapping)
                ?? ChainParameters.authorProofShareDefault,
            importProofShare: try optionalNumber("import_proof_share", in: 0.01...1, of: mapping)
                ?? 1,
            stateLayout: try mapping.optionalWord("state_layout"),
            stateAccounts: try optionalNumber("state_size", in: 1000...1e9, of: mapping)
                .map { Int($0) } ?? ChainParameters.stateAccountsDefault,
            runtime: try runtimeTerm(mapping, sources), wasmFactor: factorUsed,
            wasmFactorFloor: floor ?? min(factorUsed, ChainParameters.wasmFactorFloorDefault),
            source: try sources.source(of: mapping))
        try readNode(mapping, into: &chain)
        if let transfer = mapping["transfer"] {
            (chain.transfer, chain.transferSource) = try self.transfer(
                transfer, in: root.document, sources)
        }
        return chain
    }

    static let chainKeys = [
        "block_time", "slot_time", "authoring_time", "last_authoring_time", "weight_limit",
        "normal_share", "backing_limit", "pov_limit", "author_proof_share", "import_proof_share",
        "state_layout", "account_bytes", "node_cache", "database", "transfer", "state_size",
        "wasm_factor", "wasm_factor_floor", "runtime", "source",
    ]

    /// What the node keeps and how.
    private func readNode(
        _ mapping: StrictMapping, into chain: inout ChainParameters
    ) throws(ProfileError) {
        if let text = try mapping.optionalText("account_bytes") {
            guard let bytes = Int(text), bytes == 80 || bytes == 84 else {
                throw mapping.error(
                    at: "account_bytes", "'\(text)' is no value of 'account_bytes'",
                    fix: "write 80, or 84 where nonces have 64 bits")
            }
            chain.accountBytes = bytes
        }
        chain.nodeCacheBytes =
            try optionalQuantity("node_cache", in: .bytes, of: mapping).map { Int($0) }
            ?? chain.nodeCacheBytes
        chain.database = try mapping.optionalWord("database") ?? chain.database
    }

    /// What a transfer weighs.
    private func transfer(
        _ node: Node, in document: YamlDocument, _ sources: SourceTable
    ) throws(ProfileError) -> (TransferCost, Source) {
        let mapping = try StrictMapping(
            node, in: document, subject: "'transfer'",
            keys: Self.transferKeys)
        let cost = TransferCost(
            baseSeconds: try optionalQuantity("base", in: .seconds, of: mapping)
                ?? TransferCost.extrinsicBaseSecondsDefault,
            callSeconds: try quantity("call", in: .seconds, of: mapping),
            reads: try count("reads", of: mapping), writes: try count("writes", of: mapping),
            readSeconds: try optionalQuantity("read", in: .seconds, of: mapping)
                ?? RocksDbWeight.readSeconds,
            writeSeconds: try optionalQuantity("write", in: .seconds, of: mapping)
                ?? RocksDbWeight.writeSeconds,
            proofBytes: Int(try quantity("proof", in: .bytes, of: mapping)),
            emptyBlockSeconds: try optionalQuantity("empty_block", in: .seconds, of: mapping)
                ?? TransferCost.emptyBlockSecondsDefault,
            signature: try mapping.optionalWord("signatures") ?? .sr25519)
        return (cost, try sources.source(of: mapping))
    }

    static let transferKeys = [
        "base", "call", "reads", "writes", "read", "write", "proof", "empty_block", "signatures",
        "source",
    ]

    private func count(
        _ key: String, of mapping: StrictMapping
    ) throws(ProfileError) -> Int {
        let text = try mapping.text(key, fix: "write how many a transfer is charged, such as 1")
        guard let count = Int(text), (0...1000).contains(count) else {
            throw mapping.error(
                at: key, "'\(text)' is no value of '\(key)'", fix: "write a whole number")
        }
        return count
    }

    /// What a modelled runtime costs in checks of a block's signatures; the defaults where the
    /// profile says nothing.
    private func runtimeTerm(
        _ chain: StrictMapping, _ sources: SourceTable
    ) throws(ProfileError) -> ChainParameters.RuntimeTerm {
        guard let node = chain["runtime"] else { return ChainParameters.RuntimeTerm() }
        let mapping = try StrictMapping(
            node, in: chain.document, subject: "'runtime'",
            keys: ["to_pass", "to_fail", "source"])
        let toPass =
            try optionalNumber("to_pass", in: 0...100, of: mapping)
            ?? ChainParameters.RuntimeTerm.toPassDefault
        let toFail =
            try optionalNumber("to_fail", in: 0...100, of: mapping)
            ?? min(toPass, ChainParameters.RuntimeTerm.toFailDefault)
        if toFail > toPass {
            throw mapping.error(
                at: "to_fail", "'to_fail' is above 'to_pass'", fix: "write at most \(toPass)")
        }
        return ChainParameters.RuntimeTerm(
            toPass: toPass, toFail: toFail, source: try sources.source(of: mapping))
    }

    /// Session parameters, or nil if the profile has none.
    func session(
        _ root: StrictMapping, _ sources: SourceTable
    ) throws(ProfileError) -> SessionParameters? {
        guard let node = root["session"] else { return nil }
        let mapping = try StrictMapping(
            node, in: root.document, subject: "'session'", keys: ["length", "penalty", "source"])
        return SessionParameters(
            lengthSeconds: try optionalQuantity("length", in: .seconds, of: mapping),
            penalty: try mapping.optionalText("penalty"),
            source: try sources.source(of: mapping))
    }

    private func optionalNumber(
        _ key: String, in range: ClosedRange<Double>, of mapping: StrictMapping
    ) throws(ProfileError) -> Double? {
        guard let text = try mapping.optionalText(key) else { return nil }
        guard let number = WrittenQuantity.number(text), range.contains(number) else {
            throw mapping.error(
                at: key, "'\(text)' is no value of '\(key)'",
                fix: "write a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private func quantity(
        _ key: String, in base: Unit, of mapping: StrictMapping
    ) throws(ProfileError) -> Double {
        _ = try mapping.required(key, fix: "write a number and its unit, such as `12 s`")
        return try optionalQuantity(key, in: base, of: mapping) ?? 0
    }

    private func optionalQuantity(
        _ key: String, in base: Unit, of mapping: StrictMapping
    ) throws(ProfileError) -> Double? {
        guard let text = try mapping.optionalText(key) else { return nil }
        guard let written = WrittenQuantity.quantity(text), written.number > 0,
            let unit = WrittenQuantity.unit(written.unit), unit.base == base,
            (written.number * unit.factor) <= WrittenQuantity.largest
        else {
            throw mapping.error(
                at: key, "'\(text)' is no value of '\(key)'",
                fix: "write a number above 0, a space and \(WrittenQuantity.fitting(base))")
        }
        return written.number * unit.factor
    }
}
