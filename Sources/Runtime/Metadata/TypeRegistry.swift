/// The types that a runtime's metadata describes (from version 14 on), by their identifiers.
///
/// - Source: scale-info's PortableRegistry.
package struct TypeRegistry: Sendable {
    /// A field of a composite or of a variant.
    package struct Field: Sendable {
        /// nil means the field has a place only.
        package var name: String?
        package var type: UInt32
        /// The type as the source code names it.
        package var typeName: String?
    }

    /// A case of an enumeration.
    package struct Variant: Sendable {
        package var name: String
        package var index: UInt8
        package var fields: [Field]
    }

    /// A type of the format itself.
    ///
    /// - Source: scale-info's TypeDefPrimitive, in its order.
    package enum Primitive: UInt8, Sendable {
        case bool, char, str, u8, u16, u32, u64, u128, u256, i8, i16, i32, i64, i128, i256

        /// The encoded length in bytes; nil if it depends on the value.
        package var width: Int? {
            switch self {
            case .str: nil
            case .bool, .u8, .i8: 1
            case .u16, .i16: 2
            case .char, .u32, .i32: 4
            case .u64, .i64: 8
            case .u128, .i128: 16
            case .u256, .i256: 32
            }
        }
    }

    /// What a type is made of.
    package enum Shape: Sendable {
        case composite([Field])
        case variant([Variant])
        case sequence(UInt32)
        case array(count: UInt32, UInt32)
        case tuple([UInt32])
        case primitive(Primitive)
        case compact(UInt32)
        case bits
    }

    /// A type's definition.
    package struct Definition: Sendable {
        /// Module path and name.
        package var path: [String]
        /// Parameters by name; nil means one that is not described.
        package var parameters: [(name: String, type: UInt32?)]
        package var shape: Shape
    }

    private var definitions: [UInt32: Definition]

    init(_ definitions: [UInt32: Definition]) { self.definitions = definitions }

    /// The number of types.
    package var count: Int { definitions.count }

    /// The definition of a type.
    package func definition(_ type: UInt32) throws(MetadataError) -> Definition {
        guard let definition = definitions[type] else { throw .unknownType(type) }
        return definition
    }

    /// The cases of a type; nil if it is no enumeration.
    package func variants(_ type: UInt32) throws(MetadataError) -> [Variant]? {
        if case .variant(let variants) = try definition(type).shape { variants } else { nil }
    }

    /// A short readable name.
    package func name(_ type: UInt32) -> String {
        guard let definition = definitions[type] else { return "type \(type)" }
        if let last = definition.path.last { return last }
        return switch definition.shape {
        case .composite: "a structure"
        case .variant: "an enumeration"
        case .sequence(let item): "Vec<\(shallowName(item))>"
        case .array(let count, let item): "[\(shallowName(item)); \(count)]"
        case .tuple(let items): "(\(items.map(shallowName).joined(separator: ", ")))"
        case .primitive(let primitive): "\(primitive)"
        case .compact(let item): "Compact<\(shallowName(item))>"
        case .bits: "bits"
        }
    }

    /// A name that looks no deeper, since types may hold themselves.
    private func shallowName(_ type: UInt32) -> String {
        guard let definition = definitions[type] else { return "type \(type)" }
        if let last = definition.path.last { return last }
        if case .primitive(let primitive) = definition.shape { return "\(primitive)" }
        return "…"
    }
}
