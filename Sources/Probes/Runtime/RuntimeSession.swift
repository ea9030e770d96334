import Measurement
import Model
import Primitives
import Runtime

/// A runtime whose host functions are counted and timed.
protocol MeteredCalling: RuntimeCalling {
    /// Since the runtime was made or this was reset.
    var metered: [HostGroup: (calls: Int, nanoseconds: UInt64)] { get }
    func resetMeter()
}

extension WasmRuntime: MeteredCalling {}

/// One block executed and built again and again, beside checks of signatures.
final class RuntimeSession: ProbeSession {
    let parameters: [String: String]
    let advisories: [Advisory]

    private let block: RuntimeBlockSample
    private let timed: any RuntimeCalling
    private let metered: any MeteredCalling
    private let rounds: Int
    private let state: MemoryState
    private let signatures: SignatureWork<Sr25519Scheme>
    /// What the last timed execution changed, for the check.
    private var changes: [(key: [UInt8], value: [UInt8]?)] = []

    /// Signatures that are checked in each round; ours: some 10 ms.
    private static let signatureCount = 256

    /// - Parameters:
    ///   - block: What is executed and built.
    ///   - timed: The runtime without signatures and roots.
    ///   - metered: The same, its host functions timed.
    ///   - rounds: How often; odd, 1 or more.
    ///   - seed: Of the signatures.
    ///   - facts: What is disclosed of the runtime.
    /// - Throws: `unavailable` when no signatures can be made.
    init(
        _ block: RuntimeBlockSample, timed: any RuntimeCalling, metered: any MeteredCalling,
        rounds: Int, seed: UInt64, facts: [String: String]
    ) throws(ProbeError) {
        self.block = block
        self.timed = timed
        self.metered = metered
        self.rounds = rounds
        state = MemoryState(block.dump.state)
        signatures = try SignatureWork(count: Self.signatureCount, seed: seed)
        parameters = facts.merging(
            [
                "transactions": String(block.transactions), "rounds": String(rounds),
                "signatures": String(Self.signatureCount),
            ]) { first, _ in first }
        advisories = RuntimeDisclosure.advisories(block.route)
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        let overlay = StateOverlay(over: state)
        var (executing, authoring, checking): ([Double], [Double], [Double]) = ([], [], [])
        // The first round is warm-up.
        for round in 0...rounds {
            try timer.check()
            let times = (
                try checkSignatures(timer),
                try seconds(of: block.dump.execution, by: timed, over: overlay, timer),
                overlay.changes,
                try seconds(of: block.dump.building, by: timed, over: overlay, timer)
            )
            changes = times.2
            if round == 0 { continue }
            checking.append(times.0)
            executing.append(times.1)
            authoring.append(times.3)
        }
        let perTransaction = 1 / Double(block.transactions)
        let execution = Self.median(executing) * perTransaction
        let check = Self.median(checking)
        return [
            "cpu.runtime": .figure(execution),
            "cpu.runtime.signatures": .figure(execution / check),
            "cpu.runtime.authoring": .figure(Self.median(authoring) * perTransaction),
            "cpu.runtime.parts": try parts(execution, over: overlay, timer),
        ]
    }

    /// Seconds of one signature's check.
    private func checkSignatures(_ timer: BlockTimer) throws(ProbeError) -> Double {
        let start = timer.nanoseconds()
        let accepted = signatures.countAccepted(0..<signatures.count)
        let nanoseconds = timer.nanoseconds() &- start
        guard accepted == signatures.count else {
            throw .wrongAnswer("\(accepted) of \(signatures.count) good signatures were accepted")
        }
        return Double(nanoseconds) / 1e9 / Double(signatures.count)
    }

    /// Seconds of some calls on the state before the block; their answers must be those of the
    /// block.
    private func seconds(
        of calls: [RecordedCall], by runtime: any RuntimeCalling, over overlay: StateOverlay,
        _ timer: BlockTimer
    ) throws(ProbeError) -> Double {
        overlay.reset()
        var nanoseconds: UInt64 = 0
        for call in calls {
            let start = timer.nanoseconds()
            let answer: [UInt8]
            do throws(RuntimeError) {
                answer = try runtime.call(call.function, call.input, over: overlay)
            } catch {
                throw ProbeError(error)
            }
            nanoseconds &+= timer.nanoseconds() &- start
            guard answer == call.answer else {
                throw .wrongAnswer("\(call.function) answers otherwise than at first")
            }
        }
        return Double(nanoseconds) / 1e9
    }

    /// Seconds a transfer by kinds of host functions, and what is left: the runtime's own code.
    ///
    /// What the readings of the clock cost is taken off.
    private func parts(
        _ execution: Double, over overlay: StateOverlay, _ timer: BlockTimer
    ) throws(ProbeError) -> Sample {
        metered.resetMeter()
        _ = try seconds(of: block.dump.execution, by: metered, over: overlay, timer)
        let reading = Self.readingSeconds(timer)
        let groups = HostGroup.allCases.map { group in
            let sum = metered.metered[group] ?? (0, 0)
            let seconds = Double(sum.nanoseconds) / 1e9 - Double(sum.calls) * reading
            return (name: group.rawValue, seconds: max(0, seconds) / Double(block.transactions))
        }.filter { $0.seconds > 0 }
        let rest = execution - groups.reduce(0) { $0 + $1.seconds }
        return .table(
            TableSample(
                axes: [.init(name: "part", labels: groups.map(\.name) + ["wasm"])],
                values: groups.map(\.seconds) + [max(0, rest)]))
    }

    /// Seconds that one reading of the clock takes.
    private static func readingSeconds(_ timer: BlockTimer) -> Double {
        let readings = 10_000
        let start = timer.nanoseconds()
        for _ in 1..<readings { _ = timer.nanoseconds() }
        return Double(timer.nanoseconds() &- start) / 1e9 / Double(readings)
    }

    private static func median(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }

    /// The last timed execution changed what the first one did, whose root was true.
    func check() throws(ProbeError) {
        let known = block.dump.changes
        let isSame =
            changes.count == known.count && !known.isEmpty
            && zip(changes, known).allSatisfy { $0.key == $1.key && $0.value == $1.value }
        if !isSame { throw .wrongAnswer("the block changes other keys than at first") }
        try signatures.checkThatForgeriesAreRefused()
    }
}
