internal import CSodium

/// SHA-256 of some bytes as 64 hexadecimal digits.
///
/// - Source: FIPS 180-4, as libsodium computes it.
func sha256Hexadecimal(_ bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
    // The one-shot hash cannot fail: libsodium returns 0 always.
    _ = crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
    let digits = Array("0123456789abcdef")
    return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
}
