internal import Model
internal import Yams

/// Turns one YAML text into a profile.
struct ProfileReader {
    static let keys = [
        "schema", "id", "title", "network", "role", "status", "as_of", "sources", "notes",
        "inherits",
        "chain", "session", "requirements",
    ]

    enum Role: String, CaseIterable { case collator, validator }

    let metrics: [MetricID: MetricDefinition]
    /// Gives an embedded profile by id without resolving what it inherits; nil means no such id.
    let parent: (String) throws(ProfileError) -> (profile: Profile, bytes: [UInt8])?
    /// Ids that `inherits:` may name, for the hint of a misspelt one.
    let parentIDs: [String]

    /// Reads and checks a profile.
    ///
    /// `file` is shown in errors; its last part without the ending must be the id, except for `-`,
    /// the standard input. With `resolving: false` the inherited requirements are left out.
    /// - Throws: `ProfileError.invalid` at the first breach of the format.
    func profile(
        text: String, file: String, resolving: Bool = true
    ) throws(ProfileError) -> Profile {
        let document = try YamlDocument(text: text, file: file)
        try checkSchema(document)
        let root = try StrictMapping(
            document.root, in: document, subject: "the profile", keys: Self.keys)
        let id = try id(root, file: file)
        let sources = try SourceTable(
            try root.required(
                "sources", fix: "name each document once: `KEY: {document, revision, date}`"),
            in: document)
        let role: Role = try root.word("role")
        var profile = Profile(
            id: id,
            title: try root.text("title", fix: "add `title:` and a short name"),
            network: try root.text("network", fix: "add `network:` and its name"),
            role: role.rawValue, status: try status(root), asOf: try date("as_of", of: root),
            notes: try notes(root), inherited: try inheritance(root),
            chain: try chain(root, sources), session: try session(root, sources),
            requirements: try RequirementReader(
                document: document, metrics: metrics, sources: sources
            ).requirements(
                try root.required("requirements", fix: "add `requirements:` and a list")),
            digest: "")
        var bytes = Array(text.utf8)
        if resolving, let inherited = profile.inherited {
            let parent = try resolvedParent(inherited, of: id, at: root)
            bytes += parent.bytes
            profile.requirements = merged(
                profile.requirements, with: parent.profile,
                hasFacts: inherited.hasFacts ?? false)
        }
        guard !profile.requirements.isEmpty || !resolving else {
            throw root.error(
                at: "requirements", "the profile requires nothing", fix: "add a requirement")
        }
        profile.digest = sha256Hexadecimal(bytes)
        return profile
    }

    /// The version is looked at before any key, since a newer one may have other keys.
    func checkSchema(_ document: YamlDocument) throws(ProfileError) {
        let root = try StrictMapping(
            document.root, in: document, subject: "the profile", keys: nil)
        let current = Profile.schemaVersion
        let text = try root.text("schema", fix: "add `schema: \(current)`")
        guard let version = Int(text), version > 0 else {
            throw root.error(
                at: "schema", "'\(text)' is not a schema version",
                fix: "write `schema: \(current)`")
        }
        guard version <= current else {
            throw root.error(
                at: "schema",
                "schema \(version) is newer than this program, which reads up to \(current)",
                fix: "use a newer touchstone")
        }
    }

    func id(_ root: StrictMapping, file: String) throws(ProfileError) -> String {
        let id = try root.text("id", fix: "add `id:` and the file's name without its ending")
        let isPlain = id.utf8.allSatisfy {
            "abcdefghijklmnopqrstuvwxyz0123456789-".utf8.contains($0)
        }
        guard isPlain else {
            throw root.error(
                at: "id", "'\(id)' is not an id",
                fix: "use lower-case letters, digits and '-'")
        }
        guard file != "-" else { return id }
        let name = file.split(separator: "/").last ?? ""
        let stem = name.split(separator: ".").first ?? ""
        guard id == stem else {
            throw root.error(
                at: "id", "id '\(id)' is not the name of the file",
                fix: "write `id: \(stem)` or name the file \(id).yaml")
        }
        return id
    }

    func status(_ root: StrictMapping) throws(ProfileError) -> Profile.Status {
        let fix = "add `status: {state: current}`"
        let mapping = try StrictMapping(
            try root.required("status", fix: fix), in: root.document, subject: "'status'",
            keys: ["state", "since", "note", "silent_since"])
        let state: Profile.Status.State = try mapping.word("state")
        let silentSince = try date("silent_since", of: mapping)
        guard state != .current else {
            return Profile.Status(
                state: state, since: try mapping.optionalText("since"),
                note: try mapping.optionalText("note"), silentSince: silentSince)
        }
        return Profile.Status(
            state: state,
            since: try mapping.text("since", fix: "write the date it became \(state.rawValue)"),
            note: try mapping.text("note", fix: "write what replaced it or why it ended"),
            silentSince: silentSince)
    }

    func date(
        _ key: String, of mapping: StrictMapping
    ) throws(ProfileError) -> String? {
        guard let text = try mapping.optionalText(key) else { return nil }
        guard SourceTable.isDate(text) else {
            throw mapping.error(
                at: key, "'\(text)' is not a date", fix: "write YYYY, YYYY-MM or YYYY-MM-DD")
        }
        return text
    }

    func notes(_ root: StrictMapping) throws(ProfileError) -> [String] {
        guard let node = root["notes"] else { return [] }
        let texts = node.sequence?.compactMap { $0.scalar?.string }
        guard let texts, texts.count == node.sequence?.count else {
            throw root.document.error(
                at: node, "'notes' is not a list of texts", fix: "begin each note with `- `")
        }
        return texts
    }

    func inheritance(_ root: StrictMapping) throws(ProfileError) -> Profile.Inheritance? {
        guard let node = root["inherits"] else { return nil }
        let mapping = try StrictMapping(
            node, in: root.document, subject: "'inherits'", keys: ["profile", "facts", "reason"])
        return Profile.Inheritance(
            profile: try mapping.text("profile", fix: "add `profile:` and an id"),
            hasFacts: try mapping.optionalFlag("facts"),
            reason: try mapping.text("reason", fix: "say why its minima are applied here"))
    }

    private func resolvedParent(
        _ inherited: Profile.Inheritance, of id: String, at root: StrictMapping
    ) throws(ProfileError) -> (profile: Profile, bytes: [UInt8]) {
        let name = inherited.profile
        guard name != id else {
            throw root.error(
                at: "inherits", "'\(id)' inherits itself", fix: "name another profile")
        }
        guard let parent = try parent(name) else {
            throw root.error(
                at: "inherits", "no embedded profile is named '\(name)'",
                fix: didYouMean(name, among: parentIDs)
                    ?? "`touchstone profiles list` shows all")
        }
        if let grandparent = parent.profile.inherited {
            throw root.error(
                at: "inherits", "'\(name)' inherits its own minima from '\(grandparent.profile)'",
                fix: "inherit '\(grandparent.profile)' itself")
        }
        return parent
    }

    /// Own lines and the parent's metric lines, with its facts where they are asked for; an own
    /// line on the same subject stands in its place.
    private func merged(
        _ own: [Requirement], with parent: Profile, hasFacts: Bool
    ) -> [Requirement] {
        let ownIDs = Set(own.map(\.subjectID))
        let taken = parent.requirements.compactMap { requirement -> Requirement? in
            if case .fact = requirement.subject, !hasFacts { return nil }
            guard !ownIDs.contains(requirement.subjectID) else { return nil }
            var applied = requirement
            applied.appliedFrom = parent.id
            return applied
        }
        return taken + own
    }
}
