import Model

/// What this program knows of the simulated chain's work: sizes by preset, and roots that every
/// machine comes to.
package struct ChainWork: Sendable {
    /// The roots of one set of blocks.
    package struct Roots: Sendable {
        let accounts: Int
        let stateVersion: Int
        let extrinsics: Int
        /// With those before the first that is timed.
        let blocks: Int
        /// The hash over the roots of all blocks, hexadecimal without a prefix.
        let rootChain: String

        package init(
            accounts: Int, stateVersion: Int, extrinsics: Int, blocks: Int, rootChain: String
        ) {
            self.accounts = accounts
            self.stateVersion = stateVersion
            self.extrinsics = extrinsics
            self.blocks = blocks
            self.rootChain = rootChain
        }
    }

    /// Nothing is known.
    package static let unknown = ChainWork(accounts: [:], roots: [])

    private let accounts: [String: Int]
    private let roots: [Roots]

    /// - Parameters:
    ///   - accounts: the most accounts of a state, by preset.
    ///   - roots: of uniform transfers, as `chain.import` makes them.
    package init(accounts: [String: Int], roots: [Roots]) {
        self.accounts = accounts
        self.roots = roots
    }

    /// Why the work that a chain's probe names is not what its run did; nil if it may be.
    func problem(of probe: ProbeRecord, in record: RunRecord) -> String? {
        guard let said = Self.count(probe, ChainParameter.accounts) else { return nil }
        if let most = accounts[record.plan.preset], said > most {
            return "a run of preset \(record.plan.preset) has \(most) accounts, not \(said)"
        }
        for other in record.probes where other.status == .measured {
            if let known = known(Self.root(of: other)), known.accounts != said {
                return "the roots of \(other.id) are those of \(known.blocks) blocks of "
                    + "\(known.extrinsics) transfers on \(known.accounts) accounts"
            }
            guard let count = Self.count(other, ChainParameter.accounts) else { continue }
            if count != said { return "\(other.id) has \(count) accounts, and this \(said)" }
        }
        return rootProblem(probe, accounts: said)
    }

    private func rootProblem(_ probe: ProbeRecord, accounts: Int) -> String? {
        guard let root = Self.root(of: probe),
            let layout = Self.count(probe, ChainParameter.stateVersion),
            let extrinsics = Self.count(probe, ChainParameter.extrinsics),
            let timed = Self.count(probe, "blocks"), let before = Self.count(probe, "warmupBlocks")
        else { return nil }
        func isWork(_ roots: Roots) -> Bool {
            roots.accounts == accounts && roots.stateVersion == layout
                && roots.extrinsics == extrinsics
                && roots.blocks.subtractingReportingOverflow(before).partialValue == timed
        }
        if let other = known(root), !isWork(other) {
            return "its roots are those of \(other.blocks) blocks of \(other.extrinsics) transfers "
                + "on \(other.accounts) accounts"
        }
        // A chain's own runtime produces roots of its own, and so do accounts of another form.
        let isUsual =
            Self.count(probe, ChainParameter.accountBytes) ?? 80 == 80
            && probe.parameters[ChainParameter.signature] ?? "sr25519" == "sr25519"
        let runtime = probe.parameters[ChainParameter.runtime]
        if isUsual, let own = roots.first(where: isWork), own.rootChain != root,
            probe.id == "chain.import",
            runtime == nil || runtime == ChainParameter.modelledRuntime
        {
            return "the roots of its blocks are not those that every machine comes to"
        }
        return nil
    }

    private func known(_ root: Substring?) -> Roots? {
        roots.first { $0.rootChain == root ?? "" }
    }

    /// The hash over the roots of a probe's blocks, without a prefix.
    private static func root(of probe: ProbeRecord) -> Substring? {
        probe.parameters["rootChain"].map { $0.hasPrefix("0x") ? $0.dropFirst(2) : $0[...] }
    }

    private static func count(_ probe: ProbeRecord, _ parameter: String) -> Int? {
        probe.parameters[parameter].flatMap { Int($0) }
    }
}
