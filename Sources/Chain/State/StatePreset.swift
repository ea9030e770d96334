package import Primitives

/// The sizes of first states, with roots that every machine must produce.
package enum StatePreset: String, CaseIterable, Sendable {
    case small = "100k"
    case medium = "1M"
    case large = "10M"

    /// The number of accounts.
    package var accounts: Int {
        switch self {
        case .small: 100_000
        case .medium: 1_000_000
        case .large: 10_000_000
        }
    }

    /// The seed of all presets; ours.
    package static let seed: UInt64 = 1
}

/// What a state was built from and came to: a line of text each, beside its database.
package struct StateManifest: Equatable, Sendable {
    package var accounts: Int
    package var signers: Int
    package var seed: UInt64
    package var layout: TrieLayout
    package var form: AccountForm
    package var root: Hash256
    package var size: StateSize
    /// The digest of a real chain's contents; nil means the model's own.
    package var contents: Hash256?

    /// Counts what a changed layout of the directory would make unreadable; ours.
    private static let format = 2

    init(_ state: StateGenerator, root: Hash256, size: StateSize) {
        accounts = state.accounts
        signers = state.signers
        seed = state.seed
        layout = state.layout
        form = state.form
        self.root = root
        self.size = size
        contents = state.contents?.digest
    }

    /// nil if it is not such a text.
    init?(text: String) {
        var values: [Substring: Substring] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2 else { return nil }
            values[words[0]] = words[1]
        }
        func number<T: FixedWidthInteger>(_ name: Substring) -> T? {
            values[name].flatMap { T($0) }
        }
        func hash(_ name: Substring) -> Hash256? {
            values[name].flatMap { bytes(hexadecimal: $0.utf8) }.flatMap { Hash256($0) }
        }
        contents = hash("contents")
        guard values.count == (contents == nil ? 10 : 11), number("format") == Self.format,
            let accounts: Int = number("accounts"),
            let signers: Int = number("signers"), let seed: UInt64 = number("seed"),
            let layout = number("layout").flatMap({ TrieLayout(rawValue: $0) }),
            let accountBytes: Int = number("accountBytes"),
            let scheme = values["signatures"].flatMap({
                AccountForm.Scheme(rawValue: String($0))
            }),
            let form = AccountForm(accountBytes: accountBytes, scheme: scheme),
            let root = hash("root"),
            let nodes: Int = number("nodes"), let byteCount: Int = number("bytes")
        else { return nil }
        self.accounts = accounts
        self.signers = signers
        self.seed = seed
        self.layout = layout
        self.form = form
        self.root = root
        size = StateSize()
        size.nodes = nodes
        size.bytes = byteCount
    }

    var text: String {
        """
        format \(Self.format)
        accounts \(accounts)
        signers \(signers)
        seed \(seed)
        layout \(layout.rawValue)
        accountBytes \(form.accountBytes)
        signatures \(form.scheme.rawValue)
        root \(hexadecimal(root.array))
        nodes \(size.nodes)
        bytes \(size.bytes)

        """ + (contents.map { "contents \(hexadecimal($0.array))\n" } ?? "")
    }

    /// The first thing in which a state differs from the one asked for; nil means none.
    func difference(from state: StateGenerator) -> String? {
        for (name, found, wanted) in [
            ("accounts", accounts, state.accounts), ("signers", signers, state.signers),
            ("layout", Int(layout.rawValue), Int(state.layout.rawValue)),
            ("bytes of an account", form.accountBytes, state.form.accountBytes),
        ] where found != wanted {
            return "its \(name): \(found), not \(wanted)"
        }
        if contents != state.contents?.digest {
            return "the chain whose state it is, or the accounts that sign there"
        }
        if form.scheme != state.form.scheme {
            return "its signatures: \(form.scheme.rawValue), not \(state.form.scheme.rawValue)"
        }
        return seed == state.seed ? nil : "its seed: \(seed), not \(state.seed)"
    }
}
