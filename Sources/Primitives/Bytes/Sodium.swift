import CSodium

/// libsodium, initialised once: without that it runs its slow portable code.
enum Sodium {
    /// Whether libsodium may be used.
    ///
    /// Reading it initialises the library, from any thread.
    static let isReady = sodium_init() >= 0

    /// SHA-512 of `message`, 64 bytes.
    static func sha512(_ message: [UInt8]) -> [UInt8] {
        precondition(isReady, "libsodium cannot be initialised")
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha512_BYTES))
        _ = crypto_hash_sha512(&digest, message, UInt64(message.count))
        return digest
    }
}
