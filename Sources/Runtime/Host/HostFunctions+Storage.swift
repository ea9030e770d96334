internal import Primitives

extension HostFunctionTable {
    static let allocator = [
        entry("ext_allocator_malloc_version_1", "I-I", .allocator) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let place = try call.host.pointee.heap.allocate(
                    call.word(0), in: call.host.pointee.memory, size: call.host.pointee.memorySize)
                call.give(word: place)
            }
        },
        entry("ext_allocator_free_version_1", "I-", .allocator) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                try call.host.pointee.heap.free(
                    call.word(0), in: call.host.pointee.memory, size: call.host.pointee.memorySize)
            }
        },
    ]

    static let storage = [
        entry("ext_storage_get_version_1", "L-L", .storage) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let key = UnsafeRawBufferPointer(try call.bytes(0))
                try call.give(
                    option: try call.state { (state) throws(StateError) in
                        try state.pointee.value(of: key)
                    })
            }
        },
        entry("ext_storage_read_version_1", "LLI-L", .storage) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let key = UnsafeRawBufferPointer(try call.bytes(0))
                let value = try call.state { (state) throws(StateError) in
                    try state.pointee.value(of: key)
                }
                try read(value, call, out: 1, offset: 2)
            }
        },
        entry("ext_storage_set_version_1", "LL-", .storage) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let key = UnsafeRawBufferPointer(try call.bytes(0))
                let value = UnsafeRawBufferPointer(try call.bytes(1))
                set(key, to: value, call)
                try call.checkRoom()
            }
        },
        entry("ext_storage_clear_version_1", "L-", .storage) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                set(UnsafeRawBufferPointer(try call.bytes(0)), to: nil, call)
                try call.checkRoom()
            }
        },
        entry("ext_storage_exists_version_1", "L-I", .storage) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let key = UnsafeRawBufferPointer(try call.bytes(0))
                let value = try call.state { (state) throws(StateError) in
                    try state.pointee.value(of: key)
                }
                call.give(word: value == nil ? 0 : 1)
            }
        },
        entry("ext_storage_append_version_1", "LL-", .storage) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let key = UnsafeRawBufferPointer(try call.bytes(0))
                let item = UnsafeRawBufferPointer(try call.bytes(1))
                try call.state { (state) throws(StateError) in
                    try state.pointee.append(item, to: key)
                }
                try call.checkRoom()
            }
        },
    ]

    static let storageKeys = [
        entry("ext_storage_next_key_version_1", "L-L", .storage) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let key = UnsafeRawBufferPointer(try call.bytes(0))
                try giveNextKey(after: key, in: nil, call)
            }
        },
        entry("ext_storage_clear_prefix_version_1", "L-", .storage) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                _ = try clear(prefix: try call.bytes(0), limit: nil, in: nil, call)
            }
        },
        entry("ext_storage_clear_prefix_version_2", "LL-L", .storage) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let limit = try option32(call, 1)
                let outcome = try clear(prefix: try call.bytes(0), limit: limit, in: nil, call)
                try call.giveFat(removal(outcome))
            }
        },
        entry("ext_storage_root_version_1", "-L", .storageRoot) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                try giveRoot(.v0, call)
            }
        },
        entry("ext_storage_root_version_2", "I-L", .storageRoot) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                try giveRoot(try layout(call.word(0)), call)
            }
        },
        entry("ext_storage_changes_root_version_1", "L-L", .storageRoot) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                try call.give(option: nil)
            }
        },
        entry("ext_storage_proof_size_storage_proof_size_version_1", "-L", .other) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                call.give(wide: call.overlay.pointee.backend.proofBytes ?? .max)
            }
        },
    ]

    static let transactions = [
        entry("ext_storage_start_transaction_version_1", "-", .storage) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                call.overlay.pointee.start()
                try call.checkRoom()
            }
        },
        entry("ext_storage_commit_transaction_version_1", "-", .storage) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                guard call.overlay.pointee.depth > call.host.pointee.depth,
                    call.overlay.pointee.commit()
                else { throw .noTransaction }
            }
        },
        entry("ext_storage_rollback_transaction_version_1", "-", .storage) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                guard call.overlay.pointee.depth > call.host.pointee.depth,
                    call.overlay.pointee.rollback()
                else { throw .noTransaction }
            }
        },
    ]

    // MARK: - Parts

    /// Copies a value from `offset` on as far as there is room, and gives `Option<u32>`: how long
    /// it is from there on.
    @inline(__always)
    static func read(
        _ value: UnsafeRawBufferPointer?, _ call: HostCall, out: Int, offset: Int
    ) throws(HostFault) {
        guard let value else {
            try call.give(option: nil)
            return
        }
        let room = try call.bytes(out)
        let start = min(Int(call.word(offset)), value.count)
        let rest = UnsafeRawBufferPointer(rebasing: value[start...])
        room.copyMemory(
            from: UnsafeRawBufferPointer(rebasing: rest.prefix(min(room.count, rest.count))))
        let count = UInt32(truncatingIfNeeded: rest.count)
        try call.giveFat(5) { memory in
            memory[0] = 1
            memory.storeBytes(of: count.littleEndian, toByteOffset: 1, as: UInt32.self)
        }
    }

    /// The names of child tries are not the runtime's to change.
    @inline(__always)
    private static func set(
        _ key: UnsafeRawBufferPointer, to value: UnsafeRawBufferPointer?, _ call: HostCall
    ) {
        if key.count > 0, key[0] == UInt8(ascii: ":"), key.starts(with: ChildStorage.anyPrefix) {
            return
        }
        call.overlay.pointee.set(key, to: value, in: call.overlay.pointee.top)
    }

    static func giveNextKey(
        after key: UnsafeRawBufferPointer, in trie: Int?, _ call: HostCall
    ) throws(HostFault) {
        // Copied out: the allocation below may not wait for the state's memory.
        let next = try call.state { (state) throws(StateError) in
            try state.pointee.nextKey(after: key, in: trie) { found in found.map { Array($0) } }
        }
        guard let next else { return try call.give(option: nil) }
        var encoded = ByteBuffer(capacity: next.count + 6)
        encoded.append(1)
        encoded.appendVector(next)
        try call.giveFat(encoded.count) { $0.copyMemory(from: encoded.bytes) }
    }

    /// `Option<u32>`.
    static func option32(_ call: HostCall, _ index: Int) throws(HostFault) -> UInt32? {
        var decoder = ScaleDecoder(UnsafeRawBufferPointer(try call.bytes(index)))
        do throws(ScaleError) {
            switch try decoder.integer(UInt8.self) {
            case 0: return nil
            case 1: return try decoder.integer(UInt32.self)
            default: throw .compactOutOfRange(offset: 0)
            }
        } catch { throw .malformed }
    }

    static func clear(
        prefix: UnsafeMutableRawBufferPointer, limit: UInt32?, in trie: Int?, _ call: HostCall
    ) throws(HostFault) -> (visited: UInt32, more: Bool) {
        let prefix = UnsafeRawBufferPointer(prefix)
        let names = ChildStorage.anyPrefix
        if trie == nil, prefix.starts(with: names) || names.starts(with: prefix) {
            return (0, false)
        }
        return try call.state { (state) throws(StateError) in
            try state.pointee.clear(prefix: prefix, limit: limit, in: trie)
        }
    }

    /// `KillStorageResult`: all is removed (0) or some remains (1), and how many were gone through.
    static func removal(_ outcome: (visited: UInt32, more: Bool)) -> [UInt8] {
        [outcome.more ? 1 : 0] + withUnsafeBytes(of: outcome.visited.littleEndian) { Array($0) }
    }

    static func layout(_ version: UInt32) throws(HostFault) -> TrieLayout {
        guard let layout = TrieLayout(rawValue: Int(version & 0xff)) else { throw .malformed }
        return layout
    }

    private static func giveRoot(_ layout: TrieLayout, _ call: HostCall) throws(HostFault) {
        if let fixed = call.host.pointee.options.fixedRoots {
            return try call.giveFat(fixed.state)
        }
        try call.give(
            root: try call.state { (state) throws(StateError) in
                try state.pointee.root(layout: layout)
            })
    }
}
