// Here: a runtime's metadata.
// May use: bytes.
// Never: running code.

/// What a runtime tells of itself: its pallets with storage, calls and constants, and the form of
/// its extrinsics.
///
/// - Source: frame-metadata, versions 12 to 16.
package struct Metadata: Sendable {
    /// A type: by its place in the registry, or before version 14 by its name in the source code.
    package enum TypeReference: Sendable, Equatable {
        case id(UInt32)
        case named(String)

        /// The registry's identifier; nil means the metadata has no registry.
        package var id: UInt32? {
            if case .id(let id) = self { id } else { nil }
        }
    }

    /// A value or map in a pallet's storage.
    package struct StorageEntry: Sendable {
        package var value: TypeReference
        /// nil means a single value.
        package var key: TypeReference?
        /// One for each part of the key; empty = a single value.
        package var hashers: [StorageHasher]
        /// What the runtime reads where nothing is stored, encoded.
        package var fallback: [UInt8]
    }

    /// An argument of a call.
    package struct Argument: Sendable {
        package var name: String
        package var type: TypeReference
    }

    /// A call of a pallet.
    package struct Call: Sendable {
        package var index: UInt8
        package var arguments: [Argument]
    }

    /// A constant of a pallet, encoded.
    package struct Constant: Sendable {
        package var type: TypeReference
        package var value: [UInt8]
    }

    /// A part of the runtime.
    package struct Pallet: Sendable {
        package var name: String
        package var index: UInt8
        /// What the pallet's storage keys are made of; mostly its name.
        package var prefix: String
        package var storage: [String: StorageEntry]
        package var calls: [String: Call]
        package var constants: [String: Constant]
    }

    /// A transaction extension ("signed extension" until 2024), in the order of the encoding.
    package struct Extension: Sendable {
        package var name: String
        /// What stands in the extrinsic; nil if not described, before version 14.
        package var explicit: UInt32?
        /// What is only signed.
        package var implicit: UInt32?
    }

    /// The format's version, 12 to 16.
    package internal(set) var version: UInt8
    /// nil before version 14.
    package internal(set) var types: TypeRegistry?
    package internal(set) var pallets: [Pallet] = []
    /// The version of signed extrinsics; the lowest where several are taken.
    package internal(set) var extrinsicVersion: UInt8 = 4
    package internal(set) var extensions: [Extension] = []
    /// The types of a signed extrinsic's parts; nil if not described.
    package internal(set) var address: UInt32?
    package internal(set) var signature: UInt32?

    /// Reads metadata, which begins with "meta" and its version.
    package init(_ bytes: [UInt8]) throws(MetadataError) {
        self = try MetadataReader.reading(bytes) { (reader) throws(MetadataError) in
            guard try reader.integer(UInt32.self) == Self.magic else { throw .noMagic }
            var metadata = Metadata(version: try reader.byte())
            switch metadata.version {
            case 12, 13: try metadata.readNamed(&reader)
            case 14...16: try metadata.readTyped(&reader)
            default: throw .version(metadata.version)
            }
            return metadata
        }
    }

    private init(version: UInt8) { self.version = version }

    /// "meta", little-endian.
    ///
    /// - Source: frame-metadata, `META_RESERVED`.
    private static let magic: UInt32 = 0x6174_656d

    /// The pallet of that name; nil means the runtime has none.
    package func pallet(_ name: String) -> Pallet? { pallets.first { $0.name == name } }

    /// The encoded value of a constant; nil means the runtime has none of that name.
    package func constant(_ pallet: String, _ name: String) -> Constant? {
        self.pallet(pallet)?.constants[name]
    }

    /// The storage entry; nil means the runtime has none of that name.
    package func entry(_ pallet: String, _ item: String) -> StorageEntry? {
        self.pallet(pallet)?.storage[item]
    }

    /// The two bytes that a call begins with; nil means the runtime has none of that name.
    package func call(_ pallet: String, _ name: String) -> [UInt8]? {
        guard let pallet = self.pallet(pallet), let call = pallet.calls[name] else { return nil }
        return [pallet.index, call.index]
    }

    /// "Pallet.call" of the two bytes that a call begins with.
    package func callName(_ index: some Sequence<UInt8>) -> String {
        let bytes = Array(index.prefix(2))
        guard bytes.count == 2, let pallet = pallets.first(where: { $0.index == bytes[0] }),
            let call = pallet.calls.first(where: { $0.value.index == bytes[1] })
        else { return "an unknown call" }
        return "\(pallet.name).\(call.key)"
    }
}
