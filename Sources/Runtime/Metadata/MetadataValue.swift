/// A value that was read by the types of a runtime's own metadata.
package indirect enum MetadataValue: Equatable, Sendable {
    /// An unsigned integer, a truth value (0 or 1) or a character.
    case integer(UInt128)
    /// Bytes: arrays and lists of u8, and integers that are signed or wider than 128 bits.
    case bytes([UInt8])
    case text(String)
    case list([MetadataValue])
    /// The fields of a structure, by name or place.
    case structure([String: MetadataValue])
    /// A case of an enumeration.
    case variant(String, [MetadataValue])
    /// An absent value of an Option.
    case none

    /// The field of that name; nil if there is none.
    package subscript(name: String) -> MetadataValue? {
        if case .structure(let fields) = self { fields[name] } else { nil }
    }

    /// The integer; nil if it is of another form.
    package var integer: UInt128? {
        if case .integer(let value) = self { value } else { nil }
    }
}

extension TypeRegistry {
    /// How deep values may be nested, and how many parts they may have; ours.
    private static let valueLevelsMax = 64
    private static let partsMax = 1_000_000

    /// Reads a whole value of a type.
    ///
    /// - Throws: Also when bytes are left over.
    package func decode(
        _ type: UInt32, _ bytes: [UInt8]
    ) throws(MetadataError) -> MetadataValue {
        try MetadataReader.reading(bytes) { (reader) throws(MetadataError) in
            var parts = Self.partsMax
            let value = try decode(type, &reader, level: 0, parts: &parts)
            try reader.finish()
            return value
        }
    }

    /// The number of bytes that the value of a type takes at the front of `bytes`.
    package func skip(_ type: UInt32, _ bytes: [UInt8]) throws(MetadataError) -> Int {
        try MetadataReader.reading(bytes) { (reader) throws(MetadataError) in
            var parts = Self.partsMax
            _ = try decode(type, &reader, level: 0, parts: &parts)
            return reader.offset
        }
    }

    private func decode(
        _ type: UInt32, _ reader: inout MetadataReader, level: Int, parts: inout Int
    ) throws(MetadataError) -> MetadataValue {
        parts -= 1
        guard level < Self.valueLevelsMax, parts > 0 else { throw .noValue(type: name(type)) }
        let definition = try definition(type)
        switch definition.shape {
        case .composite(let fields):
            return try decode(fields, &reader, level: level, parts: &parts)
        case .variant(let variants):
            return try decode(
                variants, isOption: definition.path == ["Option"], &reader, level: level,
                parts: &parts)
        case .sequence(let item):
            let count = try reader.compact()
            return try decode(
                item, count: count, of: type, &reader, level: level, parts: &parts)
        case .array(let count, let item):
            return try decode(
                item, count: UInt64(count), of: type, &reader, level: level, parts: &parts)
        case .tuple(let items):
            var values: [MetadataValue] = []
            for item in items {
                values.append(try decode(item, &reader, level: level + 1, parts: &parts))
            }
            return .list(values)
        case .compact: return .integer(try reader.wideCompact())
        case .primitive(.str): return .text(try reader.text())
        case .primitive(let primitive):
            let bytes = try reader.bytes(primitive.width ?? 0)
            let isSigned = primitive.rawValue >= Primitive.i8.rawValue
            return isSigned || bytes.count > 16 ? .bytes(bytes) : .integer(UInt128(bytes))
        case .bits:
            let bits = try reader.compact()
            guard bits <= UInt64(8 * reader.remaining) else { throw .noValue(type: name(type)) }
            return .bytes(try reader.bytes(Int(bits + 7) / 8))
        }
    }

    private func decode(
        _ fields: [Field], _ reader: inout MetadataReader, level: Int, parts: inout Int
    ) throws(MetadataError) -> MetadataValue {
        if fields.count == 1, fields[0].name == nil {
            return try decode(fields[0].type, &reader, level: level + 1, parts: &parts)
        }
        var values: [String: MetadataValue] = [:]
        for (index, field) in fields.enumerated() {
            values[field.name ?? String(index)] = try decode(
                field.type, &reader, level: level + 1, parts: &parts)
        }
        return .structure(values)
    }

    private func decode(
        _ variants: [Variant], isOption: Bool, _ reader: inout MetadataReader, level: Int,
        parts: inout Int
    ) throws(MetadataError) -> MetadataValue {
        let index = try reader.byte()
        guard let variant = variants.first(where: { $0.index == index }) else {
            throw .unknownTag(index, of: "case of an enumeration")
        }
        var values: [MetadataValue] = []
        for field in variant.fields {
            values.append(try decode(field.type, &reader, level: level + 1, parts: &parts))
        }
        if isOption { return values.first ?? .none }
        return .variant(variant.name, values)
    }

    private func decode(
        _ item: UInt32, count: UInt64, of type: UInt32, _ reader: inout MetadataReader, level: Int,
        parts: inout Int
    ) throws(MetadataError) -> MetadataValue {
        // A million items of no width would take as many steps.
        guard count <= UInt64(max(reader.remaining, parts)) else {
            throw .noValue(type: name(type))
        }
        if case .primitive(.u8) = try definition(item).shape {
            return .bytes(try reader.bytes(Int(count)))
        }
        var values: [MetadataValue] = []
        for _ in 0..<count {
            values.append(try decode(item, &reader, level: level + 1, parts: &parts))
        }
        return .list(values)
    }
}

extension UInt128 {
    /// The integer of up to 16 little-endian bytes; more are left out.
    package init(_ bytes: some Sequence<UInt8>) {
        self = 0
        for (index, byte) in bytes.enumerated() where index < 16 {
            self |= UInt128(byte) << UInt128(8 * index)
        }
    }
}
