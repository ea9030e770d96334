extension TypeRegistry {
    /// Bounds of a made or read value, so that bad metadata cannot take all time and memory; ours.
    private static let levelsMax = 48
    private static let stepsMax = 200_000
    private static let bytesMax = 1 << 20

    /// The names of cases that ask for nothing.
    ///
    /// - Source: Option, sp-runtime's Era, frame-metadata-hash-extension's Mode and the extensions
    ///   of pallets of 2025 and 2026.
    private static let harmless: Set<String> = ["None", "Disabled", "Immortal", "Inherited"]

    /// A harmless value of a type, encoded: zero, empty, none, disabled.
    package func zero(_ type: UInt32) throws(MetadataError) -> [UInt8] {
        var steps = Self.stepsMax
        return try zero(type, level: 0, steps: &steps)
    }

    private func zero(
        _ type: UInt32, level: Int, steps: inout Int
    ) throws(MetadataError) -> [UInt8] {
        steps -= 1
        guard level < Self.levelsMax, steps > 0 else { throw .noValue(type: name(type)) }
        switch try definition(type).shape {
        case .composite(let fields):
            return try zero(fields.map(\.type), level: level, steps: &steps)
        case .tuple(let items): return try zero(items, level: level, steps: &steps)
        case .array(let count, let item):
            if count == 0 { return [] }
            let one = try zero(item, level: level + 1, steps: &steps)
            guard Int(count) <= Self.bytesMax / max(1, one.count) else {
                throw .noValue(type: name(type))
            }
            return Array(repeatElement(one, count: Int(count)).joined())
        case .sequence, .bits: return [0]
        case .compact(let item):
            // The compact form of nothing is nothing.
            return try zero(item, level: level + 1, steps: &steps).isEmpty ? [] : [0]
        case .primitive(let primitive):
            return [UInt8](repeating: 0, count: primitive.width ?? 1)
        case .variant(let variants):
            return try zero(ofAnyOf: variants, type: type, level: level, steps: &steps)
        }
    }

    private func zero(
        _ items: [UInt32], level: Int, steps: inout Int
    ) throws(MetadataError) -> [UInt8] {
        var bytes: [UInt8] = []
        for item in items {
            bytes += try zero(item, level: level + 1, steps: &steps)
            guard bytes.count <= Self.bytesMax else { throw .noValue(type: name(item)) }
        }
        return bytes
    }

    /// The value of the most harmless case that has one.
    private func zero(
        ofAnyOf variants: [Variant], type: UInt32, level: Int, steps: inout Int
    ) throws(MetadataError) -> [UInt8] {
        let rank = { (variant: Variant) -> (Int, Int, UInt8) in
            (
                Self.harmless.contains(variant.name) ? 0 : 1, variant.fields.isEmpty ? 0 : 1,
                variant.index
            )
        }
        for variant in variants.sorted(by: { rank($0) < rank($1) }) {
            do throws(MetadataError) {
                let fields = variant.fields.map(\.type)
                return [variant.index] + (try zero(fields, level: level, steps: &steps))
            } catch  where steps <= 0 {
                throw error
            } catch {
                continue
            }
        }
        throw .noValue(type: name(type))
    }

    /// The places of the fields of a structure of fixed width, by their dotted names.
    ///
    /// - Returns: Name, offset and width, each in bytes, in the order of the encoding.
    package func places(
        _ type: UInt32
    ) throws(MetadataError) -> [(name: String, offset: Int, width: Int)] {
        var places: [(name: String, offset: Int, width: Int)] = []
        var steps = Self.stepsMax
        try addPlaces(of: type, named: [], to: &places, steps: &steps)
        return places
    }

    private func addPlaces(
        of type: UInt32, named names: [String],
        to places: inout [(name: String, offset: Int, width: Int)], steps: inout Int
    ) throws(MetadataError) {
        steps -= 1
        guard names.count < Self.levelsMax, steps > 0 else { throw .noValue(type: name(type)) }
        if case .composite(let fields) = try definition(type).shape {
            for (index, field) in fields.enumerated() {
                try addPlaces(
                    of: field.type, named: names + [field.name ?? String(index)], to: &places,
                    steps: &steps)
            }
        } else {
            let offset = places.last.map { $0.offset + $0.width } ?? 0
            places.append((names.joined(separator: "."), offset, try zero(type).count))
        }
    }
}
