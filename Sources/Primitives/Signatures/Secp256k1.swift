internal import CSecp256k1

/// ECDSA over secp256k1 by libsecp256k1, the curve of chains with Ethereum's accounts.
package enum Secp256k1 {
    /// The length in bytes of a signature with its recovery number at the end.
    package static let signatureBytes = 65

    /// The length in bytes of an uncompressed public key without the byte 4 in front.
    package static let publicKeyBytes = 64

    /// Why no key can be recovered.
    ///
    /// - Source: sp-io, `EcdsaVerifyError`, whose numbers these are.
    package enum RecoveryError: UInt8, Error, Sendable {
        /// r or s is out of range.
        case badSignature = 0
        /// The recovery number is none of 0 to 3, nor 27 to 30.
        case badRecoveryNumber = 1
        /// No key fits.
        case notRecoverable = 2
    }

    /// Shared by all threads: nothing of it changes after it was made.
    // SAFETY: the library's functions that verify take a constant context from any thread.
    private nonisolated(unsafe) static let context = secp256k1_context_create(
        UInt32(SECP256K1_CONTEXT_SIGN | SECP256K1_CONTEXT_VERIFY))

    /// Finds the public key that signed a digest.
    ///
    /// - Parameters:
    ///   - signature: 65 bytes: r, s and the recovery number.
    ///   - digest: 32 bytes.
    ///   - compressed: whether the key is given in 33 bytes, else in 64.
    ///   - key: gets the key; exactly as many bytes.
    /// - Throws: `RecoveryError`.
    package static func recover(
        signature: UnsafeRawBufferPointer, digest: UnsafeRawBufferPointer, compressed: Bool,
        into key: UnsafeMutableRawBufferPointer
    ) throws(RecoveryError) {
        precondition(
            signature.count == signatureBytes && digest.count == 32
                && key.count == (compressed ? 33 : publicKeyBytes), "bytes of another length")
        let number = Int32(signature[64]) - (signature[64] > 26 ? 27 : 0)
        guard (0...3).contains(number) else { throw .badRecoveryNumber }
        guard let context, let bytes = signature.baseAddress, let hash = digest.baseAddress else {
            throw .notRecoverable
        }
        let byte = UInt8.self
        var parsed = secp256k1_ecdsa_recoverable_signature()
        if secp256k1_ecdsa_recoverable_signature_parse_compact(
            context, &parsed, bytes.assumingMemoryBound(to: byte), number) != 1
        {
            throw .badSignature
        }
        var point = secp256k1_pubkey()
        if secp256k1_ecdsa_recover(
            context, &point, &parsed, hash.assumingMemoryBound(to: byte)) != 1
        {
            throw .notRecoverable
        }
        var length = compressed ? 33 : 65
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 65) { output in
            guard let start = output.baseAddress else { return }
            let form = compressed ? SECP256K1_EC_COMPRESSED : SECP256K1_EC_UNCOMPRESSED
            _ = secp256k1_ec_pubkey_serialize(context, start, &length, &point, UInt32(form))
            key.copyBytes(from: output[(compressed ? 0 : 1)..<length])
        }
    }

    /// Verifies a signature on a digest; one with a high s is invalid.
    ///
    /// - Parameters:
    ///   - signature: 64 bytes, or 65 whose last does not matter.
    ///   - digest: 32 bytes.
    ///   - publicKey: 33 bytes.
    /// - Returns: Whether it is valid. Malformed input is invalid, never a trap.
    package static func verify(
        signature: UnsafeRawBufferPointer, digest: UnsafeRawBufferPointer,
        publicKey: UnsafeRawBufferPointer
    ) -> Bool {
        guard signature.count >= 64, digest.count == 32, publicKey.count == 33, let context,
            let bytes = signature.baseAddress, let hash = digest.baseAddress,
            let key = publicKey.baseAddress
        else { return false }
        let byte = UInt8.self
        var parsed = secp256k1_ecdsa_signature()
        var point = secp256k1_pubkey()
        return secp256k1_ecdsa_signature_parse_compact(
            context, &parsed, bytes.assumingMemoryBound(to: byte)) == 1
            && secp256k1_ec_pubkey_parse(
                context, &point, key.assumingMemoryBound(to: byte), 33) == 1
            && secp256k1_ecdsa_verify(
                context, &parsed, hash.assumingMemoryBound(to: byte), &point) == 1
    }

    /// A key pair for workloads; signatures are deterministic (RFC 6979).
    package struct KeyPair: Sendable {
        /// The public key without the byte 4 in front, 64 bytes.
        package let publicKey: [UInt8]

        /// Ethereum's account of the key: 20 bytes.
        package var accountID: [UInt8] { Array(Keccak.hash256(publicKey).suffix(20)) }

        private let secretKey: [UInt8]

        /// Takes a secret key; nil if it is not of 32 bytes, or 0, or not below the order.
        package init?(secretKey: [UInt8]) {
            guard secretKey.count == 32, let context else { return nil }
            var point = secp256k1_pubkey()
            guard secp256k1_ec_pubkey_create(context, &point, secretKey) == 1 else { return nil }
            var output = [UInt8](repeating: 0, count: 65)
            var length = output.count
            _ = secp256k1_ec_pubkey_serialize(
                context, &output, &length, &point, UInt32(SECP256K1_EC_UNCOMPRESSED))
            publicKey = Array(output.dropFirst())
            self.secretKey = secretKey
        }

        /// Signs a digest of 32 bytes: 65 bytes, the recovery number (0 to 3) last.
        package func sign(digest: [UInt8]) -> [UInt8] {
            precondition(digest.count == 32, "a digest of \(digest.count) bytes")
            guard let context else { return [] }
            var signature = secp256k1_ecdsa_recoverable_signature()
            _ = secp256k1_ecdsa_sign_recoverable(
                context, &signature, digest, secretKey, nil, nil)
            var output = [UInt8](repeating: 0, count: signatureBytes)
            var number: Int32 = 0
            _ = secp256k1_ecdsa_recoverable_signature_serialize_compact(
                context, &output, &number, &signature)
            output[64] = UInt8(truncatingIfNeeded: number)
            return output
        }
    }
}
