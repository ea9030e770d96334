internal import Glibc
internal import Model
internal import Synchronization

/// The process in which the stages of a run are measured; started by the first stage, and again
/// where it died.
///
/// The sessions own it: it ends with the last session that holds it.
final class StageChild: Sendable {
    private let command: StageProgram
    private let cancellation: Cancellation
    private let process = Mutex<ChildProcess?>(nil)

    init(_ command: StageProgram, cancellation: Cancellation) {
        self.command = command
        self.cancellation = cancellation
        // The first signal of a run ends the stage behind its block.
        cancellation.whenCancelled { [weak self] in
            self?.process.withLock { $0 }?.terminate()
        }
    }

    /// Has a stage measured.
    ///
    /// - Parameters:
    ///   - request: What is measured.
    ///   - prepared: Called with what is known of the session before its timed work.
    ///   - progress: Called with how much of the stage is done, once in a while.
    /// - Returns: The samples, and what is known of the session behind them.
    /// - Throws: What the stage throws; `failed` when its process died; `cancelled`.
    func measure(
        _ request: StageRequest, prepared: (SessionFacts) -> Void,
        progress: (StageProgress) -> Void
    ) throws(ProbeError) -> (Measured, SessionFacts) {
        try cancellation.check()
        let process = try running()
        // A signal that came meanwhile found no process.
        if cancellation.isCancelled { process.terminate() }
        process.send(StageLine.encode(request))
        do throws(ProbeError) {
            while true {
                let reply: StageReply? = StageLine.decode(try process.line())
                switch reply {
                case .prepared(let facts): prepared(facts)
                case .progress(let done): progress(done)
                case .measured(let measured, let facts): return (measured, facts)
                case .ended(let error): throw error
                case nil: throw .failed("its process sent what is no answer")
                }
            }
        } catch {
            // Whatever a process says that was asked to end.
            try cancellation.check()
            throw error
        }
    }

    /// Whether the process of the stage before has died.
    var hasDied: Bool { process.withLock { $0?.isRunning == false } }

    private func running() throws(ProbeError) -> ChildProcess {
        try process.withLock { (process) throws(ProbeError) in
            if let process, process.isRunning { return process }
            let started = try ChildProcess(command)
            process = started
            return started
        }
    }
}

/// The session of a probe whose stage runs in another process.
final class StageSession: ProbeSession {
    private let probe: any IsolatedProbe
    private let environment: ProbeEnvironment
    private let child: StageChild
    private var facts = SessionFacts()

    /// Takes from the budget what the stage writes; nothing is started yet.
    ///
    /// - Throws: `unavailable` when the budget holds less.
    init(
        _ probe: any IsolatedProbe, by command: StageProgram, in environment: ProbeEnvironment
    ) throws(ProbeError) {
        self.probe = probe
        self.environment = environment
        child = environment.resources.shared("stages") {
            StageChild(command, cancellation: environment.cancellation)
        }
        if environment.scale != .smoke, let bytes = probe.descriptor.stageWrittenBytes {
            try environment.scratch?.budget.take(bytes)
        }
    }

    var parameters: [String: String] { facts.parameters }
    var implementation: Implementation? { facts.implementation }
    var advisories: [Advisory] { facts.advisories }
    var invalid: [MetricID: String] { facts.invalid }

    /// Has the stage measured and checked, and reads the conditions where it runs.
    ///
    /// Must be called on a thread that outlives the session: the process ends with the thread that
    /// started it.
    ///
    /// - Parameters:
    ///   - blockSeconds: of the stage's blocks.
    ///   - progress: called on this thread with how much is done.
    /// - Returns: the samples, and what else happened meanwhile.
    /// - Throws: what the stage throws; `failed` when its process died; `cancelled`.
    func measured(
        blockSeconds: Double, progress: (StageProgress) -> Void = { _ in }
    ) throws(ProbeError) -> Measured {
        let request = StageRequest(probe, blockSeconds: blockSeconds, in: environment)
        do throws(ProbeError) {
            let (measured, facts) = try child.measure(
                request, prepared: { self.facts = $0 }, progress: progress)
            self.facts = facts
            return measured
        } catch {
            guard child.hasDied else { throw error }
            // Asked while the folders are still there.
            let full = directories.first { ScratchSpace(directory: $0).isFull }
            removeLeftovers()
            guard let full, case .failed(let what) = error else { throw error }
            throw .system(operation: what + "; write to", subject: full, errno: ENOSPC)
        }
    }

    private var directories: [String] {
        [environment.scratch?.directory].compactMap(\.self) + probe.lockedDirectories
    }

    /// The folders of a process that died would burden the disk until the next start.
    private func removeLeftovers() {
        for directory in directories { _ = ScratchSpace(directory: directory).removeLeftovers() }
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        try measured(blockSeconds: timer.targetSeconds).samples
    }

    /// The process has checked its work.
    func check() throws(ProbeError) {}
}
