/// Versions 12 and 13, which name types as the source code does and describe none.
///
/// - Source: frame-metadata, v12.rs and v13.rs.
extension Metadata {
    mutating func readNamed(_ reader: inout MetadataReader) throws(MetadataError) {
        pallets = try reader.list { (reader) throws(MetadataError) in
            let name = try reader.text()
            let storage = try reader.option(Self.namedStorage)
            let calls =
                try reader.option { (reader) throws(MetadataError) in
                    try reader.list(Self.namedCall)
                } ?? []
            // Events and errors: a name, arguments of events, documentation.
            _ = try reader.option { (reader) throws(MetadataError) in
                try reader.list { (reader) throws(MetadataError) in
                    _ = try reader.text()
                    _ = try reader.texts()
                    _ = try reader.texts()
                }
            }
            let constants = try reader.list(Self.namedConstant)
            _ = try reader.list { (reader) throws(MetadataError) in
                _ = try reader.text()
                _ = try reader.texts()
            }
            var table: [String: Call] = [:]
            for (index, call) in calls.enumerated() {
                table[call.name] = Call(
                    index: UInt8(truncatingIfNeeded: index), arguments: call.arguments)
            }
            return Pallet(
                name: name, index: try reader.byte(), prefix: storage?.prefix ?? name,
                storage: storage?.entries ?? [:], calls: table,
                constants: Dictionary(constants) { first, _ in first })
        }
        extrinsicVersion = try reader.byte()
        extensions = try reader.texts().map { Extension(name: $0) }
        try reader.finish()
    }

    private static func namedStorage(
        _ reader: inout MetadataReader
    ) throws(MetadataError) -> (prefix: String, entries: [String: StorageEntry]) {
        let prefix = try reader.text()
        let entries = try reader.list(namedEntry)
        return (prefix, Dictionary(entries) { first, _ in first })
    }

    private static func namedEntry(
        _ reader: inout MetadataReader
    ) throws(MetadataError) -> (String, StorageEntry) {
        let name = try reader.text()
        _ = try reader.byte()
        var hashers: [StorageHasher] = []
        var key: TypeReference?
        let value: String
        let kind = try reader.byte()
        switch kind {
        case 0: value = try reader.text()
        case 1:
            hashers = [try StorageHasher(&reader)]
            key = .named(try reader.text())
            value = try reader.text()
            _ = try reader.byte()
        case 2:
            hashers = [try StorageHasher(&reader)]
            key = .named(try reader.text() + ", " + (try reader.text()))
            value = try reader.text()
            hashers.append(try StorageHasher(&reader))
        case 3:
            key = .named(try reader.texts().joined(separator: ", "))
            hashers = try reader.list(StorageHasher.init)
            value = try reader.text()
        default: throw .unknownTag(kind, of: "kind of storage entry")
        }
        let fallback = try reader.vector()
        _ = try reader.texts()
        return (
            name, StorageEntry(value: .named(value), key: key, hashers: hashers, fallback: fallback)
        )
    }

    private static func namedCall(
        _ reader: inout MetadataReader
    ) throws(MetadataError) -> (name: String, arguments: [Argument]) {
        let name = try reader.text()
        let arguments = try reader.list { (reader) throws(MetadataError) in
            Argument(name: try reader.text(), type: .named(try reader.text()))
        }
        _ = try reader.texts()
        return (name, arguments)
    }

    private static func namedConstant(
        _ reader: inout MetadataReader
    ) throws(MetadataError) -> (String, Constant) {
        let name = try reader.text()
        let constant = Constant(type: .named(try reader.text()), value: try reader.vector())
        _ = try reader.texts()
        return (name, constant)
    }
}
