internal import Files
internal import Host
internal import Measurement
internal import Primitives
package import Runtime

/// A chain's own runtime as a run was given it, as plain values: the process that measures opens it
/// again.
package struct RuntimeSource: Codable, Sendable, Equatable {
    /// The file.
    package var path: String
    /// The block whose substituted code is run; nil means the state's own.
    package var substitute: String?
    /// The engine's library.
    package var engine: String
    /// The folder in which compiled modules are kept; nil if they are compiled each time.
    package var modules: String?
    /// BLAKE2b-256 of the code, 0x and hexadecimal digits.
    package var codeHash: String
    /// Spec name and version, such as `peregrine 11400`.
    package var name: String
    /// Transactions that fill a block by the runtime's own rules.
    package var fullTransactions: Int
    /// How the state trie keeps values, 0 or 1.
    package var stateVersion: Int

    /// More transactions than any block holds; ours, so that a runtime without limits ends.
    private static let transactionsMax = 10_000

    /// Accounts that fill a block in turn; ours.
    private static let accounts = 256

    /// Looks at a runtime: builds a block until it is full, and executes it.
    ///
    /// - Parameters:
    ///   - file: What the runtime was read from.
    ///   - path: Its path, which another process can open.
    ///   - substitute: The block whose substituted code was read; nil means none.
    ///   - runtime: The compiled code; its calls should end after a time.
    ///   - modules: The folder in which compiled modules are kept; nil means nowhere.
    /// - Throws: What keeps blocks from being made.
    package init(
        _ file: RuntimeFile, at path: String, substitute: String?, by runtime: WasmRuntime,
        modules: String?
    ) throws(RuntimeTrouble) {
        let outcome = try RuntimeTrial.run(
            file, by: runtime, blocks: 1, transactions: Self.transactionsMax,
            accounts: Self.accounts)
        let rules = outcome.chain.rules
        guard let block = outcome.blocks.last, block.done > 0 else {
            throw .nothingToSend(
                specName: rules.version.specName,
                reason: outcome.blocks.last?.end?.words ?? "every transaction is refused")
        }
        self.path = path
        self.substitute = substitute
        engine = runtime.module.engine.path
        self.modules = modules
        codeHash = Self.hash(of: file)
        name = "\(rules.version.specName) \(rules.version.specVersion)"
        fullTransactions = block.done
        stateVersion = Int(rules.version.stateVersion)
    }

    private static func hash(of file: RuntimeFile) -> String {
        "0x" + hexadecimal(Blake2b256.hash(file.storedCode))
    }

    /// Opens the file and compiles its code, or takes the compiled code from where it is kept.
    ///
    /// Calls do not end after a time, since the node's do not.
    ///
    /// - Throws: `unavailable` when the file or the engine is gone, or the code is another one.
    func opened(in environment: ProbeEnvironment) throws(ProbeError) -> OpenedRuntime {
        let home = environment.resources.shared("runtime \(self)") { OpenedRuntime.Home() }
        return try home.opened { () throws(ProbeError) in
            let file = try read()
            guard Self.hash(of: file) == codeHash else {
                throw .unavailable("\(path) holds another code than when the run began")
            }
            do throws(RuntimeError) {
                let engine = try WasmEngine(EngineLibrary(path: engine))
                let module = try WasmModule(
                    file.module, engine: engine,
                    cache: modules.map {
                        ModuleCache(folder: $0, processor: HostReader.processor())
                    })
                return OpenedRuntime(file: file, module: module, home: home)
            } catch {
                throw ProbeError(error)
            }
        }
    }

    private func read() throws(ProbeError) -> RuntimeFile {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try FileBytes.read(path)
        } catch {
            throw .system(operation: "read", subject: path, errno: error.code)
        }
        // Typed errors do not pass the arrays' own closures.
        var read: Result<RuntimeFile, RuntimeFileError>?
        bytes.withUnsafeBytes { bytes in
            do throws(RuntimeFileError) {
                var reader = RuntimeFileReader(substitute: substitute)
                try reader.read(bytes)
                read = .success(try reader.finish())
            } catch {
                read = .failure(error)
            }
        }
        switch read {
        case .success(let file): return file
        case .failure(let error): throw .unavailable("\(path) \(error)")
        case nil: throw .unavailable("\(path) cannot be read")
        }
    }
}

/// A runtime's file and its compiled code, which the probes of a run share.
final class OpenedRuntime: @unchecked Sendable {
    // SAFETY: nothing changes after it was made, and a compiled module is for any thread.
    let file: RuntimeFile
    let module: WasmModule
    /// Where the next probe finds it, as long as somebody holds it.
    private let home: Home

    init(file: RuntimeFile, module: WasmModule, home: Home) {
        self.file = file
        self.module = module
        self.home = home
    }

    /// Opened by the first probe that asks.
    final class Home: @unchecked Sendable {
        // SAFETY: the stages of a run are prepared one after the other.
        private weak var runtime: OpenedRuntime?

        func opened(
            _ open: () throws(ProbeError) -> OpenedRuntime
        ) throws(ProbeError) -> OpenedRuntime {
            if let runtime { return runtime }
            let made = try open()
            runtime = made
            return made
        }
    }
}

extension ProbeError {
    /// An engine that is missing or refuses makes the probe skipped; all else is a failure, with
    /// the runtime's own last line.
    init(_ error: RuntimeError) {
        if case .engine(let reason) = error {
            self = .unavailable(reason)
        } else {
            self = .failed("\(error)")
        }
    }

    init(_ error: RuntimeTrouble) {
        switch error {
        case .runtime(let error): self = ProbeError(error)
        case .wrongRoot, .executed, .unmoved: self = .wrongAnswer("\(error)")
        default: self = .failed("\(error)")
        }
    }
}
