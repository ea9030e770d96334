import Primitives
import Runtime
import Testing

@Suite(.enabled(if: TestEngine.isThere)) struct HostStorageTests {
    private func overlay() -> StateOverlay {
        StateOverlay(
            over: MemoryState([
                (key: [1], value: [10, 11, 12]), (key: [1, 1], value: [20]),
                (key: [1, 2], value: []), (key: [2], value: [30]),
            ]))
    }

    @Test func valuesAreReadAndWritten() throws {
        let (runtime, overlay) = (try TestModule.runtime(), overlay())
        func get(_ key: [UInt8]) throws -> [UInt8] {
            try runtime.call("get", Arguments(1).fat(key), over: overlay)
        }
        #expect(try get([1]) == some([10, 11, 12]))
        #expect(try get([1, 2]) == some([]))
        #expect(try get([9]) == none)
        #expect(try runtime.call("set", Arguments(2).fat([9]).fat([7, 7]), over: overlay) == [])
        #expect(try get([9]) == some([7, 7]))
        #expect(try runtime.call("exists", Arguments(1).fat([9]), over: overlay) == word(1))
        #expect(try runtime.call("clear", Arguments(1).fat([9]), over: overlay) == [])
        #expect(try runtime.call("exists", Arguments(1).fat([9]), over: overlay) == word(0))
        #expect(try get([9]) == none)
        // Long enough for each width of the length in front.
        for count in [63, 64, 16_383, 16_384] {
            let value = [UInt8](repeating: 5, count: count)
            _ = try runtime.call("set", Arguments(2).fat([8]).fat(value), over: overlay)
            var expected = ByteBuffer()
            expected.append(1)
            expected.appendVector(value)
            #expect(try get([8]) == expected.array)
        }
    }

    @Test func aReadCopiesWhatFitsAndTellsWhatIsLeft() throws {
        let (runtime, overlay) = (try TestModule.runtime(), overlay())
        func read(_ key: [UInt8], offset: UInt64) throws -> [UInt8] {
            try runtime.call(
                "read", Arguments(3).fat(key).fat([0, 0]).word(offset), over: overlay)
        }
        #expect(try read([1], offset: 0) == [1] + word(3))
        #expect(try read([1], offset: 2) == [1] + word(1))
        #expect(try read([1], offset: 3) == [1] + word(0))
        #expect(try read([1], offset: 99) == [1] + word(0))
        #expect(try read([9], offset: 0) == none)
    }

    @Test func listsGrow() throws {
        let (runtime, overlay) = (try TestModule.runtime(), overlay())
        for _ in 0..<70 {
            _ = try runtime.call("append", Arguments(2).fat([5]).fat([0xab]), over: overlay)
        }
        let list = try #require(try overlay.value(of: [5]))
        #expect(list == [0x19, 0x01] + [UInt8](repeating: 0xab, count: 70))
    }

    @Test func keysAreWalkedAndCleared() throws {
        let (runtime, overlay) = (try TestModule.runtime(), overlay())
        func next(_ key: [UInt8]) throws -> [UInt8] {
            try runtime.call("next_key", Arguments(1).fat(key), over: overlay)
        }
        #expect(try next([]) == some([1]))
        #expect(try next([1]) == some([1, 1]))
        #expect(try next([2]) == none)
        overlay.set([1, 1, 5], to: [1])
        #expect(try next([1, 1]) == some([1, 1, 5]))
        // What is only in the overlay goes without being counted, as in the node.
        let limited = Arguments(2).fat([1]).fat([1] + word(2))
        #expect(try runtime.call("clear_prefix_2", limited, over: overlay) == [1] + word(2))
        #expect(overlay.changes.map(\.key) == [[1], [1, 1], [1, 1, 5]])
        #expect(try next([]) == some([1, 2]))
        let rest = Arguments(2).fat([1]).fat([0])
        #expect(try runtime.call("clear_prefix_2", rest, over: overlay) == [0] + word(3))
        #expect(try next([]) == some([2]))
        _ = try runtime.call("clear_prefix_1", Arguments(1).fat([2]), over: overlay)
        #expect(try next([]) == none)
        // Nothing clears everything at once: names of child tries would be among it.
        overlay.reset()
        #expect(
            try runtime.call("clear_prefix_2", Arguments(2).fat([]).fat([0]), over: overlay)
                == [0] + word(0))
        #expect(try next([]) == some([1]))
    }

    @Test func rootsAreThoseOfTheTrie() throws {
        let (runtime, overlay) = (try TestModule.runtime(), overlay())
        overlay.set([7], to: [UInt8](repeating: 1, count: 40))
        let (v0, v1) = (try overlay.root(layout: .v0), try overlay.root(layout: .v1))
        #expect(v0 != v1)
        #expect(try runtime.call("root_1", Arguments(0), over: overlay) == v0.array)
        #expect(try runtime.call("root_2", Arguments(1).word(0), over: overlay) == v0.array)
        #expect(try runtime.call("root_2", Arguments(1).word(1), over: overlay) == v1.array)
        #expect(throws: RuntimeError.self) {
            try runtime.call("root_2", Arguments(1).word(2), over: overlay)
        }
        #expect(try runtime.call("changes_root", Arguments(1).fat([]), over: overlay) == none)
    }

    @Test func theProofSizeIsTheRecorders() throws {
        let runtime = try TestModule.runtime()
        let state = MemoryState([(key: [1], value: [UInt8](repeating: 3, count: 100))])
        let overlay = StateOverlay(over: state)
        let without = try runtime.call("proof_size", Arguments(0), over: overlay)
        #expect(without == [UInt8](repeating: 255, count: 8))
        try state.startRecording(layout: .v0)
        _ = try runtime.call("get", Arguments(1).fat([1]), over: overlay)
        let size = try runtime.call("proof_size", Arguments(0), over: overlay)
        #expect(size.first == UInt8(try #require(state.proofBytes)))
    }

    @Test func transactionsOfACallAreItsOwn() throws {
        let (runtime, overlay) = (try TestModule.runtime(), overlay())
        for name in ["commit", "rollback"] {
            overlay.startTransaction()
            let error = #expect(throws: RuntimeError.self) {
                try runtime.call(name, Arguments(0), over: overlay)
            }
            #expect("\(try #require(error))".contains("no transaction is open"))
            #expect(overlay.transactionDepth == 1)
            overlay.commitTransaction()
        }
        #expect(try runtime.call("start", Arguments(0), over: overlay) == [])
        #expect(overlay.transactionDepth == 0)
        // What a call leaves open is undone, and what failed stays for the caller to undo.
        let change = Arguments(2).fat([40]).fat([1])
        _ = try runtime.call("leave_open", change, over: overlay)
        #expect(overlay.changes.isEmpty)
        #expect(throws: RuntimeError.self) {
            try runtime.call("set_and_stop", change, over: overlay)
        }
        #expect(overlay.changes.map(\.key) == [[40]])
    }

    @Test func namesOfChildTriesAreNotSetByHand() throws {
        let (runtime, overlay) = (try TestModule.runtime(), overlay())
        let name = ChildStorage.prefix + [1]
        _ = try runtime.call("set", Arguments(2).fat(name).fat([1]), over: overlay)
        #expect(overlay.changes.isEmpty)
    }

    @Test func childTriesAreKeptApart() throws {
        let runtime = try TestModule.runtime()
        let state = MemoryState()
        state.set([1], to: [9, 9], inChild: [0xc])
        state.set([1, 1], to: [8], inChild: [0xc])
        try state.sealChildren(layout: .v1)
        let overlay = StateOverlay(over: state)
        func call(_ name: String, _ arguments: Arguments) throws -> [UInt8] {
            try runtime.call(name, arguments, over: overlay)
        }
        let child: [UInt8] = [0xc]
        #expect(try call("child_get", Arguments(2).fat(child).fat([1])) == some([9, 9]))
        #expect(try call("child_get", Arguments(2).fat([0xd]).fat([1])) == none)
        let read = Arguments(4).fat(child).fat([1]).fat([0]).word(1)
        #expect(try call("child_read", read) == [1] + word(1))
        #expect(try call("child_set", Arguments(3).fat(child).fat([5]).fat([6])) == [])
        #expect(try call("child_exists", Arguments(2).fat(child).fat([5])) == word(1))
        #expect(try call("child_next_key", Arguments(2).fat(child).fat([1])) == some([1, 1]))
        #expect(try call("child_clear", Arguments(2).fat(child).fat([1])) == [])
        #expect(try call("child_exists", Arguments(2).fat(child).fat([1])) == word(0))
        let expected = try StateModel([[1, 1]: [8], [5]: [6]]).root(layout: .v1)
        #expect(try call("child_root_2", Arguments(2).fat(child).word(1)) == expected.array)
        #expect(try overlay.value(of: ChildStorage.prefix + child) == expected.array)
        let v0 = try StateModel([[1, 1]: [8], [5]: [6]]).root(layout: .v0)
        #expect(try call("child_root_1", Arguments(1).fat(child)) == v0.array)
        let prefix = Arguments(3).fat(child).fat([1]).fat([1] + word(1))
        #expect(try call("child_clear_prefix_2", prefix) == [1] + word(1))
        #expect(try call("child_clear_prefix_1", Arguments(2).fat(child).fat([1])) == [])
        #expect(try call("child_next_key", Arguments(2).fat(child).fat([])) == some([5]))
        #expect(try call("child_kill_2", Arguments(2).fat(child).fat([1] + word(1))) == word(0))
        #expect(try call("child_kill_3", Arguments(2).fat(child).fat([0])) == [0] + word(2))
        #expect(try call("child_kill_1", Arguments(1).fat(child)) == [])
        // An empty child trie has no name in the top trie any more.
        #expect(
            try call("child_root_2", Arguments(2).fat(child).word(1)) == Trie.emptyRoot.array)
        #expect(try overlay.value(of: ChildStorage.prefix + child) == nil)
    }
}
