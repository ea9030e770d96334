import Measurement
import Primitives
import Runtime

/// What an overlay should do, the simple way: a whole dictionary for each open transaction.
struct StateModel {
    private(set) var layers: [[[UInt8]: [UInt8]]]

    init(_ pairs: [[UInt8]: [UInt8]]) { layers = [pairs] }

    var now: [[UInt8]: [UInt8]] {
        get { layers[layers.count - 1] }
        set { layers[layers.count - 1] = newValue }
    }

    mutating func start() { layers.append(now) }

    mutating func commit() {
        let top = layers.removeLast()
        now = top
    }

    mutating func rollback() { layers.removeLast() }

    mutating func append(_ item: [UInt8], to key: [UInt8]) {
        let old = now[key] ?? []
        let list = old.withUnsafeBytes { bytes -> (UInt64, [UInt8])? in
            var decoder = ScaleDecoder(bytes)
            guard let count = try? decoder.compact(), count < UInt32.max else { return nil }
            return (count, Array(bytes.dropFirst(decoder.offset)))
        }
        var new = ByteBuffer()
        new.appendCompact((list?.0 ?? 0) + 1)
        new.append((list?.1 ?? []) + item)
        now[key] = new.array
    }

    mutating func clear(prefix: [UInt8]) {
        now = now.filter { !$0.key.starts(with: prefix) }
    }

    func nextKey(after key: [UInt8]) -> [UInt8]? {
        now.keys.filter { key.lexicographicallyPrecedes($0) }
            .min { $0.lexicographicallyPrecedes($1) }
    }

    /// The root, from all pairs at once.
    func root(layout: TrieLayout) throws -> Hash256 {
        let store = MemoryNodeStore()
        var builder = TrieBuilder(layout: layout)
        for (key, value) in now.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            try builder.append(key, value, to: store)
        }
        return try builder.finish(to: store)
    }
}

extension SeededGenerator {
    /// A number below `bound`.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    /// One of some 60 keys, some of which begin as others.
    mutating func key() -> [UInt8] {
        let stem = [UInt8](repeating: UInt8(below(4)), count: below(3) * 16)
        return stem + [UInt8(below(5))]
    }
}
