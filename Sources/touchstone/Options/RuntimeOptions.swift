import ArgumentParser
import Foundation
import Runtime

/// The file of a chain's own runtime, and the engine that runs it.
struct RuntimeOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Run the code that the file substitutes from this block on, in place of the state's "
                + "own.", valueName: "block"))
    var substitute: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The engine's library, or a folder that holds it. Default: what "
                + "\(EngineLibrary.variable) names, else the usual places.", valueName: "path"))
    var engine: String?

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
                    file.module, engine: wasm, cache: ModuleCache(folder: Self.modules())))
        } catch {
            if case .engine = error { throw CommandFailure(.preflightBlocked, "\(error)") }
            throw CommandFailure(.badInput, "\(path): \(error)")
        }
    }

    /// The folder of compiled modules in the state directory, which is made where it can be.
    static func modules() -> String {
        let folder = StateDirectory.path
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        return folder + "/runtimes"
    }
}
