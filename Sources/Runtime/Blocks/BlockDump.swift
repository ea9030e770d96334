package import Primitives

/// A block with everything that another implementation needs to run it again: the state before it,
/// each call with its answer, and what the execution changed.
///
/// All numbers are u32, little-endian; `bytes` is a length, then so many bytes. In order: a count,
/// then key and value (bytes) of the state, sorted; state root and extrinsics root (bytes); twice,
/// for building and for execution, a count, then function name, input and answer (bytes); a count,
/// then key (bytes), 1 = value or 0 = removed (one byte), value (bytes) of each changed key.
package struct BlockDump {
    package var state: [(key: [UInt8], value: [UInt8])]
    package var stateRoot: [UInt8]
    package var extrinsicsRoot: [UInt8]
    package var building: [RecordedCall]
    package var execution: [RecordedCall]
    package var changes: [(key: [UInt8], value: [UInt8]?)]

    /// A block that was built and executed on `state`.
    package init(_ entry: MemoryChain.Entry, state: [(key: [UInt8], value: [UInt8])]) {
        self.state = state
        stateRoot = entry.block.stateRoot?.array ?? []
        extrinsicsRoot = entry.block.extrinsicsRoot?.array ?? []
        building = entry.building
        execution = [entry.execution]
        changes = entry.changes
    }

    /// The file's bytes.
    package var encoded: [UInt8] {
        var bytes: [UInt8] = []
        let number = { (value: Int) in Scale.littleEndian(UInt32(truncatingIfNeeded: value)) }
        let add = { (part: [UInt8]) in bytes += number(part.count) + part }
        bytes += number(state.count)
        for pair in state {
            add(pair.key)
            add(pair.value)
        }
        add(stateRoot)
        add(extrinsicsRoot)
        for part in [building, execution] {
            bytes += number(part.count)
            for call in part {
                add(Array(call.function.utf8))
                add(call.input)
                add(call.answer)
            }
        }
        bytes += number(changes.count)
        for change in changes {
            add(change.key)
            bytes.append(change.value == nil ? 0 : 1)
            add(change.value ?? [])
        }
        return bytes
    }

    /// Reads a file's bytes.
    package init(_ bytes: [UInt8]) throws(MetadataError) {
        self = try MetadataReader.reading(bytes) { (reader) throws(MetadataError) in
            let dump = try BlockDump(&reader)
            try reader.finish()
            return dump
        }
    }

    private init(_ reader: inout MetadataReader) throws(MetadataError) {
        state = try Self.list(&reader) { (reader) throws(MetadataError) in
            (try Self.take(&reader), try Self.take(&reader))
        }
        stateRoot = try Self.take(&reader)
        extrinsicsRoot = try Self.take(&reader)
        building = try Self.list(&reader, Self.call)
        execution = try Self.list(&reader, Self.call)
        changes = try Self.list(&reader) { (reader) throws(MetadataError) in
            let key = try Self.take(&reader)
            let isThere = try reader.byte() != 0
            let value = try Self.take(&reader)
            return (key, isThere ? value : nil)
        }
    }

    private static func take(_ reader: inout MetadataReader) throws(MetadataError) -> [UInt8] {
        try reader.bytes(Int(try reader.integer(UInt32.self)))
    }

    private static func call(
        _ reader: inout MetadataReader
    ) throws(MetadataError) -> RecordedCall {
        RecordedCall(
            function: String(decoding: try take(&reader), as: UTF8.self),
            input: try take(&reader), answer: try take(&reader))
    }

    private static func list<T>(
        _ reader: inout MetadataReader,
        _ item: (inout MetadataReader) throws(MetadataError) -> T
    ) throws(MetadataError) -> [T] {
        let count = Int(try reader.integer(UInt32.self))
        guard count <= reader.remaining else {
            throw .malformed(
                .truncated(offset: reader.offset, missing: count - reader.remaining))
        }
        var items: [T] = []
        for _ in 0..<count { items.append(try item(&reader)) }
        return items
    }
}

extension BlockDump {
    /// Why a block that was run again is not the same.
    package enum Difference: Error, Equatable, CustomStringConvertible {
        case answer(function: String, number: Int, own: [UInt8], dumped: [UInt8])
        case changes(keys: [[UInt8]])
        case root(own: [UInt8], dumped: [UInt8])

        package var description: String {
            switch self {
            case .answer(let function, let number, let own, let dumped):
                "call \(number), \(function), answers \(hexadecimal(own.prefix(40))), dumped is "
                    + "\(hexadecimal(dumped.prefix(40)))"
            case .changes(let keys):
                "the execution changes \(keys.count) keys otherwise than dumped, the first of them "
                    + "\(hexadecimal(keys.first ?? []))"
            case .root(let own, let dumped):
                "the state root is \(hexadecimal(own)), dumped is \(hexadecimal(dumped))"
            }
        }
    }

    /// Runs all calls again, and compares answers, changed keys and the root.
    ///
    /// - Returns: nil means all the same.
    package func firstDifference(
        by runtime: any RuntimeCalling, layout: TrieLayout
    ) throws(RuntimeTrouble) -> Difference? {
        let state = MemoryState(self.state)
        var number = 0
        let building = StateOverlay(over: state)
        if let difference = try run(self.building, runtime, building, &number) {
            return difference
        }
        let overlay = StateOverlay(over: state)
        if let difference = try run(execution, runtime, overlay, &number) { return difference }
        let own = Dictionary(overlay.changes.map { ($0.key, $0.value) }) { first, _ in first }
        let dumped = Dictionary(changes.map { ($0.key, $0.value) }) { first, _ in first }
        let keys = Set(own.keys).union(dumped.keys).filter { own[$0] != dumped[$0] }
        if !keys.isEmpty {
            return .changes(keys: keys.sorted { $0.lexicographicallyPrecedes($1) })
        }
        do throws(StateError) {
            let root = try overlay.root(layout: layout).array
            return root == stateRoot ? nil : .root(own: root, dumped: stateRoot)
        } catch {
            throw .state(error)
        }
    }

    private func run(
        _ calls: [RecordedCall], _ runtime: any RuntimeCalling, _ overlay: StateOverlay,
        _ number: inout Int
    ) throws(RuntimeTrouble) -> Difference? {
        for call in calls {
            number += 1
            let answer = try runtime.answer(call.function, call.input, over: overlay)
            guard answer == call.answer else {
                return .answer(
                    function: call.function, number: number, own: answer, dumped: call.answer)
            }
        }
        return nil
    }
}
