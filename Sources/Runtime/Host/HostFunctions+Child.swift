internal import Primitives

extension HostFunctionTable {
    static let childStorage = childValues + childKeys

    private static let childValues = [
        entry("ext_default_child_storage_get_version_1", "LL-L", .storage) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                try call.give(option: try childValue(call))
            }
        },
        entry("ext_default_child_storage_read_version_1", "LLLI-L", .storage) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                try read(try childValue(call), call, out: 2, offset: 3)
            }
        },
        entry("ext_default_child_storage_set_version_1", "LLL-", .storage) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let child = try childNumber(call)
                let key = UnsafeRawBufferPointer(try call.bytes(1))
                let value = UnsafeRawBufferPointer(try call.bytes(2))
                call.overlay.pointee.set(
                    key, to: value, in: call.overlay.pointee.children[child].table)
                try call.checkRoom()
            }
        },
        entry("ext_default_child_storage_clear_version_1", "LL-", .storage) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let child = try childNumber(call)
                let key = UnsafeRawBufferPointer(try call.bytes(1))
                call.overlay.pointee.set(
                    key, to: nil, in: call.overlay.pointee.children[child].table)
            }
        },
        entry("ext_default_child_storage_exists_version_1", "LL-I", .storage) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                call.give(word: try childValue(call) == nil ? 0 : 1)
            }
        },
    ]

    private static let childKeys = [
        entry("ext_default_child_storage_next_key_version_1", "LL-L", .storage) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let child = try childNumber(call)
                let key = UnsafeRawBufferPointer(try call.bytes(1))
                try giveNextKey(after: key, in: child, call)
            }
        },
        entry("ext_default_child_storage_clear_prefix_version_1", "LL-", .storage) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let child = try childNumber(call)
                _ = try clear(prefix: try call.bytes(1), limit: nil, in: child, call)
            }
        },
        entry("ext_default_child_storage_clear_prefix_version_2", "LLL-L", .storage) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let (child, limit) = (try childNumber(call), try option32(call, 2))
                let outcome = try clear(prefix: try call.bytes(1), limit: limit, in: child, call)
                try call.giveFat(removal(outcome))
            }
        },
        entry("ext_default_child_storage_storage_kill_version_1", "L-", .storage) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                _ = try kill(limit: nil, call)
            }
        },
        entry("ext_default_child_storage_storage_kill_version_2", "LL-I", .storage) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let outcome = try kill(limit: try option32(call, 1), call)
                call.give(word: outcome.more ? 0 : 1)
            }
        },
        entry("ext_default_child_storage_storage_kill_version_3", "LL-L", .storage) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                try call.giveFat(removal(try kill(limit: try option32(call, 1), call)))
            }
        },
        entry("ext_default_child_storage_root_version_1", "L-L", .storageRoot) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                try giveChildRoot(.v0, call)
            }
        },
        entry("ext_default_child_storage_root_version_2", "LI-L", .storageRoot) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                try giveChildRoot(try layout(call.word(1)), call)
            }
        },
    ]

    /// The number of the child trie that the first argument names.
    private static func childNumber(_ call: HostCall) throws(HostFault) -> Int {
        let number = call.overlay.pointee.table(
            ofChild: UnsafeRawBufferPointer(try call.bytes(0)))
        try call.checkRoom()
        return number
    }

    private static func childValue(
        _ call: HostCall
    ) throws(HostFault) -> UnsafeRawBufferPointer? {
        let child = try childNumber(call)
        let key = UnsafeRawBufferPointer(try call.bytes(1))
        return try call.state { (state) throws(StateError) in
            try state.pointee.value(of: key, inChild: child)
        }
    }

    private static func kill(
        limit: UInt32?, _ call: HostCall
    ) throws(HostFault) -> (visited: UInt32, more: Bool) {
        let child = try childNumber(call)
        let all = UnsafeRawBufferPointer(start: nil, count: 0)
        return try call.state { (state) throws(StateError) in
            try state.pointee.clear(prefix: all, limit: limit, in: child)
        }
    }

    private static func giveChildRoot(
        _ layout: TrieLayout, _ call: HostCall
    ) throws(HostFault) {
        let child = try childNumber(call)
        try call.give(
            root: try call.state { (state) throws(StateError) in
                let root = try state.pointee.root(ofChild: child, layout: layout)
                state.pointee.setRoot(root, ofChild: child)
                return root
            })
    }
}
