// Here: the state that the probes of the chain share, and clocks of its blocks.
// May use: conditions, the chain, a runtime.
// Never: a probe of its own.

internal import Chain
internal import Files
internal import Measurement
internal import Primitives
internal import Synchronization

/// The first state that all chain probes of a run start from: built by the first that asks, given
/// back with the last.
final class SharedChainState: Sendable {
    let conditions: ChainConditions
    let threads: Int
    private let directory: String
    private let budget: WriteBudget
    private let cpus: Int
    let cancellation: Cancellation
    /// The chain's own; nil means blocks are those of the model.
    private let opened: OpenedRuntime?
    private let extrinsics: SignedExtrinsics
    private let built = Mutex<Built?>(nil)

    /// What lies on the disk.
    private struct Built: Sendable {
        var state: StateGenerator
        /// nil means blocks are those of the model.
        var runtime: ChainRuntime?
        var files: StateDirectory
        var folder: LockedFolder
        var checkpoints = 0
    }

    init(
        _ conditions: ChainConditions, scratch: ScratchSpace, cpus: Int,
        opened: OpenedRuntime? = nil, cancellation: Cancellation
    ) {
        self.opened = opened
        self.conditions = conditions
        self.cancellation = cancellation
        directory = scratch.directory
        budget = scratch.budget
        self.cpus = max(1, cpus)
        threads = max(2, cpus)
        extrinsics = SignedExtrinsics(
            threads: threads, directory: conditions.keptState, cancellation: cancellation)
    }

    deinit { built.withLock { $0?.folder.remove() } }

    /// The home of a run.
    ///
    /// - Throws: `unavailable` when no disk was named.
    private static func shared(
        _ conditions: ChainConditions, in environment: ProbeEnvironment
    ) throws(ProbeError) -> SharedChainState {
        guard let scratch = environment.scratch else {
            throw .unavailable("no disk was named: give --path DIR")
        }
        let opened = try conditions.runtime?.opened(in: environment)
        return environment.resources.shared("chain \(conditions)") {
            SharedChainState(
                conditions, scratch: scratch, cpus: environment.allowedCPUs, opened: opened,
                cancellation: environment.cancellation)
        }
    }

