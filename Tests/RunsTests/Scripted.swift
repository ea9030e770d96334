import Foundation
import Host
import Measurement
import Model
import Probes
import TestSupport

@testable import Runs

/// A machine of which little is known, probes that follow a script, and a clock that stands.
final class Scripted {
    let clock = ManualClock()
    let cancellation = Cancellation()
    let journal = Journal()
    private(set) var events: [RunEvent] = []
    private(set) var saved: [RunRecord] = []
    private(set) var machinesRead = 0
    /// Conditions that the chain's probes were made for.
    private(set) var conditions: [ChainConditions] = []

    var probes: [any Probe] = []

    private let root = FileManager.default.temporaryDirectory
        .appending(path: "touchstone-machine-\(UUID().uuidString)")

    init() throws {
        let proc = root.appending(path: "proc")
        try FileManager.default.createDirectory(at: proc, withIntermediateDirectories: true)
        try Data("processor\t: 0\nmodel name\t: Scripted\n".utf8)
            .write(to: proc.appending(path: "cpuinfo"))
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    /// Scripted probes with these ids, each iteration of which takes so long.
    func add(_ ids: [String], secondsPerIteration: Double = 0.1, scratchBytes: Int = 0) {
        probes += ids.map {
            ScriptedProbe(
                $0, journal: journal, clock: clock, secondsPerIteration: secondsPerIteration,
                scratchBytes: scratchBytes)
        }
    }

    var surroundings: RunSurroundings {
        RunSurroundings(
            machine: { [self] in
                machinesRead += 1
                return Machine(root: root.path)
            },
            clock: clock, cancellation: cancellation,
            probes: { [self] in
                conditions.append($0)
                return probes
            },
            save: { [self] record, _ in saved.append(record) })
    }

    func watch(_ event: RunEvent) { events.append(event) }

    /// A request for probes, past the guard that stops debug builds.
    static func request(
        _ ids: [String], _ method: RunRequest.Method = .rounds(.quick), path: String? = nil
    ) -> RunRequest {
        var request = RunRequest(method, probes: ProbeChoice(measured: ids), path: path)
        request.guards.allowDebugBuild = true
        request.isSmoke = true
        request.seed = 7
        return request
    }

    /// Runs a request to its record.
    func run(_ request: RunRequest) throws -> RunRecord {
        try RunSession(request, in: surroundings, watch: watch).run()
    }

    /// What was said for people.
    var messages: [String] {
        events.compactMap { if case .message(let text) = $0 { text } else { nil } }
    }
}
