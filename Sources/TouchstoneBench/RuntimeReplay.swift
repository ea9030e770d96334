import Foundation
import Host
import Primitives
import Runtime

/// A dumped block executed again and again, with stubbed signatures and roots and a state in
/// memory:
/// what the runtime and its host functions cost.
enum RuntimeReplay {
    /// Prints the time of an execution, after the first was compared with the dump.
    ///
    /// - Parameters:
    ///   - engine: that runs it.
    ///   - path: of the dump, as `touchstone selftest --runtime FILE --dump DUMP` writes it.
    ///   - rounds: how often.
    /// - Returns: Whether answers and changed keys are the dumped ones.
    /// - Throws: what keeps the block from being run.
    static func run(_ engine: WasmEngine, dump path: String, rounds: Int) throws -> Bool {
        let dump = try BlockDump(Array(try Data(contentsOf: URL(filePath: path))))
        let state = MemoryState(dump.state)
        guard let stored = state.value(of: Array(":code".utf8)) else {
            print("\(path) holds no code")
            return false
        }
        var options = HostOptions()
        options.verifiesSignatures = false
        options.fixedRoots = (dump.stateRoot, dump.extrinsicsRoot)
        let cache = ModuleCache(
            folder: ".build/wasmtime-modules", processor: HostReader.processor())
        let module = try WasmModule(
            try WasmCode.module(of: stored), engine: engine, cache: cache)
        let runtime = try WasmRuntime(module, options: options)
        let overlay = StateOverlay(over: state)
        var times: [Double] = []
        for _ in 0..<rounds {
            overlay.reset()
            let start = ContinuousClock.now
            for call in dump.execution {
                let answer = try runtime.call(call.function, call.input, over: overlay)
                if answer != call.answer {
                    print("\(call.function) answers otherwise than dumped")
                    return false
                }
            }
            let time = ContinuousClock.now - start
            times.append(Double(time.components.attoseconds) / 1e15)
            if times.count == 1, !isSame(overlay, dump) { return false }
        }
        times.sort()
        print(
            String(
                format: "%d calls, wasmtime %@: min %.3f, median %.3f, max %.3f ms",
                dump.execution.count, engine.version, times[0], times[rounds / 2],
                times[rounds - 1]))
        return true
    }

    private static func isSame(_ overlay: StateOverlay, _ dump: BlockDump) -> Bool {
        let changes = overlay.changes
        let isSame =
            changes.count == dump.changes.count
            && zip(changes, dump.changes).allSatisfy { $0.key == $1.key && $0.value == $1.value }
        if !isSame { print("the execution changes other keys than dumped") }
        return isSame
    }
}
