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
