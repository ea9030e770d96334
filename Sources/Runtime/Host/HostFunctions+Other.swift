internal import Primitives

extension HostFunctionTable {
    static let tries = [
        entry("ext_trie_blake2_256_ordered_root_version_1", "L-I", .trieRoot) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                try giveOrderedRoot(.v0, call)
            }
        },
        entry("ext_trie_blake2_256_ordered_root_version_2", "LI-I", .trieRoot) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                try giveOrderedRoot(try layout(call.word(1)), call)
            }
        },
        entry("ext_trie_blake2_256_root_version_1", "L-I", .trieRoot) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                try giveTrieRoot(.v0, call)
            }
        },
        entry("ext_trie_blake2_256_root_version_2", "LI-I", .trieRoot) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                try giveTrieRoot(try layout(call.word(1)), call)
            }
        },
    ]

    static let logging = [
        entry("ext_logging_max_level_version_1", "-I", .other) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                call.give(word: call.host.pointee.options.logLevel)
            }
        },
        entry("ext_logging_log_version_1", "ILL-", .other) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                _ = try call.bytes(1)
                note(try call.bytes(2), call)
            }
        },
        entry("ext_misc_print_utf8_version_1", "L-", .other) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                note(try call.bytes(0), call)
            }
        },
        entry("ext_misc_print_hex_version_1", "L-", .other) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let bytes = try call.bytes(0).prefix(lineBytesMax / 2)
                call.host.pointee.lastLine = Array(hexadecimal(bytes).utf8)
            }
        },
        entry("ext_misc_print_num_version_1", "L-", .other) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                call.host.pointee.lastLine = Array("\(call.wide(0))".utf8)
            }
        },
        entry("ext_panic_handler_abort_on_panic_version_1", "L-", .other) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                note(try call.bytes(0), call)
                throw .panicked
            }
        },
        entry("ext_misc_runtime_version_version_1", "L-L", .other) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let version = WasmBinary.embeddedVersion(
                    of: UnsafeRawBufferPointer(try call.bytes(0)))
                guard let version else { return try call.give(option: nil) }
                var encoded = ByteBuffer()
                encoded.append(1)
                encoded.appendVector(version)
                try call.giveFat(encoded.array)
            }
        },
    ]

    /// What goes to the node's own side and never into the state.
    static let offchain = [
        entry("ext_offchain_index_set_version_1", "LL-", .other) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                _ = (try call.bytes(0), try call.bytes(1))
            }
        },
        entry("ext_offchain_index_clear_version_1", "L-", .other) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                _ = try call.bytes(0)
            }
        },
        entry("ext_transaction_index_index_version_1", "III-", .other) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                _ = try call.bytes(2, count: 32)
            }
        },
        entry("ext_transaction_index_renew_version_1", "II-", .other) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                _ = try call.bytes(1, count: 32)
            }
        },
        entry("ext_wasm_tracing_enabled_version_1", "L-I", .other) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                call.give(word: 0)
            }
        },
    ]

    // MARK: - Parts

    /// Ours: what is kept of a line.
    private static let lineBytesMax = 1024

    private static func note(_ line: UnsafeMutableRawBufferPointer, _ call: HostCall) {
        call.host.pointee.lastLine = Array(line.prefix(lineBytesMax))
    }

    private static func giveOrderedRoot(
        _ layout: TrieLayout, _ call: HostCall
    ) throws(HostFault) {
        let input = UnsafeRawBufferPointer(try call.bytes(0))
        if let fixed = call.host.pointee.options.fixedRoots {
            return try call.give(32) { $0.copyBytes(from: fixed.extrinsics) }
        }
        var items: [UnsafeRawBufferPointer] = []
        var decoder = ScaleDecoder(input)
        do throws(ScaleError) {
            for _ in 0..<(try itemCount(&decoder)) { items.append(try decoder.vector()) }
        } catch { throw .malformed }
        let root = try trie(call) { () throws(TrieError) in
            try TrieBuilder.orderedRoot(of: items, layout: layout)
        }
        try call.give(32) { memory in root.withBytes { memory.copyMemory(from: $0) } }
    }

    /// How many items follow; ours: a million at most, where a block holds some thousand.
    private static func itemCount(_ decoder: inout ScaleDecoder) throws(ScaleError) -> Int {
        let count = try decoder.length()
        guard count <= 1 << 20 else { throw .compactOutOfRange(offset: 0) }
        return count
    }

    private static func giveTrieRoot(_ layout: TrieLayout, _ call: HostCall) throws(HostFault) {
        let input = UnsafeRawBufferPointer(try call.bytes(0))
        var pairs: [(UnsafeRawBufferPointer, UnsafeRawBufferPointer)] = []
        var decoder = ScaleDecoder(input)
        do throws(ScaleError) {
            for _ in 0..<(try itemCount(&decoder)) {
                pairs.append((try decoder.vector(), try decoder.vector()))
            }
        } catch { throw .malformed }
        let root = try trie(call) { () throws(TrieError) in
            var trie = PatriciaTrie(layout: layout, source: MemoryNodeStore())
            for (key, value) in pairs { try trie.set(key, to: value) }
            var changes = TrieChanges()
            return trie.commit(into: &changes)
        }
        try call.give(32) { memory in root.withBytes { memory.copyMemory(from: $0) } }
    }

    private static func trie<R>(
        _ call: HostCall, _ body: () throws(TrieError) -> R
    ) throws(HostFault) -> R {
        do throws(TrieError) {
            return try body()
        } catch {
            call.host.pointee.detail = error.description
            throw .malformed
        }
    }
}
