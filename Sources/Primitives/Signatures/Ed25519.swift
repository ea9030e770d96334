import CSodium

/// Ed25519 by libsodium, the signatures of Aura and GRANDPA session keys.
///
/// libsodium refuses small-order keys and commitments, which the node's ed25519-zebra (ZIP 215)
/// accepts; for honest signatures they agree.
///
/// - Source: RFC 8032.
package enum Ed25519 {
    /// The length in bytes of a public key.
    package static let publicKeyBytes = 32

    /// The length in bytes of a signature.
    package static let signatureBytes = 64

    /// The name of the implementation for reports, with its version.
    package static var kernel: String { "libsodium " + String(cString: sodium_version_string()) }

    /// Verifies one signature without allocating.
    ///
    /// - Parameters:
    ///   - signature: 64 bytes; any other length is rejected.
    ///   - message: Any number of bytes.
    ///   - publicKey: 32 bytes; any other length is rejected.
    /// - Returns: Whether the signature is valid. Malformed input is invalid, never a trap.
    package static func verify(
        signature: UnsafeRawBufferPointer, message: UnsafeRawBufferPointer,
        publicKey: UnsafeRawBufferPointer
    ) -> Bool {
        guard Sodium.isReady, signature.count == signatureBytes, publicKey.count == publicKeyBytes,
            let signature = signature.baseAddress, let publicKey = publicKey.baseAddress
        else { return false }
        let bytes = UInt8.self
        // An empty message may have no address; the library reads nothing from whichever it is
        // given.
        return crypto_sign_verify_detached(
            signature.assumingMemoryBound(to: bytes),
            (message.baseAddress ?? signature).assumingMemoryBound(to: bytes),
            UInt64(message.count), publicKey.assumingMemoryBound(to: bytes)) == 0
    }

    /// Verifies one signature held in arrays; see the other form.
    package static func verify(signature: [UInt8], message: [UInt8], publicKey: [UInt8]) -> Bool {
        signature.withUnsafeBytes { signature in
            message.withUnsafeBytes { message in
                publicKey.withUnsafeBytes { publicKey in
                    verify(signature: signature, message: message, publicKey: publicKey)
                }
            }
        }
    }

    /// A key pair for workloads; signatures are deterministic.
    package struct KeyPair: Sendable {
        /// The encoded public key, 32 bytes.
        package let publicKey: [UInt8]

        private let secretKey: [UInt8]

        /// Derives the key pair of a 32-byte seed, or gives `nil` for any other length.
        package init?(seed: [UInt8]) {
            guard Sodium.isReady, seed.count == Int(crypto_sign_SEEDBYTES) else { return nil }
            var publicKey = [UInt8](repeating: 0, count: publicKeyBytes)
            var secretKey = [UInt8](repeating: 0, count: Int(crypto_sign_SECRETKEYBYTES))
            guard crypto_sign_seed_keypair(&publicKey, &secretKey, seed) == 0 else { return nil }
            (self.publicKey, self.secretKey) = (publicKey, secretKey)
        }

        /// Signs `message` into a new array of 64 bytes.
        package func sign(_ message: [UInt8]) -> [UInt8] {
            var signature = [UInt8](repeating: 0, count: signatureBytes)
            _ = crypto_sign_detached(&signature, nil, message, UInt64(message.count), secretKey)
            return signature
        }
    }
}
