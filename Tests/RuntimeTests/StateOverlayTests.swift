import Measurement
import Primitives
import Runtime
import Testing

struct StateOverlayTests {
    private func pairs(_ generator: inout SeededGenerator) -> [[UInt8]: [UInt8]] {
        var pairs: [[UInt8]: [UInt8]] = [:]
        for _ in 0..<20 { pairs[generator.key()] = generator.bytes(generator.below(60)) }
        return pairs
    }

    /// Does one random thing to both.
    private func step(
        _ overlay: StateOverlay, _ model: inout StateModel, _ generator: inout SeededGenerator
    ) throws {
        let key = generator.key()
        switch generator.below(16) {
        case 0...3:
            let value = generator.bytes(generator.below(70))
            overlay.set(key, to: value)
            model.now[key] = value
        case 4, 5:
            overlay.set(key, to: nil)
            model.now[key] = nil
        case 6...9:
            // One list grows past 64 items, where its count becomes longer.
            for _ in 0..<(generator.below(4) == 0 ? 40 : 1) {
                let item = generator.bytes(generator.below(9))
                try overlay.append(item, to: [7])
                model.append(item, to: [7])
                try overlay.append(item, to: key)
                model.append(item, to: key)
            }
        case 10:
            try overlay.clear(prefix: key)
            model.clear(prefix: key)
        case 11, 12, 13:
            overlay.startTransaction()
            model.start()
        case 14 where overlay.transactionDepth > 0:
            overlay.commitTransaction()
            model.commit()
        case 15 where overlay.transactionDepth > 0:
            overlay.rollbackTransaction()
            model.rollback()
        default: break
        }
    }

    @Test(arguments: 0..<20) func itIsWhatWholeCopiesWouldBe(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        var model = StateModel(pairs(&generator))
        let before = model.now
        let state = MemoryState(before.map { (key: $0.key, value: $0.value) })
        let overlay = StateOverlay(over: state)
        let layout: TrieLayout = seed % 2 == 0 ? .v0 : .v1
        for count in 0..<300 {
            try step(overlay, &model, &generator)
            let key = generator.key()
            #expect(try overlay.value(of: key) == model.now[key])
            #expect(try overlay.value(of: [7]) == model.now[[7]])
            #expect(try overlay.nextKey(after: key) == model.nextKey(after: key))
            if count % 30 == 0 {
                #expect(try overlay.root(layout: layout) == model.root(layout: layout))
            }
        }
        while overlay.transactionDepth > 0 {
            overlay.rollbackTransaction()
            model.rollback()
        }
        #expect(state.pairs.count == before.count, "the state below was changed")
        try state.apply(overlay, layout: layout)
        #expect(state.pairs.map(\.key) == model.now.keys.sorted(by: <))
        #expect(try state.root(layout: layout) == model.root(layout: layout))
        #expect(overlay.changes.isEmpty)
    }

    @Test func listsThatCannotBeReadBeginAnew() throws {
        let overlay = StateOverlay(over: MemoryState())
        // A count that is cut off, and one that is longer than it need be.
        let tooLarge: [UInt8] = [0x13, 0xff, 0xff, 0xff, 0xff, 0xff, 0]
        for broken: [UInt8] in [[], [0x02], [0x01, 0x00], tooLarge] {
            overlay.set([1], to: broken)
            try overlay.append([9, 9], to: [1])
            #expect(try overlay.value(of: [1]) == [4, 9, 9])
        }
    }

    @Test func manyKeysAreFoundAgain() throws {
        var generator = SeededGenerator(seed: 9)
        let keys = (0..<5000).map { _ in generator.bytes(generator.below(100)) }
        let state = MemoryState(keys.map { (key: $0, value: $0) })
        let overlay = StateOverlay(over: state)
        for key in keys { overlay.set(key, to: key + [1]) }
        for key in keys {
            #expect(state.value(of: key) == key)
            #expect(try overlay.value(of: key) == key + [1])
        }
        overlay.reset()
        #expect(try overlay.value(of: keys[0]) == keys[0])
        let sorted = Set(keys).sorted(by: <)
        #expect(state.pairs.map(\.key) == sorted)
        var walked: [[UInt8]] = sorted.first == [] ? [[]] : []
        while let next = try overlay.nextKey(after: walked.last ?? []) { walked.append(next) }
        #expect(walked == sorted)
    }

    @Test func aProofHoldsWhatWasRead() throws {
        var generator = SeededGenerator(seed: 3)
        let keys = (0..<200).map { _ in generator.bytes(32) }
        let state = MemoryState(keys.map { (key: $0, value: generator.bytes(40)) })
        let root = try state.root(layout: .v1)
        #expect(state.proofBytes == nil)
        try state.startRecording(layout: .v1)
        let overlay = StateOverlay(over: state)
        let value = try overlay.value(of: keys[5])
        let first = try #require(state.proofBytes)
        #expect(try overlay.value(of: keys[5]) == value)
        #expect(state.proofBytes == first, "the same nodes are no second proof")
        let proof = try #require(state.stopRecording())
        #expect(first == UInt64(proof.reduce(0) { $0 + $1.count + ($1.count < 64 ? 1 : 2) }))
        // The proof alone answers, under the same root.
        let store = MemoryNodeStore()
        for node in proof { store[Hash256(node).array] = node }
        var trie = PatriciaTrie(root: root, layout: .v1, source: HashedStore(store))
        #expect(try trie.value(for: keys[5]) == value)
        #expect(throws: TrieError.self) { try trie.value(for: keys[6]) }
    }

    @Test func childTriesHaveTheirRootInTheTopTrie() throws {
        let state = MemoryState([(key: [1], value: [2])])
        state.set([5], to: [6], inChild: [0xc])
        try state.sealChildren(layout: .v0)
        let name = ChildStorage.prefix + [0xc]
        let only = StateModel([[5]: [6]])
        #expect(state.value(of: name) == (try only.root(layout: .v0).array))
        state.set([5], to: nil, inChild: [0xc])
        try state.sealChildren(layout: .v0)
        #expect(state.value(of: name) == nil)
    }
}

extension Hash256 {
    fileprivate init(_ message: [UInt8]) {
        self = message.withUnsafeBytes { Hash256(of: $0) }
    }
}

extension Array where Element == UInt8 {
    fileprivate static func < (one: [UInt8], other: [UInt8]) -> Bool {
        one.lexicographicallyPrecedes(other)
    }
}

/// Finds nodes by their hash alone, as a proof does.
private final class HashedStore: TrieNodeSource {
    private let nodes: MemoryNodeStore

    init(_ nodes: MemoryNodeStore) { self.nodes = nodes }

    func get(key: UnsafeRawBufferPointer, into bytes: inout ByteBuffer) throws(TrieError) -> Bool {
        try nodes.get(key: UnsafeRawBufferPointer(rebasing: key.suffix(32)), into: &bytes)
    }
}
