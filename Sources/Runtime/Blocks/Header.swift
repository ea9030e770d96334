package import Primitives

/// A header, encoded.
///
/// - Source: sp-runtime's generic header: parent, number (compact), state root, extrinsics root,
///   digest.
enum Header {
    static func encoded(
        parent: [UInt8], number: UInt32, stateRoot: [UInt8], extrinsicsRoot: [UInt8],
        logs: [[UInt8]]
    ) -> [UInt8] {
        parent + Scale.compact(number) + stateRoot + extrinsicsRoot + Scale.compact(logs.count)
            + logs.flatMap { $0 }
    }

    static let zeroHash = [UInt8](repeating: 0, count: 32)

    /// State root and extrinsics root; nil means the bytes are no header.
    static func roots(of header: [UInt8]) -> (state: [UInt8], extrinsics: [UInt8])? {
        try? MetadataReader.reading(header) { (reader) throws(MetadataError) in
            _ = try reader.bytes(32)
            _ = try reader.compact()
            return (try reader.bytes(32), try reader.bytes(32))
        }
    }
}

/// Items of a header's digest.
///
/// - Source: sp-runtime, DigestItemType.
enum Digest {
    static func preRuntime(_ engine: StaticString, _ data: [UInt8]) -> [UInt8] {
        item(6, engine, data)
    }

    static func seal(_ engine: StaticString, _ data: [UInt8]) -> [UInt8] { item(5, engine, data) }

    private static func item(
        _ kind: UInt8, _ engine: StaticString, _ data: [UInt8]
    ) -> [UInt8] {
        [kind] + engine.withUTF8Buffer { Array($0) } + Scale.vector(data)
    }
}

/// The block that the next one is built on.
package struct ChainTip: Equatable, Sendable {
    /// Encoded.
    package var header: [UInt8]
    package var number: UInt32

    /// BLAKE2b-256 of the header.
    package var hash: [UInt8] { Blake2b256.hash(header) }

    /// A chain's first block over a state with this root.
    package static func genesis(stateRoot: Hash256) -> ChainTip {
        ChainTip(
            header: Header.encoded(
                parent: Header.zeroHash, number: 0, stateRoot: stateRoot.array,
                extrinsicsRoot: Trie.emptyRoot.array, logs: []),
            number: 0)
    }
}
