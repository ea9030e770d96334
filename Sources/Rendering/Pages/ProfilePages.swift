package import Model

/// The list of profiles, and one in full.
package enum ProfilePages {
    /// Id, network, role, date, state and number of requirements of each, in the order given.
    package static func list(_ profiles: [Profile]) -> Page {
        var page = Page()
        var table = Page.Table([
            // Ids of 25 letters, as the longest built-in one, stay whole in 80 columns.
            .words("id"), .text("network", least: 11), .words("role"), .words("as of"),
            .text("state", least: 10), .figures("lines"),
        ])
        for profile in profiles {
            let current =
                profile.status.state == .current && profile.status.silentSince == nil
            table.append([
                Page.Cell(SafeText.line(profile.id, limit: 80)),
                Page.Cell(SafeText.line(profile.network, limit: 120)),
                Page.Cell(SafeText.line(profile.role, limit: 40)),
                Page.Cell(profile.asOf.map { SafeText.line($0, limit: 20) } ?? "–"),
                Page.Cell(profile.status.words, tone: current ? .plain : .doubtful),
                Page.Cell(String(profile.requirementsOfRole.count)),
            ])
        }
        page.body.table(table)
        return page
    }

    /// Everything a profile holds, each requirement with its source.
    package static func show(_ profile: Profile) -> Page {
        let title = SafeText.line(profile.title, limit: 120)
        var page = Page(title: "\(title) (\(SafeText.line(profile.id, limit: 80)))")
        page.body.labelled("network", SafeText.line(profile.network, limit: 80))
        page.body.labelled("role", SafeText.line(profile.role, limit: 40))
        page.body.labelled("status", profile.status.words)
        if let date = profile.asOf { page.body.labelled("as of", SafeText.line(date, limit: 20)) }
        if !profile.digest.isEmpty {
            page.body.labelled("digest", SafeText.line(profile.digest, limit: 80))
        }
        if let warning = profile.status.warning {
            page.body.item("WARNING: " + warning, .doubtful)
        }
        if let inherited = profile.inherited {
            page.body.item(
                "minima of \(SafeText.line(inherited.profile, limit: 60)) are applied: "
                    + SafeText.line(inherited.reason))
        }
        for note in profile.notes { page.body.item(SafeText.line(note)) }
        requirements(profile.requirements, &page.body)
        if let chain = profile.chain { self.chain(chain, &page.body) }
        if let session = profile.session { self.session(session, &page.body) }
        return page
    }

    private static func requirements(_ requirements: [Requirement], _ page: inout Page.Blocks) {
        page.heading("Requirements")
        var table = Page.Table([
            .text("subject"), .words("limit"),
            .figures("tolerance"), .words("level"),
            .figures("source"),
        ])
        let sources = Numbered(requirements.map { source($0.source) })
        for requirement in requirements {
            let tolerance = DecimalText.stated(requirement.tolerancePercent) + " %"
            table.append([
                Page.Cell(SafeText.line(requirement.subjectID, limit: 80)),
                Page.Cell(LimitText.text(requirement)),
                Page.Cell(requirement.tolerancePercent == 0 ? "none" : tolerance),
                Page.Cell(requirement.level.rawValue),
                Page.Cell(sources.mark(source(requirement.source))),
            ])
        }
        page.table(table)
        let remarks = requirements.compactMap(remark) + applied(requirements)
        if !remarks.isEmpty {
            page.heading("About these lines")
            for remark in remarks { page.item(remark) }
        }
        page.heading("Sources")
        for text in sources.entries { page.item(text, sign: sources.mark(text)) }
    }

    /// Which lines are taken over from which profile, one sentence a profile.
    private static func applied(_ requirements: [Requirement]) -> [String] {
        Numbered(requirements.compactMap(\.appliedFrom)).entries.map { from in
            let ids = requirements.filter { $0.appliedFrom == from }.map {
                SafeText.line($0.subjectID, limit: 80)
            }
            return "applied from \(SafeText.line(from, limit: 60)): " + ids.joined(separator: ", ")
        }
    }

    /// What a line says beyond its limit; nil means nothing.
    private static func remark(_ requirement: Requirement) -> String? {
        var parts: [String] = []
        if let reason = requirement.reason { parts.append(SafeText.line(reason)) }
        if requirement.validatorOnly {
            parts.append("the node's start-up check skips this for collators")
        }
        guard !parts.isEmpty else { return nil }
        return SafeText.line(requirement.subjectID, limit: 80) + ": "
            + parts.joined(separator: "; ")
    }

    private static func chain(_ chain: ChainParameters, _ page: inout Page.Blocks) {
        page.heading("Chain")
        page.item("a block every \(QuantityFormat.stated(seconds: chain.blockSeconds))")
        if let seconds = chain.slotSeconds {
            let blocks = DecimalText.stated(chain.blocksPerSlot ?? 1)
            page.item(
                "slots of \(QuantityFormat.stated(seconds: seconds)), "
                    + (blocks == "1" ? "1 block each" : "\(blocks) blocks each"))
        }
        if let seconds = chain.authoringSeconds {
            page.item("\(QuantityFormat.stated(seconds: seconds)) for an author's proposal")
        }
        if let seconds = chain.lastAuthoringSeconds {
            page.item(
                "\(QuantityFormat.stated(seconds: seconds)) for its last one before another "
                    + "author's turn")
        }
        let weight = QuantityFormat.stated(seconds: chain.weightLimitSeconds)
        page.item("a full block weighs \(weight) of the reference machine")
        if let bytes = chain.povLimitBytes {
            page.item("proofs of validity up to \(QuantityFormat.text(Double(bytes), .bytes))")
        }
        self.transfer(chain, &page)
        page.item(
            "\(DecimalText.stated(Double(chain.fullBlock.transfers))) transfers fill a block: "
                + chain.fullBlock.derivation)
        if chain.authoredBlock.transfers != chain.fullBlock.transfers {
            page.item(
                "\(DecimalText.stated(Double(chain.authoredBlock.transfers))) fill one of the "
                    + "node's own author: " + chain.authoredBlock.derivation)
        }
        page.item(
            "a backing validator executes a block within "
                + QuantityFormat.stated(seconds: chain.backingLimitSeconds))
        if let layout = chain.stateLayout { page.item("state trie layout \(layout.rawValue)") }
        page.item(
            "accounts of \(chain.accountBytes) bytes; up to "
                + QuantityFormat.text(Double(chain.nodeCacheBytes), .bytes)
                + " of the trie's nodes in memory")
        switch chain.database {
        case .rocksDB: page.item("database RocksDB, as in the simulated chain")
        case .parityDB:
            page.item(
                "database ParityDB by the network's guide; the simulated chain is over RocksDB")
        }
        page.item("judged at \(DecimalText.stated(Double(chain.stateAccounts))) accounts (ours)")
        page.item(
            "a modelled runtime costs \(DecimalText.stated(chain.runtime.toPass)) signature checks "
                + "a transfer to pass, \(DecimalText.stated(chain.runtime.toFail)) to fail "
                + "(--runtime FILE runs the chain's own)")
        page.detail("from " + source(chain.source))
    }

    private static func transfer(_ chain: ChainParameters, _ page: inout Page.Blocks) {
        let transfer = chain.transfer
        func microseconds(_ seconds: Double) -> String {
            DecimalText.stated((seconds * 1e9).rounded() / 1e3) + " us"
        }
        page.item(
            "a transfer weighs \(microseconds(transfer.seconds)): "
                + "\(microseconds(transfer.baseSeconds)) of each extrinsic, "
                + "\(microseconds(transfer.callSeconds)) of the call, \(transfer.reads) x "
                + "\(microseconds(transfer.readSeconds)) for reads, \(transfer.writes) x "
                + "\(microseconds(transfer.writeSeconds)) for writes; signed with "
                + transfer.signature.rawValue)
        if let source = chain.transferSource {
            page.detail("from " + self.source(source))
        } else {
            page.detail("assumed, since the profile names none (ours)")
        }
    }

    private static func session(_ session: SessionParameters, _ page: inout Page.Blocks) {
        page.heading("Session")
        if let seconds = session.lengthSeconds {
            page.item("length \(QuantityFormat.stated(seconds: seconds))")
        }
        if let penalty = session.penalty { page.item("penalty: " + SafeText.line(penalty)) }
        page.detail("from " + source(session.source))
    }

    private static func source(_ source: Source) -> String {
        [source.document, source.revision, source.date].filter { !$0.isEmpty }
            .map { SafeText.line($0, limit: 200) }.joined(separator: ", ")
    }

    /// Different texts in the order of their first use, each with a mark such as `[2]`.
    private struct Numbered {
        private(set) var entries: [String] = []

        init(_ texts: [String]) {
            for text in texts where !entries.contains(text) { entries.append(text) }
        }

        func mark(_ text: String) -> String {
            entries.firstIndex(of: text).map { "[\($0 + 1)]" } ?? ""
        }
    }
}
