import Foundation
import Measurement
import Model
import Primitives
import TestSupport
import Testing

@testable import Probes
@testable import Runtime

/// Answers as it is told, and writes a key.
private final class ToldRuntime: MeteredCalling {
    var answers: [String: [UInt8]] = [:]
    var key: [UInt8] = [1]
    var isStopped = false

    let metered: [HostGroup: (calls: Int, nanoseconds: UInt64)] = [.hashing: (1, 1_000_000)]
    func resetMeter() {}
    func exports(_ function: String) -> Bool { true }

    func call(
        _ function: String, _ input: [UInt8], over overlay: StateOverlay
    ) throws(RuntimeError) -> [UInt8] {
        if isStopped { throw .stopped(function: function, reason: "unreachable", log: "why") }
        overlay.set(key, to: input)
        return answers[function] ?? []
    }
}

struct RuntimeProbeTests {
    private let timer = BlockTimer(
        clock: MonotonicClock(), targetSeconds: 0, cancellation: Cancellation())

    private static func sample() throws -> RuntimeBlockSample {
        var dump = try BlockDump([UInt8](repeating: 0, count: 24))
        dump.execution = [RecordedCall(function: "execute", input: [7], answer: [])]
        dump.building = [RecordedCall(function: "build", input: [7], answer: [])]
        dump.changes = [(key: [1], value: [7])]
        return RuntimeBlockSample(dump: dump, transactions: 2, route: .transfers)
    }

    private func session(_ runtime: ToldRuntime) throws -> RuntimeSession {
        try RuntimeSession(
            try Self.sample(), timed: runtime, metered: runtime, rounds: 3, seed: 1, facts: [:])
    }

    @Test func everyMetricHasAFigure() throws {
        let session = try session(ToldRuntime())
        let samples = try session.measure(timer)
        try session.check()
        #expect(
            Set(samples.keys)
                == Set(ProbeIdentity.of(RuntimeProbe.id)?.metrics.map(\.id) ?? []))
        #expect((samples["cpu.runtime"]?.scalar ?? 0) > 0)
        guard case .table(let parts)? = samples["cpu.runtime.parts"] else {
            Issue.record("no table of parts")
            return
        }
        #expect(parts.axes.map(\.labels) == [["hashing", "wasm"]])
    }

    @Test func anotherAnswerIsNoticed() throws {
        let runtime = ToldRuntime()
        runtime.answers["execute"] = [1]
        let expected = ProbeError.wrongAnswer("execute answers otherwise than at first")
        let session = try session(runtime)
        #expect(throws: expected) { try session.measure(timer) }
    }

    @Test func anotherChangedKeyIsNoticed() throws {
        let runtime = ToldRuntime()
        runtime.key = [2]
        let session = try session(runtime)
        _ = try session.measure(timer)
        #expect(throws: ProbeError.wrongAnswer("the block changes other keys than at first")) {
            try session.check()
        }
    }

    @Test func aRuntimeThatPanicsHasFailedWithItsOwnLine() throws {
        let runtime = ToldRuntime()
        runtime.isStopped = true
        let expected = ProbeError.failed(
            "execute of the runtime stopped (unreachable); it logged last: why")
        let session = try session(runtime)
        #expect(throws: expected) { try session.measure(timer) }
    }
}

/// Runtimes that are not part of this repository, where they are at hand with an engine.
enum PublishedRuntime {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    static let path = "\(root)/../shared/data/kilt-spiritnet-raw.json.gz"

    static let library = try? EngineLibrary.find(
        environment: ProcessInfo.processInfo.environment,
        executable: root + "/.build/debug/touchstone")

    static var isThere: Bool { library != nil && FileManager.default.fileExists(atPath: path) }

    /// KILT Spiritnet's code of 2021.
    static func source() throws -> RuntimeSource {
        var reader = RuntimeFileReader()
        try Data(contentsOf: URL(filePath: path)).withUnsafeBytes { try reader.read($0) }
        let file = try reader.finish()
        let engine = try WasmEngine(
            try #require(library), options: .fitting(isInterruptible: true))
        let runtime = try WasmRuntime(try WasmModule(file.module, engine: engine))
        return try RuntimeSource(file, at: path, substitute: nil, by: runtime, modules: nil)
    }

    static func conditions() throws -> ChainConditions {
        var conditions = ChainConditions.typical
        let source = try source()
        conditions.runtime = source
        conditions.stateVersion = source.stateVersion
        conditions.fullTransfers = source.fullTransactions
        conditions.transfers = source.fullTransactions
        return conditions
    }
}

@Suite(.serialized, .enabled(if: PublishedRuntime.isThere))
struct PublishedRuntimeProbeTests {
    @Test func aRealRuntimeIsMeasured() throws {
        let probe = RuntimeProbe(try PublishedRuntime.conditions())
        let runner = ProbeRunner(
            schedule: .init(warmupRounds: 1, keptRounds: 2, blockSeconds: 0.001, seed: 1),
            environment: .smoke, clock: MonotonicClock(), observe: { _ in })
        let record = runner.run([probe])[0]
        #expect(record.status == .measured, "\(record.reason ?? "")")
        #expect(record.parameters[ChainParameter.runtime] == "kilt-spiritnet 21")
        #expect(record.parameters["transactions"] == "5")
        #expect(record.advisories.map(\.id).contains("runtime.route"))
    }
}
