import Foundation
import Primitives

/// One step of a sequence of changes, and the oracle's root after it.
struct TrieBatch: Decodable, Sendable {
    var sequence: Int
    var step: Int
    var version: Int
    /// Pairs of key and value, hexadecimal; nil = removed.
    var changes: [[String?]]
    var root: String

    static func load() throws -> [TrieBatch] {
        let url = Bundle.module.bundleURL.appending(path: "Fixtures/trie-batches.jsonl")
        let text = try String(contentsOf: url, encoding: .utf8)
        return try text.split(separator: "\n").map {
            try JSONDecoder().decode(TrieBatch.self, from: Data($0.utf8))
        }
    }
}

typealias Pair = (key: [UInt8], value: [UInt8])

/// Builds pairs (in any order) in bulk into a new store.
func build(_ pairs: [Pair], layout: TrieLayout) throws -> (root: Hash256, store: MemoryNodeStore) {
    let store = MemoryNodeStore()
    var builder = TrieBuilder(layout: layout)
    for (key, value) in pairs.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
        try append(key, value, to: &builder, store)
    }
    return (try builder.finish(to: store), store)
}

func append(
    _ key: [UInt8], _ value: [UInt8], to builder: inout TrieBuilder, _ store: MemoryNodeStore
) throws {
    try key.withUnsafeBytes { key in
        try value.withUnsafeBytes { value in try builder.append(key, value, to: store) }
    }
}

/// Random pairs whose keys share beginnings of many lengths.
func randomPairs(_ count: Int, _ generator: inout SeededGenerator) -> [Pair] {
    var pairs: [[UInt8]: [UInt8]] = [:]
    while pairs.count < count {
        var key = generator.bytes(Int.random(in: 0...12, using: &generator))
        if let other = pairs.keys.randomElement(using: &generator), Bool.random(using: &generator) {
            key = Array(other.prefix(Int.random(in: 0...other.count, using: &generator))) + key
        }
        let length = [0, 1, 31, 32, 33, 80].randomElement(using: &generator) ?? 0
        pairs[key] = generator.bytes(length)
    }
    return pairs.map { ($0.key, $0.value) }
}

/// Takes everything a proof holds.
final class KeptProof: TrieRecorder {
    var nodes: [[UInt8]] = []
    var keys: [[UInt8]] = []

    func record(key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        keys.append(Array(key))
        nodes.append(Array(value))
    }
}
