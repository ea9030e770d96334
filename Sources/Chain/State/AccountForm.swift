/// How a chain keeps accounts and signs transfers: what differs from chain to chain in both.
package struct AccountForm: Hashable, Sendable {
    /// Who signs.
    package enum Scheme: String, CaseIterable, Sendable {
        /// The account is the public key.
        case sr25519
        /// ECDSA over secp256k1, Keccak-256 of the payload; the account is Keccak-256 of the key.
        ///
        /// Chains with Ethereum's accounts keep the last 20 bytes of that hash; all 32 are kept
        /// here, so that keys of all chains have one length (ours).
        case ecdsa
    }

    /// Whether the nonce has 64 bits instead of 32.
    package var hasWideNonce: Bool
    package var scheme: Scheme

    package init(hasWideNonce: Bool = false, scheme: Scheme = .sr25519) {
        self.hasWideNonce = hasWideNonce
        self.scheme = scheme
    }

    /// What most chains have: a nonce of 32 bits, and sr25519.
    package static let usual = AccountForm()

    /// The length of an account's value in SCALE.
    ///
    /// - Source: frame-system's AccountInfo over pallet-balances' AccountData: 80 bytes with a
    ///   nonce of 32 bits; kilt-node 98f53f4a (2025-05-26), runtimes/common/src/lib.rs:117, has a
    ///   nonce of 64 bits, which makes 84.
    package var accountBytes: Int { hasWideNonce ? 84 : 80 }

    /// The form in which accounts have so many bytes; nil = none is known.
    package init?(accountBytes: Int, scheme: Scheme = .sr25519) {
        guard accountBytes == 80 || accountBytes == 84 else { return nil }
        self.init(hasWideNonce: accountBytes == 84, scheme: scheme)
    }
}
