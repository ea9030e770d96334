/// Versions 14 to 16, which carry their types.
///
/// - Source: frame-metadata, v14.rs, v15.rs and v16.rs.
extension Metadata {
    mutating func readTyped(_ reader: inout MetadataReader) throws(MetadataError) {
        let types = try TypeRegistry(&reader)
        self.types = types
        let version = version
        pallets = try reader.list { (reader) throws(MetadataError) in
            try Self.typedPallet(&reader, types, version: version)
        }
        switch version {
        case 14: try readExtrinsic14(&reader, types)
        case 15: try readExtrinsic15(&reader)
        default: try readExtrinsic16(&reader)
        }
        // The names of the API's functions, which follow from version 15 on, are taken from the
        // code's exports.
    }

    private static func typedPallet(
        _ reader: inout MetadataReader, _ types: TypeRegistry, version: UInt8
    ) throws(MetadataError) -> Pallet {
        let name = try reader.text()
        let storage = try reader.option { (reader) throws(MetadataError) in
            let prefix = try reader.text()
            let entries = try reader.list { (reader) throws(MetadataError) in
                try typedEntry(&reader, version: version)
            }
            return (prefix: prefix, entries: Dictionary(entries) { first, _ in first })
        }
        let calls = try reader.option { (reader) throws(MetadataError) in
            try outerType(&reader, version: version)
        }
        // Events.
        _ = try reader.option { (reader) throws(MetadataError) in
            try outerType(&reader, version: version)
        }
        let constants = try reader.list { (reader) throws(MetadataError) in
            let name = try reader.text()
            let type = try reader.typeID()
            let constant = Constant(type: .id(type), value: try reader.vector())
            _ = try reader.texts()
            if version >= 16 { try skipDeprecation(&reader) }
            return (name, constant)
        }
        // Errors.
        _ = try reader.option { (reader) throws(MetadataError) in
            try outerType(&reader, version: version)
        }
        if version >= 16 {
            _ = try reader.list(skipAssociatedType)
            _ = try reader.list(skipViewFunction)
        }
        let index = try reader.byte()
        if version >= 15 { _ = try reader.texts() }
        if version >= 16 { try skipDeprecation(&reader) }
        return Pallet(
            name: name, index: index, prefix: storage?.prefix ?? name,
            storage: storage?.entries ?? [:], calls: try callTable(calls, types),
            constants: Dictionary(constants) { first, _ in first })
    }

    private static func callTable(
        _ type: UInt32?, _ types: TypeRegistry
    ) throws(MetadataError) -> [String: Call] {
        var table: [String: Call] = [:]
        guard let type, let variants = try types.variants(type) else { return table }
        for variant in variants {
            table[variant.name] = Call(
                index: variant.index,
                arguments: variant.fields.map { Argument(name: $0.name ?? "", type: .id($0.type)) })
        }
        return table
    }

    private static func typedEntry(
        _ reader: inout MetadataReader, version: UInt8
    ) throws(MetadataError) -> (String, StorageEntry) {
        let name = try reader.text()
        _ = try reader.byte()
        var hashers: [StorageHasher] = []
        var key: TypeReference?
        let kind = try reader.byte()
        switch kind {
        case 0: break
        case 1:
            hashers = try reader.list(StorageHasher.init)
            key = .id(try reader.typeID())
        default: throw .unknownTag(kind, of: "kind of storage entry")
        }
        let value = try reader.typeID()
        let fallback = try reader.vector()
        _ = try reader.texts()
        if version >= 16 { try skipDeprecation(&reader) }
        return (
            name, StorageEntry(value: .id(value), key: key, hashers: hashers, fallback: fallback)
        )
    }

    /// The type of a pallet's calls, events or errors.
    private static func outerType(
        _ reader: inout MetadataReader, version: UInt8
    ) throws(MetadataError) -> UInt32 {
        let type = try reader.typeID()
        if version >= 16 {
            // Which cases are deprecated.
            _ = try reader.list { (reader) throws(MetadataError) in
                _ = try reader.byte()
                try skipDeprecation(&reader)
            }
        }
        return type
    }

    /// 0 not deprecated, 1 deprecated, 2 deprecated with a note and a version.
    private static func skipDeprecation(
        _ reader: inout MetadataReader
    ) throws(MetadataError) {
        if try reader.byte() == 2 { try skipNote(&reader) }
    }

    private static func skipNote(_ reader: inout MetadataReader) throws(MetadataError) {
        _ = try reader.text()
        _ = try reader.option { (reader) throws(MetadataError) in try reader.text() }
    }

    private static func skipAssociatedType(
        _ reader: inout MetadataReader
    ) throws(MetadataError) {
        _ = try reader.text()
        _ = try reader.typeID()
        _ = try reader.texts()
    }

