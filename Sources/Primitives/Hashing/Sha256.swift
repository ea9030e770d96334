internal import CSodium

/// SHA-256 by libsodium.
package enum Sha256 {
    /// The digest's length in bytes.
    package static let digestBytes = 32

    /// Hashes `message` into `digest`, exactly 32 bytes.
    package static func hash(
        _ message: UnsafeRawBufferPointer, into digest: UnsafeMutableRawBufferPointer
    ) {
        precondition(digest.count == digestBytes, "a digest of \(digest.count) bytes")
        precondition(Sodium.isReady, "libsodium cannot be initialised")
        guard let output = digest.baseAddress else { return }
        let byte = UInt8.self
        _ = crypto_hash_sha256(
            output.assumingMemoryBound(to: byte),
            message.baseAddress?.assumingMemoryBound(to: byte), UInt64(message.count))
    }
}
