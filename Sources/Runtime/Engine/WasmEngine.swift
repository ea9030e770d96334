// Here: the engine that runs modules.
// May use: host functions.
// Never: blocks, metadata.

internal import CWasm
internal import Glibc
internal import Synchronization

/// The engine that compiles and runs modules, as the node's executor sets it.
package final class WasmEngine: @unchecked Sendable {
    // SAFETY: nothing changes after it was made, and the library's engine is for any thread.

    /// Such as 36.0.0.
    package let version: String

    /// How it was set.
    package let options: EngineOptions

    /// The library's file.
    package let path: String

    let library: UnsafePointer<cwasm_library>
    let engine: OpaquePointer
    private let ticker: EpochTicker?

    /// Versions whose C API is laid out as declared; 8.0.1, which some nodes link, is not.
    private static let majors = 35...50

    /// Loads a library and makes an engine.
    ///
    /// - Throws: `RuntimeError.engine`.
    package init(
        _ library: EngineLibrary, options: EngineOptions = .fitting()
    ) throws(RuntimeError) {
        let functions = try library.open()
        guard let engine = Self.makeEngine(functions.pointee, options) else {
            throw .engine("the engine \(library.path) refuses its options")
        }
        self.library = functions
        self.engine = engine
        self.options = options
        path = library.path
        ticker = options.isInterruptible ? EpochTicker(functions, engine) : nil
        version = try Self.version(functions.pointee, engine, path: library.path)
        let major = version.split(separator: ".").first.flatMap { Int($0) } ?? 0
        guard Self.majors.contains(major) else {
            throw .engine(
                "the engine \(library.path) is wasmtime \(version), and 36 or 48 is needed")
        }
    }

    deinit {
        ticker?.stop()
        library.pointee.wasm_engine_delete(engine)
    }

    private static func makeEngine(
        _ api: cwasm_library, _ options: EngineOptions
    ) -> OpaquePointer? {
        guard let config = api.wasm_config_new() else { return nil }
        // 2 = speed and size.
        api.wasmtime_config_cranelift_opt_level_set(config, 2)
        api.wasmtime_config_max_wasm_stack_set(config, EngineOptions.nativeStackBytes)
        api.wasmtime_config_parallel_compilation_set(config, true)
        api.wasmtime_config_memory_init_cow_set(config, true)
        api.wasmtime_config_wasm_relaxed_simd_set(config, false)
        api.wasmtime_config_wasm_simd_set(config, false)
        api.wasmtime_config_wasm_threads_set(config, false)
        api.wasmtime_config_wasm_multi_memory_set(config, false)
        api.wasmtime_config_wasm_memory64_set(config, false)
        if options.isInterruptible { api.wasmtime_config_epoch_interruption_set(config, true) }
        switch options.memory {
        case .mapped: break
        case .bounded:
            api.wasmtime_config_memory_reservation_set(config, 0)
            api.wasmtime_config_memory_guard_size_set(config, 0)
            api.wasmtime_config_memory_reservation_for_growth_set(config, 0)
        case .pooled: pool(api, config)
        }
        return api.wasm_engine_new_with_config(config)
    }

    private static func pool(_ api: cwasm_library, _ config: OpaquePointer) {
        guard let pool = api.wasmtime_pooling_allocation_config_new() else { return }
        let count = EngineOptions.instances
        api.wasmtime_pooling_allocation_config_max_unused_warm_slots_set(pool, count)
        api.wasmtime_pooling_allocation_config_total_core_instances_set(pool, count)
        api.wasmtime_pooling_allocation_config_total_memories_set(pool, count)
        api.wasmtime_pooling_allocation_config_total_tables_set(pool, count)
        // As the node's: an instance of 128 KiB and a table of 8,192 elements; 4 GiB of memory.
        api.wasmtime_pooling_allocation_config_max_core_instance_size_set(pool, 128 << 10)
        api.wasmtime_pooling_allocation_config_table_elements_set(pool, 8192)
        api.wasmtime_pooling_allocation_config_max_memory_size_set(pool, 1 << 32)
        api.wasmtime_pooling_allocation_strategy_set(config, pool)
        api.wasmtime_pooling_allocation_config_delete(pool)
    }

    /// What the deadline of an interruptible call is counted in.
    static var ticksASecond: Int { EpochTicker.ticksASecond }

    // MARK: - Errors

    /// The words of an error, which is let go.
    static func take(_ error: OpaquePointer, _ api: cwasm_library) -> String {
        var message = wasm_byte_vec_t()
        api.wasmtime_error_message(error, &message)
        api.wasmtime_error_delete(error)
        return take(&message, api)
    }

    static func take(_ message: inout wasm_byte_vec_t, _ api: cwasm_library) -> String {
        let bytes = UnsafeRawBufferPointer(start: message.data, count: message.size)
        let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        api.wasm_byte_vec_delete(&message)
        return text
    }

    // MARK: - The version

    /// Reads the version out of a compiled empty module: the library has no function that tells it.
    private static func version(
        _ api: cwasm_library, _ engine: OpaquePointer, path: String
    ) throws(RuntimeError) -> String {
        var module: OpaquePointer?
        if let error = api.wasmtime_module_new(
            engine, WasmBinary.magic, WasmBinary.magic.count, &module)
        {
            throw .engine("the engine \(path) fails: \(take(error, api))")
        }
        defer { api.wasmtime_module_delete(module) }
        var bytes = wasm_byte_vec_t()
        if let error = api.wasmtime_module_serialize(module, &bytes) {
            throw .engine("the engine \(path) fails: \(take(error, api))")
        }
        defer { api.wasm_byte_vec_delete(&bytes) }
        let all = UnsafeRawBufferPointer(start: bytes.data, count: bytes.size)
        guard let version = ElfSections.content(".wasmtime.engine", of: all).flatMap(Self.read)
        else { throw .engine("the version of the engine \(path) cannot be found") }
        return version
    }

    /// - Source: wasmtime, engine/serialization.rs: a byte for the format, then the length of the
    ///   version's text and the text.
    private static func read(_ section: UnsafeRawBufferPointer) -> String? {
        guard section.count > 2, section.count >= 2 + Int(section[1]) else { return nil }
        let text = section[2..<2 + Int(section[1])]
        guard !text.isEmpty, text.allSatisfy({ $0 == UInt8(ascii: ".") || (48...57).contains($0) })
        else { return nil }
        return String(decoding: text, as: UTF8.self)
    }
}

