import Primitives

/// The roots that the presets must produce.
///
/// Built with one thread and with two; those of 100k are Tests/ChainTests/Oracle/state_oracle.py's,
/// which shares no code with the builder.
enum StatePins {
    private static let roots: [(preset: StatePreset, layout: TrieLayout, root: String)] = [
        (.small, .v0, "3096c0ee171098a39bbb8c028dc5e5ad63b69f2a4b390b693fd8cc349c87baaa"),
        (.small, .v1, "4c3a133e1eb6923596a4c3520b62dbca48e7baa718cea8cddc1bd0840724b783"),
        (.medium, .v0, "cfd53a721850de3c0e6711583b2da9f217f6bb20d33a7419b74420f372591996"),
        (.medium, .v1, "ce9a43e9632e4dff052c3d5b5aad424b90237276b9f27e0c4e6c44f39d779b65"),
        (.large, .v0, "3f646cd81cc3fa8469aacb771a4f7e09b57d801f88336768b43cbaad9cb66e57"),
        (.large, .v1, "be2fcc1411eb6faa08f382a1216247f5c4044636d3f46b5d8933c19ce26b6260"),
    ]

    /// The same of other forms of accounts: a nonce of 64 bits (KILT), and ECDSA (Moonbeam).
    private static let formed:
        [(preset: StatePreset, layout: TrieLayout, form: AccountForm, root: String)] = []

    /// The root of a preset's state; nil = none is pinned.
    static func root(of state: StateGenerator) -> Hash256? {
        let isPreset =
            state.contents == nil && state.seed == StatePreset.seed
            && state.signers == StateGenerator.signersMax
        guard isPreset else { return nil }
        let pins = roots.map { ($0.preset, $0.layout, AccountForm.usual, $0.root) } + formed
        for (preset, layout, form, root) in pins
        where preset.accounts == state.accounts && layout == state.layout && form == state.form {
            return bytes(hexadecimal: root.utf8).flatMap { Hash256($0) }
        }
        return nil
    }
}
