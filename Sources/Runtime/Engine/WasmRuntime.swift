internal import CWasm
internal import Primitives

/// A runtime that can be called: its module with the host functions behind its imports.
///
/// Not for several threads at a time. A call needs 1 MiB of stack and some more.
package final class WasmRuntime: RuntimeCalling {
    /// The compiled code.
    package let module: WasmModule

    /// How many seconds a call may take when the engine is interruptible.
    package var secondsMax = 60.0

    private let context: UnsafeMutablePointer<HostContext>
    private let slots: UnsafeMutableBufferPointer<HostSlot>
    private let slotNames: [String]
    private let linker: OpaquePointer
    private let instance: OpaquePointer

    /// Puts the host functions behind a module's imports.
    ///
    /// - Parameters:
    ///   - module: the runtime's code.
    ///   - options: what host functions do.
    ///   - meter: which host functions are timed, and by what clock; nil means none.
    /// - Throws: `RuntimeError.module`.
    package init(
        _ module: WasmModule, options: HostOptions = HostOptions(), meter: HostMeter? = nil
    ) throws(RuntimeError) {
        self.module = module
        let api = module.engine.library.pointee
        context = .allocate(capacity: 1)
        guard let makeTrap = api.wasmtime_trap_new,
            let linker = api.wasmtime_linker_new(module.engine.engine)
        else { throw .engine("the engine \(module.engine.path) links nothing") }
        context.initialize(to: HostContext(options: options, makeTrap: makeTrap))
        slotNames = module.binary.importedFunctions.map(\.name)
        slots = Self.makeSlots(slotNames, context, meter)
        self.linker = linker
        instance = try Self.link(module, linker, slots)
    }

    deinit {
        let api = module.engine.library.pointee
        api.wasmtime_instance_pre_delete(instance)
        api.wasmtime_linker_delete(linker)
        slots.deallocate()
        context.deinitialize(count: 1)
        context.deallocate()
    }

    private static func makeSlots(
        _ names: [String], _ context: UnsafeMutablePointer<HostContext>, _ meter: HostMeter?
    ) -> UnsafeMutableBufferPointer<HostSlot> {
        let slots = UnsafeMutableBufferPointer<HostSlot>.allocate(capacity: names.count)
        for (number, name) in names.enumerated() {
            let entry = HostFunctionTable.byName[name]
            let group = entry?.group ?? .other
            slots.initializeElement(
                at: number,
                to: HostSlot(
                    context: context, number: number,
                    function: entry?.function ?? HostFunctionTable.missing,
                    now: meter.flatMap { $0.groups.contains(group) ? $0.now : nil }))
        }
        return slots
    }

    /// Defines each import by its slot, and prepares instances.
    private static func link(
        _ module: WasmModule, _ linker: OpaquePointer,
        _ slots: UnsafeMutableBufferPointer<HostSlot>
    ) throws(RuntimeError) -> OpaquePointer {
        let api = module.engine.library.pointee
        var imports = wasm_importtype_vec_t()
        api.wasmtime_module_imports(module.module, &imports)
        defer { api.wasm_importtype_vec_delete(&imports) }
        // The module's own list, without the memory: its order is that of the imports.
        guard imports.size == slots.count else {
            throw .module("the engine finds \(imports.size) imports in it, not \(slots.count)")
        }
        for number in 0..<slots.count {
            guard let name = api.wasm_importtype_name(imports.data[number])?.pointee else {
                throw .module("an import has no name")
            }
            let type = api.wasm_externtype_as_functype_const(
                api.wasm_importtype_type(imports.data[number]))
            let slot = slots.baseAddress.unsafelyUnwrapped + number
            let function =
                slot.pointee.now == nil ? slot.pointee.function : HostFunctionTable.metered
            if let error = api.wasmtime_linker_define_func_unchecked(
                linker, "env", 3, name.data, name.size, type, function, slot, nil)
            {
                throw .module(WasmModule.causes(WasmEngine.take(error, api)))
            }
        }
        var instance: OpaquePointer?
        if let error = api.wasmtime_linker_instantiate_pre(linker, module.module, &instance) {
            throw .module(WasmModule.causes(WasmEngine.take(error, api)))
        }
        guard let instance else { throw .module("no instance can be made of it") }
        return instance
    }

    // MARK: - Calls

    /// Whether the module exports a function of this name.
    package func exports(_ function: String) -> Bool {
        module.binary.exportedFunctions[function] != nil
    }

    /// Runs one exported function; see `RuntimeCalling`.
    package func call(
        _ function: String, _ input: [UInt8], over overlay: StateOverlay
    ) throws(RuntimeError) -> [UInt8] {
        guard let type = module.binary.exportedFunctions[function] else {
            throw .noFunction(function)
        }
        guard type == WasmBinary.callType else {
            throw .module("\(function) is of the type \(type.text)")
        }
        let depth = overlay.transactionDepth
        prepare(for: overlay, depth: depth)
        defer {
            context.pointee.overlay = nil
            overlay.rollback(to: depth)
        }
        let api = module.engine.library.pointee
        guard let store = api.wasmtime_store_new(module.engine.engine, nil, nil),
            let store1 = api.wasmtime_store_context(store)
        else { throw .engine("the engine gives no instance") }
        defer { api.wasmtime_store_delete(store) }
        if module.engine.options.isInterruptible {
            api.wasmtime_context_set_epoch_deadline(
                store1, UInt64(max(1, secondsMax * Double(WasmEngine.ticksASecond))))
        }
        return try run(function, input, store1)
    }

    private func prepare(for overlay: StateOverlay, depth: Int) {
        context.pointee.overlay = overlay.core
        context.pointee.depth = depth
        context.pointee.isBatchValid = true
        context.pointee.fault = nil
        context.pointee.detail = nil
        context.pointee.lastLine = []
        context.pointee.memorySize = 0
    }

    private func run(
        _ function: String, _ input: [UInt8], _ store: OpaquePointer
    ) throws(RuntimeError) -> [UInt8] {
        let api = module.engine.library.pointee
        var made = wasmtime_instance_t()
        var trap: OpaquePointer?
        let error = api.wasmtime_instance_pre_instantiate(instance, store, &made, &trap)
        try check(error, trap, function)
        let memory = try export("memory", kind: 3, of: &made, store)
        var place = memory.of.memory
        guard let start = api.wasmtime_memory_data(store, &place) else {
            throw .module("its memory cannot be reached")
        }
        context.pointee.memory = UnsafeMutableRawPointer(start)
        context.pointee.memorySize = api.wasmtime_memory_data_size(store, &place)
        var global = try export("__heap_base", kind: 1, of: &made, store).of.global
        var base = wasmtime_val_t()
        api.wasmtime_global_get(store, &global, &base)
        guard base.kind == 0 else { throw .module("its __heap_base is no i32") }
        context.pointee.heap = GuestHeap(base: UInt32(bitPattern: base.of.i32))
        var callee = try export(function, kind: 0, of: &made, store).of.function
        let argument = try put(input, function)
        // Two slots of 16 bytes.
        var values: InlineArray<4, UInt64> = [UInt64(argument), 0, UInt64(input.count), 0]
        let failure = withUnsafeMutableBytes(of: &values) { bytes in
            api.wasmtime_func_call_unchecked(
                store, &callee, bytes.baseAddress?.assumingMemoryBound(to: UInt64.self), 2, &trap)
        }
        try check(failure, trap, function)
        return try answer(values[0], function)
    }

    private func export(
        _ name: String, kind: UInt8, of instance: inout wasmtime_instance_t,
        _ store: OpaquePointer
    ) throws(RuntimeError) -> wasmtime_extern_t {
        var found = wasmtime_extern_t()
        guard
            module.engine.library.pointee.wasmtime_instance_export_get(
                store, &instance, name, name.utf8.count, &found), found.kind == kind
        else { throw .module("it does not export \(name), or another thing by this name") }
        return found
    }

    /// Puts a call's arguments into the runtime's memory.
    private func put(_ input: [UInt8], _ function: String) throws(RuntimeError) -> UInt32 {
        do throws(HostFault) {
            guard let count = UInt32(exactly: input.count) else { throw .chunkTooLarge }
            let start = try context.pointee.heap.allocate(
                count, in: context.pointee.memory, size: context.pointee.memorySize)
            UnsafeMutableRawBufferPointer(
                start: context.pointee.memory + Int(start), count: input.count
            ).copyBytes(from: input)
            return start
        } catch {
            throw .refused(name: "its arguments", function: function, reason: error.reason)
        }
    }

    private func answer(_ fat: UInt64, _ function: String) throws(RuntimeError) -> [UInt8] {
        let (start, count) = (Int(fat & 0xffff_ffff), Int(fat >> 32))
        guard start + count <= context.pointee.memorySize else {
            throw .stopped(
                function: function, reason: "its answer lies beyond its memory", log: lastLine)
        }
        return Array(
            UnsafeRawBufferPointer(start: context.pointee.memory + start, count: count))
    }

    /// Throws what ended a call too early.
    private func check(
        _ error: OpaquePointer?, _ trap: OpaquePointer?, _ function: String
    ) throws(RuntimeError) {
        if error == nil && trap == nil { return }
        let api = module.engine.library.pointee
        var reason = error.map { WasmModule.causes(WasmEngine.take($0, api)) } ?? ""
        var isOverdue = false
        if let trap {
            var code: UInt8 = 0
            // 10 = interrupted.
            isOverdue = api.wasmtime_trap_code(trap, &code) && code == 10
            var message = wasm_byte_vec_t()
            api.wasm_trap_message(trap, &message)
            reason = WasmModule.causes(WasmEngine.take(&message, api))
            api.wasm_trap_delete(trap)
        }
        guard let fault = context.pointee.fault else {
            if isOverdue { throw .overdue(function: function, seconds: secondsMax) }
            throw .stopped(function: function, reason: reason, log: lastLine)
        }
        let name = slotNames[context.pointee.faultingSlot]
        switch fault {
        case .notImplemented: throw .notImplemented(name: name, function: function)
        case .panicked: throw .stopped(function: function, reason: fault.reason, log: lastLine)
        case .state: throw .state(context.pointee.detail ?? fault.reason)
        default:
            let detail = context.pointee.detail.map { " (\($0))" } ?? ""
            throw .refused(name: name, function: function, reason: fault.reason + detail)
        }
    }

    /// The last line that the runtime logged in the last call, without control characters; nil if
    /// it logged none.
    package var lastLine: String? {
        let line = context.pointee.lastLine
        if line.isEmpty { return nil }
        let text = String(decoding: line, as: UTF8.self).unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control ? " " : Character(scalar)
        }
        return String(text)
    }

    // MARK: - What was called

    /// How often each group of timed host functions was called, and for how long they ran, since
    /// the runtime was made or this was reset.
    package var metered: [HostGroup: (calls: Int, nanoseconds: UInt64)] {
        var sums: [HostGroup: (calls: Int, nanoseconds: UInt64)] = [:]
        for slot in slots where slot.now != nil {
            let group = HostFunctionTable.byName[slotNames[slot.number]]?.group ?? .other
            sums[group, default: (0, 0)].calls += slot.calls
            sums[group, default: (0, 0)].nanoseconds += slot.nanoseconds
        }
        return sums
    }

    /// How often each timed host function was called.
    package var calls: [(name: String, calls: Int, nanoseconds: UInt64)] {
        slots.filter { $0.calls > 0 }.map { (slotNames[$0.number], $0.calls, $0.nanoseconds) }
    }

    /// Sets all counts to zero.
    package func resetMeter() {
        for index in slots.indices {
            slots[index].calls = 0
            slots[index].nanoseconds = 0
        }
    }

    /// How much of the heap the last call took, in bytes, and how often it asked for memory.
    package var heapUse: (end: UInt32, allocations: Int) {
        (context.pointee.heap.end, context.pointee.heap.allocations)
    }
}

/// Which host functions are timed.
///
/// A reading of the clock costs as much as a quick host function.
package struct HostMeter: Sendable {
    /// The timed ones.
    package var groups: Set<HostGroup>

    /// Reads a clock in nanoseconds.
    package var now: @convention(c) () -> UInt64

    /// Times these groups by this clock.
    package init(groups: Set<HostGroup>, now: @escaping @convention(c) () -> UInt64) {
        self.groups = groups
        self.now = now
    }
}
