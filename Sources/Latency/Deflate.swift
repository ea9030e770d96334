internal import CZlib

/// Whole buffers to and from zlib's format (RFC 1950).
enum Deflate {
    static func compress(_ bytes: [UInt8]) -> [UInt8] {
        var length = compressBound(uLong(bytes.count))
        return [UInt8](unsafeUninitializedCapacity: Int(length)) { output, count in
            // Fails only without memory or room, and there is as much room as can be needed.
            let code = CZlib.compress(
                output.baseAddress, &length, bytes, uLong(bytes.count))
            precondition(code == Z_OK, "zlib has no memory")
            count = Int(length)
        }
    }

    /// nil if the bytes are no whole zlib stream, or `most` bytes cannot hold what comes out.
    static func decompress(_ bytes: [UInt8], most: Int) -> [UInt8]? {
        var length = uLong(most)
        var taken = uLong(bytes.count)
        var code = Z_OK
        let output = [UInt8](unsafeUninitializedCapacity: most) { output, count in
            code = uncompress2(output.baseAddress, &length, bytes, &taken)
            count = code == Z_OK ? Int(length) : 0
        }
        return code == Z_OK && Int(taken) == bytes.count ? output : nil
    }
}
