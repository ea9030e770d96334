package import Primitives

/// An account that can sign: a key pair made from a state's seed.
package enum Signer: Sendable {
    case sr25519(Sr25519.KeyPair)
    case ecdsa(Secp256k1.KeyPair)

    /// The key pair of a signer; nil never: a digest has a seed's length, and one that is no secret
    /// key of secp256k1 is not found in the lifetime of the universe.
    package init?(_ signer: Int, seed: UInt64, scheme: AccountForm.Scheme) {
        var stream = HashStream(domain: "signer", seed: seed)
        let secret = stream.digest(UInt64(signer)).array
        switch scheme {
        case .sr25519:
            guard let pair = Sr25519.KeyPair(seed: secret) else { return nil }
            self = .sr25519(pair)
        case .ecdsa:
            guard let pair = Secp256k1.KeyPair(secretKey: secret) else { return nil }
            self = .ecdsa(pair)
        }
    }

    /// The account's id.
    package var id: AccountID? {
        switch self {
        case .sr25519(let pair): Hash256(pair.publicKey)
        case .ecdsa(let pair): Hash256(Keccak.hash256(pair.publicKey))
        }
    }

    /// Signs a payload.
    func sign(_ payload: [UInt8]) -> ExtrinsicSignature {
        switch self {
        case .sr25519(let pair):
            ExtrinsicSignature(scheme: .sr25519, bytes: pair.sign(payload))
        case .ecdsa(let pair):
            ExtrinsicSignature(
                scheme: .ecdsa, bytes: pair.sign(digest: Keccak.hash256(payload)))
        }
    }
}

/// A signature as an extrinsic has it.
///
/// - Source: sp-runtime's MultiSignature: a byte that names the scheme, then the signature.
struct ExtrinsicSignature {
    var scheme: AccountForm.Scheme
    /// 64 bytes of sr25519, 65 of ECDSA.
    var bytes: [UInt8]

    /// The scheme of a byte in front of a signature; nil = it is none of those known here.
    static func scheme(of byte: UInt8) -> AccountForm.Scheme? {
        switch byte {
        case 1: .sr25519
        case 2: .ecdsa
        default: nil
        }
    }

    var schemeByte: UInt8 { scheme == .sr25519 ? 1 : 2 }
}

extension AccountForm.Scheme {
    /// The length of a signature.
    var signatureBytes: Int {
        self == .sr25519 ? Sr25519.signatureBytes : Secp256k1.signatureBytes
    }

    /// Whether the account `id` signed a message.
    func verify(
        signature: UnsafeRawBufferPointer, message: UnsafeRawBufferPointer, id: AccountID
    ) -> Bool {
        switch self {
        case .sr25519:
            return id.withBytes {
                Sr25519.verify(signature: signature, message: message, publicKey: $0)
            }
        case .ecdsa:
            return withUnsafeTemporaryAllocation(
                byteCount: 32 + Secp256k1.publicKeyBytes, alignment: 8
            ) { bytes in
                let digest = UnsafeMutableRawBufferPointer(rebasing: bytes[..<32])
                let key = UnsafeMutableRawBufferPointer(rebasing: bytes[32...])
                Keccak.hash(message, size: .bits256, into: digest)
                do throws(Secp256k1.RecoveryError) {
                    try Secp256k1.recover(
                        signature: signature, digest: UnsafeRawBufferPointer(digest),
                        compressed: false, into: key)
                } catch { return false }
                Keccak.hash(UnsafeRawBufferPointer(key), size: .bits256, into: digest)
                return Hash256(UnsafeRawBufferPointer(digest)) == id
            }
        }
    }
}
