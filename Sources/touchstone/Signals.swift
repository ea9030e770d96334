import Glibc
import Measurement
import Synchronization

/// Ctrl-C and SIGTERM: the first asks the run to end, the second ends it at once.
enum Signals {
    /// The run's flag; commands that do not measure leave it alone.
    static let cancellation = Cancellation()

    private static let isMeasuring = Atomic<Bool>(false)

    /// Says that there is a run whose record would be lost; until then the first signal ends all.
    static func beginMeasuring() { isMeasuring.store(true, ordering: .relaxed) }

    /// Whether a signal must end the process at once: nothing to save, or asked twice.
    fileprivate static var endsAtOnce: Bool {
        cancellation.isCancelled || !isMeasuring.load(ordering: .relaxed)
    }

    /// Blocks the signals in every thread to come and waits for them in a thread of its own.
    ///
    /// Must be called before any other thread is made. SIGXFSZ and SIGPIPE are ignored, so that a
    /// file size limit and a closed pipe come back as errors of the write.
    static func install() {
        signal(SIGXFSZ, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &set, nil)
        var thread = pthread_t()
        if pthread_create(&thread, nil, waitForSignals, nil) == 0 {
            pthread_detach(thread)
        } else {
            pthread_sigmask(SIG_UNBLOCK, &set, nil)
        }
    }

    /// The exit status of a run that a signal ended.
    static func status(of signal: Int32) -> ExitStatus {
        signal == SIGTERM ? .terminated : .interrupted
    }

    static func name(of signal: Int32) -> String { signal == SIGTERM ? "SIGTERM" : "SIGINT" }
}

private func waitForSignals(_: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGINT)
    sigaddset(&set, SIGTERM)
    while true {
        var number: Int32 = 0
        guard sigwait(&set, &number) == 0 else { return nil }
        if Signals.endsAtOnce { _exit(128 + number) }
        Signals.cancellation.cancel(signal: number)
        StandardError.write("\ntouchstone: ending after this block; once more to end at once\n")
    }
}
