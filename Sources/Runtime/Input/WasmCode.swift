import CZstd

/// A runtime's code, as chains store it and as engines take it.
package enum WasmCode {
    /// What a compressed code begins with; a zstd frame follows.
    ///
    /// - Source: sp-maybe-compressed-blob, `CODE_BLOB_PREFIX`-`ZSTD_PREFIX`.
    private static let compressedMagic: [UInt8] = [0x52, 0xbc, 0x53, 0x76, 0x46, 0xdb, 0x8e, 0x05]

    /// What a zstd frame begins with, little-endian.
    ///
    /// - Source: RFC 8878, section 3.1.1.
    private static let frameMagic: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd]

    /// What a module begins with: "\0asm" and version 1.
    ///
    /// - Source: WebAssembly core specification, section 5.5.16.
    private static let moduleMagic: [UInt8] = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]

    /// The longest module in bytes.
    ///
    /// - Source: sp-maybe-compressed-blob, `CODE_BLOB_BOMB_LIMIT`: 50 MiB.
    package static let moduleBytesMax = 50 << 20

    /// Whether the bytes begin as a stored code does.
    package static func isCode(_ bytes: some Sequence<UInt8>) -> Bool {
        [compressedMagic, frameMagic, Array(moduleMagic.prefix(4))].contains {
            bytes.starts(with: $0)
        }
    }

    /// The module in a stored code, decompressed where it is compressed.
    package static func module(of stored: [UInt8]) throws(RuntimeFileError) -> [UInt8] {
        let module: [UInt8]
        if stored.starts(with: compressedMagic) {
            module = try decompress(stored[compressedMagic.count...])
        } else if stored.starts(with: frameMagic) {
            module = try decompress(stored[...])
        } else {
            module = stored
        }
        guard module.count <= moduleBytesMax else { throw .moduleTooLarge(limit: moduleBytesMax) }
        guard module.starts(with: moduleMagic) else { throw .noModule }
        return module
    }

    /// Decompresses a frame piece by piece, so that a small bomb cannot take all memory.
    private static func decompress(_ frame: ArraySlice<UInt8>) throws(RuntimeFileError) -> [UInt8] {
        guard let stream = ZSTD_createDStream() else { throw .compression("zstd cannot start") }
        defer { ZSTD_freeDStream(stream) }
        // 128 MiB, the largest window that zstd's own tool takes unasked.
        _ = ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, 27)
        var module: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: ZSTD_DStreamOutSize())
        var failure: RuntimeFileError?
        frame.withUnsafeBytes { frame in
            var input = ZSTD_inBuffer(src: frame.baseAddress, size: frame.count, pos: 0)
            var rest = 1
            while rest != 0, failure == nil {
                let (consumed, produced) = (input.pos, module.count)
                chunk.withUnsafeMutableBytes { chunk in
                    var output = ZSTD_outBuffer(dst: chunk.baseAddress, size: chunk.count, pos: 0)
                    rest = ZSTD_decompressStream(stream, &output, &input)
                    if ZSTD_isError(rest) != 0 {
                        failure = .compression(String(cString: ZSTD_getErrorName(rest)))
                    }
                    module.append(contentsOf: chunk.prefix(output.pos))
                }
                if module.count > moduleBytesMax {
                    failure = .moduleTooLarge(limit: moduleBytesMax)
                }
                if rest != 0, input.pos == consumed, module.count == produced {
                    failure = failure ?? .compression("the data ends too early")
                }
            }
        }
        if let failure { throw failure }
        return module
    }
}
