internal import CWasm

/// A runtime's code, compiled.
package final class WasmModule: @unchecked Sendable {
    // SAFETY: nothing changes after it was made, and the library's module is for any thread.

    /// The engine that runs it.
    package let engine: WasmEngine

    /// Whether it was compiled now, and not taken from the cache.
    package let wasCompiled: Bool

    let binary: WasmBinary
    let module: OpaquePointer

    /// Compiles a module, or takes it from the cache.
    ///
    /// - Parameters:
    ///   - code: a WebAssembly module, not compressed.
    ///   - engine: that it is for.
    ///   - cache: where compiled modules are kept; nil means nowhere.
    /// - Throws: `RuntimeError.module` when it is none that a node would run.
    package init(
        _ code: [UInt8], engine: WasmEngine, cache: ModuleCache? = nil
    ) throws(RuntimeError) {
        binary = try WasmBinary(code)
        try Self.check(binary)
        self.engine = engine
        let own = try binary.withOwnMemory(extraPages: EngineOptions.extraPages)
        let key = cache.map { $0.key(of: own, engine: engine) }
        if let cache, let key, let path = cache.path(key),
            let module = Self.load(path, engine: engine)
        {
            self.module = module
            wasCompiled = false
            return
        }
        module = try Self.compile(own, engine: engine)
        wasCompiled = true
        if let cache, let key { Self.keep(module, engine: engine, in: cache, under: key) }
    }

    deinit { engine.library.pointee.wasmtime_module_delete(module) }

    /// Functions that are imported and not implemented here: whoever calls one is stopped.
    package var missingFunctions: [String] {
        binary.importedFunctions.map(\.name).filter { HostFunctionTable.byName[$0] == nil }
    }

    /// The number of functions that are imported.
    package var importCount: Int { binary.importedFunctions.count }

    /// The functions that are imported, in their order.
    package var importedFunctions: [String] { binary.importedFunctions.map(\.name) }

    /// The host functions that are implemented here.
    package static var implementedFunctions: [String] { HostFunctionTable.all.map(\.name) }

    /// The content of a custom section, such as `runtime_version`; nil if there is none.
    package func customSection(_ name: String) -> [UInt8]? { binary.custom(name) }

    private static func check(_ binary: WasmBinary) throws(RuntimeError) {
        var seen: Set<String> = []
        for (name, type) in binary.importedFunctions {
            guard let known = HostFunctionTable.byName[name] else { continue }
            let own = WasmBinary.FunctionType(arguments: known.arguments, results: known.result)
            guard type == own else {
                throw .module("it imports \(name) as \(type.text), and a node has \(own.text)")
            }
            guard seen.insert(name).inserted else { throw .module("it imports \(name) twice") }
        }
    }

    private static func load(_ path: String, engine: WasmEngine) -> OpaquePointer? {
        var module: OpaquePointer?
        let api = engine.library.pointee
        if let error = api.wasmtime_module_deserialize_file(engine.engine, path, &module) {
            // Of another version or processor, in spite of its name: it is compiled again.
            _ = WasmEngine.take(error, api)
            return nil
        }
        return module
    }

    private static func compile(
        _ code: [UInt8], engine: WasmEngine
    ) throws(RuntimeError) -> OpaquePointer {
        var module: OpaquePointer?
        let api = engine.library.pointee
        if let error = api.wasmtime_module_new(engine.engine, code, code.count, &module) {
            throw .module("the engine refuses it: \(causes(WasmEngine.take(error, api)))")
        }
        guard let module else { throw .module("the engine refuses it") }
        return module
    }

    private static func keep(
        _ module: OpaquePointer, engine: WasmEngine, in cache: ModuleCache, under key: String
    ) {
        let api = engine.library.pointee
        var bytes = wasm_byte_vec_t()
        if let error = api.wasmtime_module_serialize(module, &bytes) {
            _ = WasmEngine.take(error, api)
            return
        }
        _ = cache.keep(UnsafeRawBufferPointer(start: bytes.data, count: bytes.size), under: key)
        api.wasm_byte_vec_delete(&bytes)
    }

    /// The causes at the end of an engine's message, without the addresses around them.
    static func causes(_ message: String) -> String {
        let lines = message.split(separator: "\n").map { $0.trimmed }
            .prefix { !$0.hasPrefix("Stack backtrace:") }
        let causes = lines.firstIndex(of: "Caused by:").map { lines[($0 + 1)...] } ?? lines
        let texts = causes.map { cause in
            // Several are numbered.
            let digits = cause.prefix { $0.isNumber }
            let isNumbered = !digits.isEmpty && cause.dropFirst(digits.count).hasPrefix(": ")
            return isNumbered ? String(cause.dropFirst(digits.count + 2)) : cause
        }
        return String(texts.joined(separator: "; ").prefix(300))
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
