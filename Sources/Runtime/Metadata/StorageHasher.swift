import Primitives

/// How a part of a key is hashed in a storage map.
///
/// - Source: frame-metadata, StorageHasher in its order; frame-support's hash.rs.
package enum StorageHasher: UInt8, Sendable {
    case blake2128, blake2256, blake2128Concat, twox128, twox256, twox64Concat, identity

    init(_ reader: inout MetadataReader) throws(MetadataError) {
        let tag = try reader.byte()
        guard let hasher = StorageHasher(rawValue: tag) else {
            throw .unknownTag(tag, of: "storage hasher")
        }
        self = hasher
    }

    /// The key's part for the encoded value `bytes`.
    package func hash(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .blake2128: Blake2b128.hash(bytes)
        case .blake2256: Blake2b256.hash(bytes)
        case .blake2128Concat: Blake2b128.hash(bytes) + bytes
        case .twox128: Twox.twox128(bytes)
        case .twox256: Twox.twox256(bytes)
        case .twox64Concat: Twox.twox64(bytes) + bytes
        case .identity: bytes
        }
    }
}

extension Metadata {
    /// The key of a single value, or what the keys of a map begin with.
    ///
    /// - Source: frame-support, `storage_prefix`: twox-128 of the pallet's prefix, of the item.
    package static func key(_ prefix: String, _ item: String) -> [UInt8] {
        Twox.twox128(Array(prefix.utf8)) + Twox.twox128(Array(item.utf8))
    }

    /// The same with the prefix that the runtime itself uses for the pallet.
    package func key(_ pallet: String, _ item: String) -> [UInt8] {
        Self.key(self.pallet(pallet)?.prefix ?? pallet, item)
    }
}
