import Primitives

/// A block's extrinsics as they lie in its bytes.
struct BlockBody {
    var signed: [SignedView] = []
    /// Of each extrinsic in its place, without the length in front.
    var extrinsics: [UnsafeRawBufferPointer] = []
    /// The place of each signed one among the extrinsics.
    var places: [Int] = []

    init(_ decoder: inout ScaleDecoder) throws(ChainError) {
        let unknown: Int?
        do throws(ScaleError) {
            unknown = try read(&decoder)
        } catch { throw .malformed(error) }
        if let unknown {
            throw .unknownExtrinsic(
                index: unknown, reason: "neither an inherent nor a known call")
        }
    }

    /// Reads all extrinsics, or those up to the first of no known form.
    ///
    /// - Returns: The place of that one; nil means all are known, and nothing follows them.
    private mutating func read(_ decoder: inout ScaleDecoder) throws(ScaleError) -> Int? {
        let count = try decoder.length()
        for index in 0..<count {
            let start = decoder.offset
            let extrinsic = try decoder.vector()
            let length = decoder.offset - start
            extrinsics.append(extrinsic)
            var inner = ScaleDecoder(extrinsic)
            let version: UInt8 = try inner.integer()
            if version == SignedTransfer.bareVersion { continue }
            guard version == SignedTransfer.signedVersion,
                let view = try SignedView(&inner, of: extrinsic, encodedBytes: length)
            else { return index }
            try inner.finish()
            signed.append(view)
            places.append(index)
        }
        try decoder.finish()
        return nil
    }

    /// The root of the trie from each extrinsic's place to its bytes.
    ///
    /// - Source: sp-runtime's `extrinsics_root`: keys are compact integers, layout V0, and the
    ///   bytes have their length in front.
    static func root(of extrinsics: [UnsafeRawBufferPointer]) throws(TrieError) -> Hash256 {
        var buffer = ByteBuffer()
        var places: [Range<Int>] = []
        for extrinsic in extrinsics {
            let start = buffer.count
            buffer.appendVector(extrinsic)
            places.append(start..<buffer.count)
        }
        return try TrieBuilder.orderedRoot(
            of: places.map { buffer.bytes(at: $0.lowerBound, count: $0.count) }, layout: .v0)
    }
}
