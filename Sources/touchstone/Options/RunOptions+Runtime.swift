import ArgumentParser
import Foundation
import Probes
import Runtime

extension RunOptions {
    /// Looks at the runtime that was named: reads it, compiles it, and builds a block with it.
    ///
    /// - Returns: What a run needs to open it again; `nil` = none was named.
    /// - Throws: exit code 4 without an engine or when no block can be made, 65 or 66 for a file
    ///   that holds no runtime.
    func runtimeSource() throws -> RuntimeSource? {
        guard let runtime else { return nil }
        if runtime == "-" {
            throw ValidationError(
                "--runtime -: a run opens the runtime in another process; give a file")
        }
        let path = URL(filePath: runtime).path
        let file = try runtimeOptions.file(at: path)
        let compiled = try runtimeOptions.load(file, at: path)
        do throws(RuntimeTrouble) {
            return try RuntimeSource(
                file, at: path, substitute: runtimeOptions.substitute, by: compiled,
                modules: RuntimeOptions.modules())
        } catch {
            throw CommandFailure(.preflightBlocked, "--runtime \(path): \(error)")
        }
    }
}