    /// Identifier, name, inputs, output, documentation, deprecation.
    private static func skipViewFunction(
        _ reader: inout MetadataReader
    ) throws(MetadataError) {
        _ = try reader.bytes(32)
        _ = try reader.text()
        _ = try reader.list { (reader) throws(MetadataError) in
            _ = try reader.text()
            _ = try reader.typeID()
        }
        _ = try reader.typeID()
        _ = try reader.texts()
        try skipDeprecation(&reader)
    }

    private static func typedExtension(
        _ reader: inout MetadataReader
    ) throws(MetadataError) -> Extension {
        Extension(
            name: try reader.text(), explicit: try reader.typeID(), implicit: try reader.typeID())
    }

    private mutating func readExtrinsic14(
        _ reader: inout MetadataReader, _ types: TypeRegistry
    ) throws(MetadataError) {
        let type = try reader.typeID()
        extrinsicVersion = try reader.byte()
        extensions = try reader.list(Self.typedExtension)
        if try takeParameters(of: type, types) { return }
        // Some runtimes wrap the extrinsic in a type of their own, which has no parameters.
        guard case .composite(let fields) = try types.definition(type).shape else { return }
        for field in fields where try takeParameters(of: field.type, types) { return }
    }

    private mutating func takeParameters(
        of type: UInt32, _ types: TypeRegistry
    ) throws(MetadataError) -> Bool {
        let parameters = try types.definition(type).parameters
        guard let address = parameters.first(where: { $0.name == "Address" })?.type else {
            return false
        }
        self.address = address
        signature = parameters.first { $0.name == "Signature" }?.type
        return true
    }

    private mutating func readExtrinsic15(
        _ reader: inout MetadataReader
    ) throws(MetadataError) {
        extrinsicVersion = try reader.byte()
        address = try reader.typeID()
        _ = try reader.typeID()  // calls
        signature = try reader.typeID()
        _ = try reader.typeID()  // all extensions' data
        extensions = try reader.list(Self.typedExtension)
    }

    private mutating func readExtrinsic16(
        _ reader: inout MetadataReader
    ) throws(MetadataError) {
        extrinsicVersion = try reader.vector().min() ?? 4
        address = try reader.typeID()
        _ = try reader.typeID()  // calls
        signature = try reader.typeID()
        let byVersion = try reader.list { (reader) throws(MetadataError) in
            (
                version: try reader.byte(),
                places: try reader.list { (reader) throws(MetadataError) in try reader.typeID() }
            )
        }
        let all = try reader.list(Self.typedExtension)
        guard let lowest = byVersion.min(by: { $0.version < $1.version }) else {
            extensions = all
            return
        }
        extensions = []
        for place in lowest.places {
            guard Int(place) < all.count else {
                throw .missing("extension \(place), which its extrinsics use")
            }
            extensions.append(all[Int(place)])
        }
    }
}

extension TypeRegistry {
    init(_ reader: inout MetadataReader) throws(MetadataError) {
        let types = try reader.list { (reader) throws(MetadataError) in
            let id = try reader.typeID()
            let path = try reader.texts()
            let parameters = try reader.list { (reader) throws(MetadataError) in
                (
                    name: try reader.text(),
                    type: try reader.option { (reader) throws(MetadataError) in
                        try reader.typeID()
                    }
                )
            }
            let shape = try Self.shape(&reader)
            _ = try reader.texts()
            return (id, Definition(path: path, parameters: parameters, shape: shape))
        }
        self.init(Dictionary(types) { first, _ in first })
    }

    private static func shape(_ reader: inout MetadataReader) throws(MetadataError) -> Shape {
        let kind = try reader.byte()
        switch kind {
        case 0: return .composite(try reader.list(field))
        case 1:
            return .variant(
                try reader.list { (reader) throws(MetadataError) in
                    let name = try reader.text()
                    let fields = try reader.list(field)
                    let index = try reader.byte()
                    _ = try reader.texts()
                    return Variant(name: name, index: index, fields: fields)
                })
        case 2: return .sequence(try reader.typeID())
        case 3: return .array(count: try reader.integer(), try reader.typeID())
        case 4:
            return .tuple(
                try reader.list { (reader) throws(MetadataError) in try reader.typeID() })
        case 5:
            let tag = try reader.byte()
            guard let primitive = Primitive(rawValue: tag) else {
                throw .unknownTag(tag, of: "primitive type")
            }
            return .primitive(primitive)
        case 6: return .compact(try reader.typeID())
        case 7:
            _ = try reader.typeID()
            _ = try reader.typeID()
            return .bits
        default: throw .unknownTag(kind, of: "kind of type")
        }
    }

    private static func field(_ reader: inout MetadataReader) throws(MetadataError) -> Field {
        let name = try reader.option { (reader) throws(MetadataError) in try reader.text() }
        let type = try reader.typeID()
        let typeName = try reader.option { (reader) throws(MetadataError) in try reader.text() }
        _ = try reader.texts()
        return Field(name: name, type: type, typeName: typeName)
    }
}