/// Sections of an ELF file in memory.
enum ElfSections {
    /// The content of a section of a file of 64 bits; nil if there is none of this name.
    static func content(
        _ name: String, of file: UnsafeRawBufferPointer
    ) -> UnsafeRawBufferPointer? {
        func word<T: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, _ type: T.Type) -> Int? {
            guard offset >= 0, offset + T.bitWidth / 8 <= file.count else { return nil }
            return Int(exactly: file.loadUnaligned(fromByteOffset: offset, as: type))
        }
        func range(_ header: Int) -> Range<Int>? {
            guard let start = word(header + 24, UInt64.self),
                let count = word(header + 32, UInt64.self), start <= file.count,
                count <= file.count - start
            else { return nil }
            return start..<start + count
        }
        guard file.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2]),
            let table = word(40, UInt64.self), let size = word(58, UInt16.self),
            let count = word(60, UInt16.self), let names = word(62, UInt16.self),
            table <= file.count, let strings = range(table + names * size)
        else { return nil }
        for index in 0..<count {
            let header = table + index * size
            guard let offset = word(header, UInt32.self), offset < strings.count,
                let content = range(header)
            else { return nil }
            let text = file[(strings.lowerBound + offset)..<strings.upperBound]
            if text.prefix(while: { $0 != 0 }).elementsEqual(name.utf8) {
                return UnsafeRawBufferPointer(rebasing: file[content])
            }
        }
        return nil
    }
}

/// Counts an engine's epochs on a thread of its own, so that calls can end at a deadline.
private final class EpochTicker: Sendable {
    /// Ours.
    static let ticksASecond = 100

    private let isStopped = Atomic(false)
    private let thread = Mutex<pthread_t?>(nil)

    init(_ library: UnsafePointer<cwasm_library>, _ engine: OpaquePointer) {
        // SAFETY: the engine outlives the thread, which `stop` waits for; counting epochs is
        // allowed from any thread.
        nonisolated(unsafe) let (library, engine) = (library, engine)
        let work = Work { [isStopped = self] in
            while !isStopped.isStopped.load(ordering: .relaxed) {
                usleep(UInt32(1_000_000 / Self.ticksASecond))
                library.pointee.wasmtime_engine_increment_epoch(engine)
            }
        }
        var made = pthread_t()
        let argument = Unmanaged.passRetained(work).toOpaque()
        let code = pthread_create(
            &made, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, argument)
        if code == 0 {
            let started = made
            thread.withLock { $0 = started }
        } else {
            Unmanaged<Work>.fromOpaque(argument).release()
        }
    }

    func stop() {
        isStopped.store(true, ordering: .relaxed)
        thread.withLock { thread in
            if let started = thread { pthread_join(started, nil) }
            thread = nil
        }
    }

    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}
