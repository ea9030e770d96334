import Foundation
import Host
package import Model
import Probes
import Runtime

/// Where a chain's own runtime comes from, and the engine that runs it.
package struct RuntimeChoice {
    /// The block from which on the file's substitute runs; nil means the state's own code.
    private let substitute: String?
    /// The engine's library, or a folder that holds it; nil means the usual places.
    private let engine: String?

    package init(substitute: String?, engine: String?) {
        self.substitute = substitute
        self.engine = engine
    }

    /// Reads the runtime out of a file.
    ///
    /// - Throws: exit code 65 or 66, with what is wrong.
    func file(at path: String) throws -> RuntimeFile {
        var reader = RuntimeFileReader(substitute: substitute)
        do {
            try InputFile.readChunks(path) { chunk in
                try chunk.withUnsafeBytes { try reader.read($0) }
            }
            return try reader.finish()
        } catch let error as RuntimeFileError {
            throw CommandFailure(.badInput, "\(path): \(error)")
        }
    }

    /// Compiles a runtime's code, or takes it from the cache in the state directory.
    ///
    /// Calls can be stopped after a time: what comes from a file may never end.
    ///
    /// - Throws: exit code 4 without an engine, 65 when it refuses the code.
    func load(_ file: RuntimeFile, at path: String) throws -> WasmRuntime {
        var environment = ProcessInfo.processInfo.environment
        if let engine { environment[EngineLibrary.variable] = engine }
        let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path
        do throws(RuntimeError) {
            let library = try EngineLibrary.find(
                environment: environment, executable: executable)
            let wasm = try WasmEngine(library, options: .fitting(isInterruptible: true))
            return try WasmRuntime(
                try WasmModule(
                    file.module, engine: wasm,
                    cache: ModuleCache(
                        folder: Self.modules(), processor: HostReader.processor())))
        } catch {
            if case .engine = error { throw CommandFailure(.preflightBlocked, "\(error)") }
            throw CommandFailure(.badInput, "\(path): \(error)")
        }
    }

    /// The folder of compiled modules in the state directory, which is made where it can be.
    private static func modules() -> String {
        try? StateDirectory.make()
        return StateDirectory.path + "/runtimes"
    }

    /// What the runtime in a file says of itself, and whether a block of it can be built.
    ///
    /// - Throws: exit code 4 without an engine, 65 or 66 for a file that holds no runtime.
    package func facts(at path: String) throws -> RuntimeFacts {
        let file = try file(at: path)
        let runtime = try load(file, at: path)
        do throws(RuntimeTrouble) {
            return try RuntimeFacts.inspecting(file, runtime)
        } catch {
            throw CommandFailure(.badInput, "\(path): \(error)")
        }
    }

    /// Looks at the runtime in a file for a run: reads it, compiles it, and builds a block with it.
    ///
    /// - Throws: exit code 4 without an engine or when no block can be made, 64 for standard input,
    ///   65 or 66 for a file that holds no runtime.
    func source(at name: String) throws -> RuntimeSource {
        if name == "-" {
            throw CommandFailure(
                .usage, "--runtime -: a run opens the runtime in another process; give a file")
        }
        let path = URL(filePath: name).path
        let file = try file(at: path)
        let compiled = try load(file, at: path)
        do throws(RuntimeTrouble) {
            return try RuntimeSource(
                file, at: path, substitute: substitute, by: compiled, modules: Self.modules())
        } catch {
            throw CommandFailure(.preflightBlocked, "--runtime \(path): \(error)")
        }
    }
}
