internal import CPlatform
internal import Files
internal import Glibc

/// The other process: measures what it is asked on its standard input, and answers on its standard
/// output.
///
/// What the stages of a run share lives from one request to the next, and is given back at the end.
package struct StageServer {
    private let sampler: ConditionSampler
    private let cancellation: Cancellation
    private let make: (StageRequest) -> (any Probe)?

    /// - Parameters:
    ///   - sampler: Tells what else happens on the machine during a block.
    ///   - cancellation: Asks the stage to end behind its block.
    ///   - make: Makes the probe of a request; `nil` = there is none.
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
                let timer = BlockTimer(
                    clock: MonotonicClock(), targetSeconds: request.blockSeconds,
                    cancellation: cancellation)
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

/// The lines of standard input.
private struct LineReader {
    private var received: [UInt8] = []
    private var part = [UInt8](repeating: 0, count: 1 << 16)

    /// The next line; `nil` = there are no more.
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
