package import Primitives

/// A block's header.
///
/// - Source: sp-runtime's generic header, with an empty digest.
package struct BlockHeader: Equatable, Sendable {
    package var parent: Hash256
    package var number: UInt32
    package var stateRoot: Hash256
    package var extrinsicsRoot: Hash256

    func append(to buffer: inout ByteBuffer) {
        parent.withBytes { buffer.append($0) }
        buffer.appendCompact(UInt64(number))
        stateRoot.withBytes { buffer.append($0) }
        extrinsicsRoot.withBytes { buffer.append($0) }
        buffer.appendCompact(UInt64(0))
    }

    package init(
        parent: Hash256, number: UInt32, stateRoot: Hash256, extrinsicsRoot: Hash256
    ) {
        self.parent = parent
        self.number = number
        self.stateRoot = stateRoot
        self.extrinsicsRoot = extrinsicsRoot
    }

    init(_ decoder: inout ScaleDecoder) throws(ScaleError) {
        parent = Hash256(try decoder.bytes(32))
        let start = decoder.offset
        guard let number = UInt32(exactly: try decoder.compact()) else {
            throw .compactOutOfRange(offset: start)
        }
        self.number = number
        stateRoot = Hash256(try decoder.bytes(32))
        extrinsicsRoot = Hash256(try decoder.bytes(32))
        guard try decoder.compact() == 0 else { throw .compactOutOfRange(offset: decoder.offset) }
    }

    /// The block's hash.
    package var hash: Hash256 {
        var buffer = ByteBuffer()
        append(to: &buffer)
        return Hash256(of: buffer.bytes)
    }
}

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
    /// - Returns: The place of that one; nil = all are known, and nothing follows them.
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
