package import Primitives

/// A key for workloads, with the account that it signs for.
package enum AccountKey: Sendable {
    case sr25519(Sr25519.KeyPair)
    /// A key of secp256k1 whose account is a hash; how it is hashed is the scheme's.
    case secp256k1(Secp256k1.KeyPair, ExtrinsicFormat.Scheme)

    /// The `index`th key of a series; the same in every run.
    package static func numbered(
        _ index: Int, scheme: ExtrinsicFormat.Scheme
    ) -> AccountKey? {
        let seed = Blake2b256.hash(
            Array("touchstone account".utf8) + Scale.littleEndian(UInt64(index)))
        switch scheme {
        case .sr25519: return Sr25519.KeyPair(seed: seed).map { .sr25519($0) }
        case .ecdsa, .ethereum:
            return Secp256k1.KeyPair(secretKey: seed).map { .secp256k1($0, scheme) }
        }
    }

    /// The account's identifier: 20 or 32 bytes.
    package var account: [UInt8] {
        switch self {
        case .sr25519(let pair): pair.publicKey
        case .secp256k1(let key, .ethereum): key.accountID
        case .secp256k1(let key, _): Blake2b256.hash(key.compressedPublicKey)
        }
    }

    /// Signs `payload` as a transaction: what is longer than 256 bytes is hashed first.
    ///
    /// - Source: sp-runtime, SignedPayload's `using_encoded`; its MultiSignature and fp-account's
    ///   EthereumSignature for the hashes below ECDSA.
    package func sign(_ payload: [UInt8]) -> [UInt8] {
        let message = payload.count > 256 ? Blake2b256.hash(payload) : payload
        return switch self {
        case .sr25519(let pair): pair.sign(message)
        case .secp256k1(let key, .ethereum): key.sign(digest: Keccak.hash256(message))
        case .secp256k1(let key, _): key.sign(digest: Blake2b256.hash(message))
        }
    }
}

extension Secp256k1.KeyPair {
    /// The public key in 33 bytes: whether the second coordinate is odd, then the first.
    ///
    /// - Source: SEC 1, version 2.0, section 2.3.3.
    var compressedPublicKey: [UInt8] {
        [2 | (publicKey.last ?? 0) & 1] + publicKey.prefix(32)
    }
}