    /// The home of a run, for one probe, with what its stage writes taken from the budget.
    ///
    /// - Throws: `unavailable` when no disk was named, or the budget holds less.
    static func opened(
        _ conditions: ChainConditions, for probe: ProbeDescriptor,
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> SharedChainState {
        if environment.scale == .smoke { return try shared(conditions.smoke, in: environment) }
        let home = try shared(conditions, in: environment)
        try home.takeBudget(probe.stageWrittenBytes ?? 0)
        return home
    }

    func options(readsDirectly: Bool = false) -> RocksOptions {
        var options = RocksOptions(cpus: cpus)
        options.readsDirectly = readsDirectly
        return options
    }

    /// What the first state is made from; the state is there afterwards.
    func state() throws(ProbeError) -> StateGenerator { try build().state }

    /// The chain's own runtime with the first state, which is there afterwards.
    ///
    /// - Throws: `unavailable` where the run has none.
    func runtime() throws(ProbeError) -> ChainRuntime {
        guard let runtime = try build().runtime else {
            throw .unavailable(RuntimeProbe.noRuntime)
        }
        return runtime
    }

    /// The root of the first state.
    func stateRoot() throws(ProbeError) -> Hash256 { try build().files.manifest.root }

    /// Takes what a stage may write to the disk from what the run may.
    ///
    /// - Throws: `unavailable` when it is more than what is left.
    func takeBudget(_ bytes: Int) throws(ProbeError) { try budget.take(bytes) }

    /// The first so many extrinsics of a workload, encoded and signed.
    func extrinsics(
        _ count: Int, of workload: Workload, genesis: Hash256
    ) throws(ProbeError) -> ArraySlice<[UInt8]> {
        try extrinsics.first(count, of: workload, try state(), genesis: genesis)
    }

    /// Drafts of blocks of so many extrinsics that follow the first one.
    func drafts(
        _ blocks: Int, of size: Int, workload: Workload, genesis: Hash256
    ) throws(ProbeError) -> [[UInt8]] {
        let signed = try extrinsics(blocks * size, of: workload, genesis: genesis)
        let seed = try state().seed
        return (0..<blocks).map { block in
            BlockDraft.encoded(
                number: UInt32(block + 1),
                extrinsics: Array(signed[block * size..<(block + 1) * size]), seed: seed)
        }
    }

    /// Asked between blocks.
    ///
    /// - Throws: `cancelled` when the run was asked to end.
    func check() throws(ProbeError) { try cancellation.check() }

    private func interruption() throws(ChainError) {
        if cancellation.isCancelled { throw .interrupted }
    }

    private func build() throws(ProbeError) -> Built {
        if let known = built.withLock({ $0 }) { return known }
        let setup = try opened.map { (opened) throws(ProbeError) in
            try RuntimeSetup(
                opened, accounts: conditions.accounts, threads: threads,
                cancellation: cancellation)
        }
        let state: StateGenerator
        do throws(ChainError) {
            if let setup {
                state = setup.state
            } else {
                state = try StateGenerator(
                    accounts: conditions.accounts, seed: ChainConditions.seed,
                    layout: conditions.layout, form: conditions.form, threads: threads,
                    check: interruption)
            }
        } catch { throw ProbeError(error) }
        let folder = try LockedFolder.forProbe(in: conditions.keptState ?? directory)
        do throws(ProbeError) {
            let files: StateDirectory
            if let kept = try kept(state) {
                files = kept
            } else {
                files = try built(state, in: conditions.keptState ?? folder.path)
            }
            var made = Built(state: state, files: files, folder: folder)
            if let setup, let opened, let source = conditions.runtime {
                made.runtime = ChainRuntime(
                    source, opened, setup, stateRoot: files.manifest.root)
            }
            built.withLock { $0 = made }
            return made
        } catch {
            folder.remove()
            throw error
        }
    }

    /// The state that an earlier run has kept; nil if there is none.
    private func kept(_ state: StateGenerator) throws(ProbeError) -> StateDirectory? {
        guard let path = conditions.keptState else { return nil }
        if let obstacle = StateDirectory.obstacle(at: path) {
            throw ProbeError(.otherState(path: path, what: obstacle))
        }
        guard StateDirectory.isState(path) else { return nil }
        do throws(ChainError) {
            let files = try StateDirectory.open(
                path, of: state, threads: threads, options: options(), check: interruption)
            try Folder.synchronize(files.databasePath)
            return files
        } catch { throw ProbeError(keptIn: path, error) }
    }

    private func built(
        _ state: StateGenerator, in path: String
    ) throws(ProbeError) -> StateDirectory {
        do throws(ChainError) {
            let files = try StateDirectory.build(
                state, in: path, threads: threads, options: options(), check: interruption)
            try Folder.synchronize(files.databasePath)
            return files
        } catch { throw ProbeError(error) }
    }

    /// Imports whole blocks one after the other, until the run is asked to end.
    func importAll(
        _ blocks: some Sequence<[UInt8]>, into importer: inout BlockImporter
    ) throws(ProbeError) {
        for block in blocks {
            try check()
            do throws(ChainError) {
                try importer.importBlock(block)
            } catch { throw ProbeError(error) }
        }
    }

    /// A new chain over a copy of the first state, which is gone with it.
    ///
    /// - Parameter isCold: Read past the page cache, of which the files are dropped before.
    /// - Returns: The database and what its state was made from.
    /// - Throws: What the database and the system refuse.
    func chain(isCold: Bool = false) throws(ProbeError) -> ChainCheckpoint {
        let made = try build()
        let number = built.withLock { built in
            built?.checkpoints += 1
            return built?.checkpoints ?? 0
        }
        let path = "\(made.folder.path)/run-\(number)"
        do throws(ChainError) {
            try made.files.checkpoint(at: path)
            return try ChainCheckpoint(
                path: path, state: made.state, options: options(readsDirectly: isCold),
                isCold: isCold, nodeCacheBytes: conditions.nodeCacheBytes)
        } catch {
            FileTree.remove(path)
            throw ProbeError(error)
        }
    }
}

/// A database of its own over the files of the first state.
final class ChainCheckpoint {
    let state: StateGenerator
    let database: RocksDatabase
    let store: ChainStore

    fileprivate init(
        path: String, state: StateGenerator, options: RocksOptions, isCold: Bool,
        nodeCacheBytes: Int
    ) throws(ChainError) {
        if isCold { try Folder.dropPageCache(path) }
        self.state = state
        database = try RocksDatabase(path: path, options: options, isTemporary: true)
        store = try ChainStore(database, nodeCacheBytes: nodeCacheBytes)
    }

    /// An importer that stands at the first block.
    func importer() throws(ProbeError) -> BlockImporter {
        do throws(ChainError) {
            return try BlockImporter(state: state, store: store)
        } catch { throw ProbeError(error) }
    }
}

extension ProbeError {
    /// What a database refuses is the system's or the library's refusal; a state or a block that is
    /// wrong is a wrong answer of the machine.
    init(_ error: ChainError) {
        switch error {
        case .system(let operation, let path, let code):
            self = .system(operation: operation, subject: path, errno: code)
        case .refused(let operation, let path, let reason):
            // A block whose checksum is wrong was written right.
            self =
                reason.contains(Self.corruption)
                ? .wrongAnswer("\(error)")
                : .failed("cannot \(operation) \(path)", words: reason)
        case .otherState: self = .unavailable("\(error)")
        case .interrupted: self = .cancelled
        case .state(.store(let words)) where !words.contains(Self.corruption):
            self = .failed("the state cannot be read", words: words)
        default: self = .wrongAnswer("\(error)")
        }
    }

    /// The same of a state that was kept by an earlier run, whatever has happened to it since.
    init(keptIn path: String, _ error: ChainError) {
        let known = ProbeError(error)
        guard case .wrongAnswer = known else {
            self = known
            return
        }
        self = .failed(
            "the state kept in \(path) is damaged, and it was not measured: \(error); delete "
                + "\(path), and the next run builds it again")
    }

    /// How RocksDB's words for bytes that are not those written begin.
    private static let corruption = "Corruption:"
}
