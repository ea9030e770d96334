package import Measurement
internal import Model
import Synchronization

/// What happened in a run, in order.
package final class Journal: Sendable {
    private let lines = Mutex<[String]>([])

    package init() {}

    package var entries: [String] { lines.withLock { $0 } }

    package func add(_ line: String) { lines.withLock { $0.append(line) } }
}

/// A probe whose every step is written in a journal and moves a manual clock.
package struct ScriptedProbe: Probe {
    package let descriptor: ProbeDescriptor
    private let journal: Journal
    private let clock: ManualClock
    private let secondsPerIteration: Double
    private let fault: Fault?
    private let onIteration: @Sendable (Int) -> Void

    /// Where the script goes wrong.
    package enum Fault: Sendable {
        case prepare(ProbeError)
        /// In the block with this number, from 0.
        case measure(ProbeError, block: Int)
        case check(ProbeError, block: Int)
    }

    package init(
        _ id: String, journal: Journal, clock: ManualClock, secondsPerIteration: Double = 0.1,
        sampling: Sampling = .interleaved, scratchBytes: Int = 0, memoryBytes: Int = 0,
        stageSeconds: Double? = nil, fault: Fault? = nil,
        onIteration: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        descriptor = ProbeDescriptor(
            id: id, methodVersion: 1,
            metrics: [
                MetricDefinition(
                    id: MetricID(rawValue: id), unit: .bytesPerSecond, direction: .higherIsBetter,
                    title: id)
            ],
            why: "Drives the runner in tests.", source: "Ours.",
            cost: Cost(
                memoryBytes: memoryBytes,
                time: sampling == .interleaved
                    ? .rounds : stageSeconds.map(Cost.Time.seconds) ?? .open,
                disk: scratchBytes > 0 ? .own(bytes: scratchBytes) : .none))
        self.journal = journal
        self.clock = clock
        self.secondsPerIteration = secondsPerIteration
        self.fault = fault
        self.onIteration = onIteration
    }

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        journal.add("\(descriptor.id) prepare")
        if case .prepare(let error) = fault { throw error }
        return Session(probe: self)
    }

    private final class Session: ProbeSession {
        let parameters = ["scripted": "yes"]
        private let probe: ScriptedProbe
        private var block = -1
        private var iterations = 0

        init(probe: ScriptedProbe) { self.probe = probe }

        deinit { probe.journal.add("\(probe.descriptor.id) release") }

        func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
            block += 1
            probe.journal.add("\(probe.descriptor.id) measure")
            if case .measure(let error, block) = probe.fault { throw error }
            let sample = try timer.rate(workPerIteration: 10) {
                iterations += 1
                probe.onIteration(iterations)
                probe.clock.advance(seconds: probe.secondsPerIteration)
            }
            return [MetricID(rawValue: probe.descriptor.id): sample]
        }

        func check() throws(ProbeError) {
            probe.journal.add("\(probe.descriptor.id) check")
            if case .check(let error, block) = probe.fault { throw error }
        }
    }
}
