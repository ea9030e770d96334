package import Primitives

/// Signed extrinsics on the disk, beside a state that is kept, so that they are signed once for
/// many runs.
package struct ExtrinsicsFile: Sendable {
    /// Where it lies.
    package let path: String

    /// The chain that they are signed for.
    package let genesis: Hash256

    /// Counts what a changed form of the file would make unreadable; ours.
    private static let beginning = Array("touchstone extrinsics 1\n".utf8)

    /// Names a file that need not be there.
    package init(path: String, genesis: Hash256) {
        self.path = path
        self.genesis = genesis
    }

    /// Bytes of the file with these extrinsics in it, or a few more.
    package static func byteCount(_ extrinsics: [[UInt8]]) -> Int {
        extrinsics.reduce(128) { $0 + $1.count + 4 }
    }

    /// Writes all of them, or leaves the file as it was.
    ///
    /// - Throws: `system`.
    package func write(_ extrinsics: [[UInt8]]) throws(ChainError) {
        var buffer = ByteBuffer(capacity: Self.byteCount(extrinsics))
        buffer.append(Self.beginning)
        genesis.withBytes { buffer.append($0) }
        buffer.appendCompact(UInt64(extrinsics.count))
        for extrinsic in extrinsics { buffer.appendVector(extrinsic) }
        Hash256(of: buffer.bytes).withBytes { buffer.append($0) }
        try Folder.write(buffer.bytes, to: path)
    }

    /// What the file holds; nothing where it is missing, damaged or another chain's.
    package func read() -> [[UInt8]] {
        guard let bytes = (try? Folder.readBytes(path, bytesMax: .max)) ?? nil,
            bytes.count > 64 + Self.beginning.count,
            bytes.starts(with: Self.beginning)
        else { return [] }
        return bytes.withUnsafeBytes { bytes in
            let body = UnsafeRawBufferPointer(rebasing: bytes.dropLast(32))
            let digest = Hash256(UnsafeRawBufferPointer(rebasing: bytes.suffix(32)))
            guard Hash256(of: body) == digest else { return [] }
            return (try? Self.decode(body, genesis)) ?? []
        }
    }

    private static func decode(
        _ body: UnsafeRawBufferPointer, _ genesis: Hash256
    ) throws(ScaleError) -> [[UInt8]] {
        var decoder = ScaleDecoder(body)
        _ = try decoder.bytes(beginning.count)
        guard Hash256(try decoder.bytes(32)) == genesis else { return [] }
        var extrinsics: [[UInt8]] = []
        for _ in 0..<(try decoder.compact()) { extrinsics.append(Array(try decoder.vector())) }
        try decoder.finish()
        return extrinsics
    }
}
