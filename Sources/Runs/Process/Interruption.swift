import Glibc
import Measurement
package import Model
import Synchronization

/// Ctrl-C, SIGTERM and the end of a terminal: the first asks the run to end, the second ends it at
/// once.
package enum Interruption {
    /// Called with a message for people when a signal asks a run to end.
    private static let say = Mutex<@Sendable (String) -> Void>({ _ in })

    /// The run's flag; commands that do not measure leave it alone.
    static let cancellation = Cancellation()

    private static let isMeasuring = Atomic<Bool>(false)
    private static let isServing = Atomic<Bool>(false)

    /// Seconds that a stage has to end in.
    ///
    /// Ours: its longest step, a block of 3,600 transfers, takes a tenth of it on a slow machine.
    private static let stageSecondsMax: UInt32 = 30

    /// Says that there is a run whose record would be lost; until then the first signal ends all.
    static func beginMeasuring() { isMeasuring.store(true, ordering: .relaxed) }

    /// Says that this process measures for another one: a signal, however often it comes, asks the
    /// stage to end, and a stage that does not is ended by the clock.
    static func beginServing() { isServing.store(true, ordering: .relaxed) }

    /// Does what a signal asks for.
    fileprivate static func receive(_ number: Int32) {
        if isServing.load(ordering: .relaxed) {
            if !cancellation.isCancelled { alarm(stageSecondsMax) }
            return cancellation.cancel(signal: number)
        }
        if endsAtOnce { _exit(status(of: number).rawValue) }
        cancellation.cancel(signal: number)
        say.withLock { $0 }("stopping after this block (press Ctrl-C again to stop now)")
    }

    /// Whether a signal must end the process at once: nothing to save, or asked twice.
    private static var endsAtOnce: Bool {
        cancellation.isCancelled || !isMeasuring.load(ordering: .relaxed)
    }

    /// Blocks the signals in every thread to come and waits for them in a thread of its own.
    ///
    /// Must be called before any other thread is made. SIGXFSZ and SIGPIPE are ignored, so that a
    /// file size limit and a closed pipe come back as errors of the write.
    ///
    /// - Parameter say: Called with a message for people, on a thread of its own.
    package static func install(say: @escaping @Sendable (String) -> Void) {
        self.say.withLock { $0 = say }
        signal(SIGXFSZ, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        var set = awaited
        pthread_sigmask(SIG_BLOCK, &set, nil)
        var thread = pthread_t()
        if pthread_create(&thread, nil, waitForSignals, nil) == 0 {
            pthread_detach(thread)
        } else {
            pthread_sigmask(SIG_UNBLOCK, &set, nil)
        }
    }

    /// The exit status that a signal which came asks for; nil = none came.
    package static var status: ExitStatus? { cancellation.signalNumber.map(status(of:)) }

    /// The exit status of a recorded run that a signal ended.
    package static func status(of record: RunRecord) -> ExitStatus {
        let names = [name(of: SIGTERM), name(of: SIGHUP)]
        return record.interruptedBy.map(names.contains) == true ? .terminated : .interrupted
    }

    /// The signals that end a run.
    ///
    /// SIGHUP comes when a terminal or a connection to it ends, unless `nohup` has it ignored: a
    /// signal that is blocked would arrive all the same.
    fileprivate static var awaited: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGTERM)
        var hangUp = sigaction()
        sigaction(SIGHUP, nil, &hangUp)
        let isIgnored = unsafeBitCast(hangUp.__sigaction_handler.sa_handler, to: Int.self) == 1
        if !isIgnored { sigaddset(&set, SIGHUP) }
        return set
    }

    /// The exit status of a run that a signal ended.
    static func status(of signal: Int32) -> ExitStatus {
        signal == SIGINT ? .interrupted : .terminated
    }

    static func name(of signal: Int32) -> String {
        switch signal {
        case SIGTERM: "SIGTERM"
        case SIGHUP: "SIGHUP"
        default: "SIGINT"
        }
    }
}

private func waitForSignals(_: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    var set = Interruption.awaited
    while true {
        var number: Int32 = 0
        guard sigwait(&set, &number) == 0 else { return nil }
        Interruption.receive(number)
    }
}
