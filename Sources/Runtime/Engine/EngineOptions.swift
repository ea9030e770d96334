internal import Glibc

/// How the engine compiles and runs a runtime.
package struct EngineOptions: Equatable, Sendable {
    /// Where instances get their memory from.
    package enum Memory: String, Sendable {
        /// A pool of slots that keep their mapping from call to call, as the node has it.
        case pooled
        /// A mapping for each call, where the pool's address space is not to be had.
        case mapped
        /// As little address space as possible; code checks each access, and is slower.
        case bounded
    }

    /// Whether calls can be stopped after a time; that costs each loop an instruction or two, and
    /// the node does not have it.
    package var isInterruptible = false

    /// Where instances get their memory from.
    package var memory = Memory.pooled

    /// The node's options.
    package init() {}

    /// The node's options, as far as this process may take the address space that they need.
    ///
    /// - Parameter isInterruptible: whether calls can be stopped after a time.
    /// - Returns: Options with the fastest memory that can be had.
    package static func fitting(isInterruptible: Bool = false) -> EngineOptions {
        var options = EngineOptions()
        options.isInterruptible = isInterruptible
        // The engine does not survive it when it cannot reserve its pool.
        options.memory =
            canReserve(poolReserve) ? .pooled : canReserve(mappingReserve) ? .mapped : .bounded
        return options
    }

    /// Instances at a time; ours: one runs, and a pool keeps the last ones warm.
    static let instances: UInt32 = 4

    /// Pages that a runtime's memory has beyond what it asks for.
    ///
    /// - Source: sc-executor, `DEFAULT_HEAP_ALLOC_STRATEGY`.
    static let extraPages: UInt32 = 2048

    /// - Source: sc-executor-wasmtime, runtime.rs.
    static let nativeStackBytes = 1 << 20

    /// 4 GiB of addresses and a guard a memory, with room to spare.
    private static let mappingReserve = 12 << 30
    private static let poolReserve = Int(instances) * mappingReserve

    private static func canReserve(_ bytes: Int) -> Bool {
        let mapping = mmap(
            nil, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        guard let mapping, mapping != MAP_FAILED else { return false }
        munmap(mapping, bytes)
        return true
    }

    /// What tells compiled modules of these options from others.
    var key: String { "\(memory.rawValue)\(isInterruptible ? "-interruptible" : "")" }
}
