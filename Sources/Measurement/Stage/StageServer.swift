// Here: stages in a process of their own.
// May use: probes.
// Never: the order of rounds.

internal import CPlatform
internal import Files
internal import Glibc
internal import Synchronization

/// The other process: measures what it is asked on its standard input, and answers on its standard
/// output.
///
/// What the stages of a run share lives from one request to the next, and is released at the end.
package struct StageServer {
    private let sampler: ConditionSampler
    private let cancellation: Cancellation
    private let make: (StageRequest) -> (any Probe)?

    /// - Parameters:
    ///   - sampler: Tells what else happens on the machine during a block.
    ///   - cancellation: Asks the stage to end behind its block.
    ///   - make: Makes the probe of a request; nil if there is none.
    package init(
        sampler: ConditionSampler, cancellation: Cancellation,
        make: @escaping (StageRequest) -> (any Probe)?
    ) {
        self.sampler = sampler
        self.cancellation = cancellation
        self.make = make
    }

    /// Serves until there are no more requests, or until the process that asks has ended.
    ///
    /// - Returns: `false` when a request cannot be read, so that nobody of ours has asked.
    package func run() -> Bool {
        // Whatever happens to the process that asks: this one ends, and takes its files along.
        _ = touchstone_signal_on_parent_end(SIGTERM)
        let resources = RunResources()
        var session: (any ProbeSession)?
        var input = LineReader()
        while let line = input.next() {
            guard let request: StageRequest = StageLine.decode(line) else { return false }
            if getppid() != request.parent { return true }
            do throws(ProbeError) {
                guard let probe = make(request) else {
                    throw .failed("its process knows no probe \(request.probe)")
                }
                let next = try ProbeThread.run { () throws(ProbeError) in
                    try probe.prepare(in: request.environment(cancellation, resources))
                }
                // The session before holds what it shares with the next one until now.
                withExtendedLifetime(session) {}
                session = next
                Self.answer(.prepared(SessionFacts(next)))
                let clock = MonotonicClock()
                let pace = TellingPace(clock)
                let timer = BlockTimer(
                    clock: clock, targetSeconds: request.blockSeconds, cancellation: cancellation
                ).telling { if pace.isDue($0) { Self.answer(.progress($0)) } }
                let measured = try Measured.block(of: next, timer, sampler)
                Self.answer(.measured(measured, SessionFacts(next)))
            } catch {
                Self.answer(.ended(error))
            }
        }
        return true
    }

    /// Where nobody reads any more, the next request is missing, too.
    private static func answer(_ reply: StageReply) {
        try? FileBytes.write(StageLine.encode(reply), to: STDOUT_FILENO)
    }
}

/// Lets through what is worth a line: the last, and one in a while.
final class TellingPace: Sendable {
    /// Seconds between two lines.
    ///
    /// Ours: a watcher sees it move, and the blocks that are timed meet some microseconds of work
    /// in as many seconds.
    static let seconds = 1.0

    private let clock: any BenchClock
    /// When the next line is due, in nanoseconds.
    private let next: Atomic<UInt64>

    init(_ clock: any BenchClock) {
        self.clock = clock
        next = Atomic(clock.nanoseconds() &+ UInt64(Self.seconds * 1e9))
    }

    func isDue(_ progress: StageProgress) -> Bool {
        let now = clock.nanoseconds()
        guard progress.done == progress.all || now >= next.load(ordering: .relaxed) else {
            return false
        }
        next.store(now &+ UInt64(Self.seconds * 1e9), ordering: .relaxed)
        return true
    }
}

/// The lines of standard input.
private struct LineReader {
    private var received: [UInt8] = []
    private var part = [UInt8](repeating: 0, count: 1 << 16)

    /// The next line; nil if there are no more.
    mutating func next() -> [UInt8]? {
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                defer { received.removeFirst(end + 1) }
                return Array(received[..<end])
            }
            let count = (try? FileBytes.readPart(STDIN_FILENO, into: &part)) ?? 0
            if count == 0 { return nil }
            received += part[..<count]
        }
    }
}
