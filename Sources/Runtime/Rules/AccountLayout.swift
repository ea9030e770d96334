/// Where `System.Account` keeps what: the runtime's own default value, with the places of nonce,
/// reference counter and balance.
///
/// - Source: frame-system's AccountInfo over pallet-balances' AccountData. 80 bytes in most
///   runtimes; 84 with a nonce of 64 bits; 16 where there are no balances.
package struct AccountLayout: Equatable, Sendable {
    /// The default value, encoded; its last byte says how balances are kept.
    package var template: [UInt8]
    package var nonceBytes: Int
    /// Offset of the reference counter that keeps an account; nil if there is none.
    package var providers: Int?
    /// Offset of the free balance, 16 bytes; nil if no balance is kept here.
    package var free: Int?
    /// Of the map's key.
    package var hasher: StorageHasher

    /// Whether accounts are marked as moved to the logic of holds and freezes.
    ///
    /// - Source: pallet-balances, `ExtraFlags`, whose highest bit it is.
    package var hasNewLogic: Bool { (template.last ?? 0) & 0x80 != 0 }

    private static let balancesBytes = 64

    /// Derives the layout.
    package init(_ metadata: Metadata) throws(MetadataError) {
        guard let entry = metadata.entry("System", "Account") else {
            throw .missing("storage item System.Account")
        }
        template = entry.fallback
        hasher = entry.hashers.first ?? .blake2128Concat
        if let types = metadata.types, let type = entry.value.id {
            let places = try types.places(type)
            let width = { (name: String, bytes: Int) in
                places.first { $0.name == name && $0.width == bytes }?.offset
            }
            nonceBytes = places.first { $0.name == "nonce" }?.width ?? 4
            providers = width("providers", 4) ?? width("refcount", 4)
            free = places.first { $0.name.hasSuffix("free") && $0.width == 16 }?.offset
        } else {
            // A nonce, three counters of four bytes (two before 2021), four balances.
            let data = template.count >= Self.balancesBytes + 12 ? Self.balancesBytes : 0
            let head = template.count - data
            nonceBytes = head == 12 ? 4 : max(0, head - 12)
            providers = nonceBytes + 4
            free = data == 0 ? nil : template.count - Self.balancesBytes
        }
        try check()
    }

    /// Throws where a place lies beyond the template, as in metadata that contradicts itself.
    private func check() throws(MetadataError) {
        let ends = [nonceBytes, providers.map { $0 + 4 } ?? 0, free.map { $0 + 16 } ?? 0]
        guard ends.allSatisfy({ $0 <= template.count }) else {
            throw .missing("default of System.Account as long as its type")
        }
    }

    /// An account with a balance, encoded.
    package func encoded(free balance: UInt128, nonce: UInt64 = 0) -> [UInt8] {
        var bytes = template
        bytes.replace(at: 0, with: Scale.littleEndian(nonce).prefix(nonceBytes))
        if let providers { bytes.replace(at: providers, with: Scale.littleEndian(UInt32(1))) }
        if let free { bytes.replace(at: free, with: Scale.littleEndian(balance)) }
        return bytes
    }

    /// The free balance of an encoded account; nil if it is not kept here, or the value is short.
    package func freeBalance(of bytes: [UInt8]) -> UInt128? {
        guard let free, bytes.count >= free + 16 else { return nil }
        return UInt128(bytes[free..<free + 16])
    }
}

extension [UInt8] {
    /// Overwrites bytes from `offset` on; what would go beyond the end is left out.
    mutating func replace(at offset: Int, with bytes: some Sequence<UInt8>) {
        for (index, byte) in bytes.enumerated() where offset + index < count {
            self[offset + index] = byte
        }
    }
}
