/// A host function as runtimes import it.
struct HostFunctionEntry {
    /// Its name in the module `env`.
    let name: String
    /// The types of arguments and results: I = i32, L = i64.
    let arguments: String
    let result: String
    let group: HostGroup
    let function: HostFunction
}

/// Kinds of host functions, which are timed together.
package enum HostGroup: String, CaseIterable, Sendable {
    case allocator
    /// Reads and changes of the state, and transactions.
    case storage
    /// The roots of the state and of child tries.
    case storageRoot
    case hashing
    case signature
    /// The root of extrinsics and other tries that are no state.
    case trieRoot
    case other
}

/// Everything that a runtime may import and that is implemented.
enum HostFunctionTable {
    static let all: [HostFunctionEntry] =
        allocator + storage + storageKeys + transactions + childStorage + hashing + signatures
        + tries + logging + offchain

    static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// `types` is such as `LL-L`: arguments, and behind the dash the result.
    static func entry(
        _ name: String, _ types: String, _ group: HostGroup, _ function: @escaping HostFunction
    ) -> HostFunctionEntry {
        let parts = types.split(separator: "-", omittingEmptySubsequences: false)
        return HostFunctionEntry(
            name: name, arguments: String(parts[0]), result: String(parts[1]), group: group,
            function: function)
    }

    /// Stands for what is imported and not implemented: whoever calls it is stopped.
    static let missing: HostFunction = { environment, _, values, _ in
        HostCall.run(environment, values) { (_) throws(HostFault) in throw .notImplemented }
    }

    /// Calls the slot's function between two readings of the clock.
    static let metered: HostFunction = { environment, caller, values, count in
        let slot = environment.unsafelyUnwrapped.assumingMemoryBound(to: HostSlot.self)
        guard let now = slot.pointee.now else { return nil }
        let start = now()
        let trap = slot.pointee.function(environment, caller, values, count)
        slot.pointee.nanoseconds &+= now() &- start
        slot.pointee.calls &+= 1
        return trap
    }
}
