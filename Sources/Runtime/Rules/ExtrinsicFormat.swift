import Primitives

/// How a signed extrinsic is put together: sender, signature, extensions.
package struct ExtrinsicFormat: Sendable {
    /// What a part of an extension is made of.
    package enum Part: Equatable, Sendable {
        /// Always the same bytes.
        case bytes([UInt8])
        /// The sender's number of transactions, compact.
        case nonce
        case specVersion
        case transactionVersion
        case genesisHash
    }

    /// A transaction extension, with what it adds.
    package struct Extension: Equatable, Sendable {
        package var name: String
        /// In the extrinsic.
        package var explicit: ExtrinsicFormat.Part
        /// Only in what is signed.
        package var implicit: ExtrinsicFormat.Part
    }

    /// How an account is named and how it signs.
    package enum Scheme: String, Sendable {
        /// A 32-byte account that is a public key of sr25519.
        case sr25519
        /// A 32-byte account that is the BLAKE2b-256 hash of a public key of secp256k1.
        case ecdsa
        /// A 20-byte account, the end of a public key's Keccak-256 hash.
        case ethereum
    }

    package var extensions: [Extension]
    package var scheme: Scheme
    /// What stands before an account in an address: the case of an enumeration, or nothing.
    package var addressPrefix: [UInt8]
    /// What stands before a signature.
    package var signaturePrefix: [UInt8]
    /// false = the metadata does not describe the address, so that the other form may be right.
    package var isAddressDescribed: Bool

    /// The length of an account's identifier in bytes.
    package var accountBytes: Int { scheme == .ethereum ? 20 : 32 }

    /// Derives the format.
    ///
    /// `accountBytes` is the length of an account's identifier as the state shows it, for metadata
    /// that does not tell; nil if not known.
    package init(_ metadata: Metadata, accountBytes: Int?) throws(MetadataError) {
        extensions = []
        for item in metadata.extensions {
            extensions.append(try Extension(item, types: metadata.types))
        }
        guard let types = metadata.types, let address = metadata.address,
            let signature = metadata.signature
        else {
            let isShort = accountBytes == 20
            scheme = isShort ? .ethereum : .sr25519
            // MultiAddress.Id and MultiSignature.Sr25519.
            addressPrefix = isShort ? [] : [0]
            signaturePrefix = isShort ? [] : [1]
            isAddressDescribed = isShort
            return
        }
        isAddressDescribed = true
        addressPrefix = try Self.accountPrefix(of: address, types)
        if let variants = try types.variants(signature) {
            let known: [(name: String, scheme: Scheme)] = [
                ("Sr25519", .sr25519), ("Ecdsa", .ecdsa),
            ]
            for (name, scheme) in known {
                guard let variant = variants.first(where: { $0.name == name }) else { continue }
                self.scheme = scheme
                signaturePrefix = [variant.index]
                return
            }
            throw .missing("signature that this program can make in \(types.name(signature))")
        }
        scheme = try types.zero(signature).count == Self.ecdsaBytes ? .ethereum : .sr25519
        signaturePrefix = []
    }

    /// Signature and recovery identifier.
    private static let ecdsaBytes = 65

    /// What stands before an account in a value of the type `address`.
    ///
    /// - Source: sp-runtime's MultiAddress, whose case Id holds an account; other runtimes take the
    ///   account alone.
    package static func accountPrefix(
        of address: UInt32, _ types: TypeRegistry
    ) throws(MetadataError) -> [UInt8] {
        guard let variants = try types.variants(address) else { return [] }
        return variants.first { $0.name == "Id" }.map { [$0.index] } ?? []
    }

    /// The extensions' bytes: in the extrinsic, and in addition in what is signed.
    package func extra(
        nonce: UInt64, version: RuntimeVersion, genesisHash: [UInt8]
    ) -> (explicit: [UInt8], implicit: [UInt8]) {
        let bytes = { (part: Part) -> [UInt8] in
            switch part {
            case .bytes(let bytes): bytes
            case .nonce: Scale.compact(nonce)
            case .specVersion: Scale.littleEndian(version.specVersion)
            case .transactionVersion: Scale.littleEndian(version.transactionVersion)
            case .genesisHash: genesisHash
            }
        }
        return (
            extensions.flatMap { bytes($0.explicit) }, extensions.flatMap { bytes($0.implicit) }
        )
    }
}

extension ExtrinsicFormat.Extension {
    /// What the four extensions sign that are bound to a chain and its version, and what those add
    /// that metadata before version 14 leaves undescribed; unknown ones add nothing there.
    ///
    /// An immortal transaction signs the genesis hash as the block of its birth.
    ///
    /// - Source: frame-system's extensions; pallet-transaction-payment,
    ///   pallet-asset-tx-payment.
    private static let known: [String: (explicit: Part, implicit: Part)] = [
        "CheckSpecVersion": (.bytes([]), .specVersion),
        "CheckTxVersion": (.bytes([]), .transactionVersion),
        "CheckGenesis": (.bytes([]), .genesisHash),
        "CheckMortality": (.bytes([0]), .genesisHash),
        "CheckEra": (.bytes([0]), .genesisHash),
        "CheckNonce": (.nonce, .bytes([])),
        "ChargeTransactionPayment": (.bytes([0]), .bytes([])),
        "ChargeAssetTxPayment": (.bytes([0, 0]), .bytes([])),
        "CheckMetadataHash": (.bytes([0]), .bytes([0])),
    ]

    private typealias Part = ExtrinsicFormat.Part

    init(_ item: Metadata.Extension, types: TypeRegistry?) throws(MetadataError) {
        name = item.name
        let known = Self.known[item.name]
        guard let types, let explicit = item.explicit, let implicit = item.implicit else {
            self.explicit = known?.explicit ?? .bytes([])
            self.implicit = known?.implicit ?? .bytes([])
            return
        }
        self.explicit =
            item.name.hasSuffix("CheckNonce") ? .nonce : .bytes(try types.zero(explicit))
        if let known, !Self.isConstant(known.implicit) {
            self.implicit = known.implicit
            return
        }
        let zero = try types.zero(implicit)
        let isHash = zero.count == Blake2b256.digestBytes
        let namesChain = ["enesis", "Era", "Mortal"].contains { item.name.contains($0) }
        self.implicit = isHash && namesChain ? .genesisHash : .bytes(zero)
    }

    private static func isConstant(_ part: Part) -> Bool {
        if case .bytes = part { true } else { false }
    }
}
