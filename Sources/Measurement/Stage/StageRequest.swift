internal import FoundationEssentials
internal import Glibc
internal import Model

/// What a process is asked to measure, as plain values.
package struct StageRequest: Codable, Sendable {
    /// The process that asks.
    package var parent: Int32
    /// The probe's id.
    package var probe: String
    /// What it is made from: `IsolatedProbe.settings`.
    package var settings: String
    /// Seconds of a block.
    package var blockSeconds: Double
    /// The directory on the disk under test; nil if none was named.
    package var scratch: String?
    package var scale: ProbeScale
    package var diskFileBytes: Int
    package var demandsProof: Bool
    package var allowedCPUs: Int
    package var cores: [[Int]]
    package var seed: UInt64

    init(
        _ probe: any IsolatedProbe, blockSeconds: Double, in environment: ProbeEnvironment
    ) {
        parent = getpid()
        self.probe = probe.descriptor.id
        settings = probe.settings
        self.blockSeconds = blockSeconds
        scratch = environment.scratch?.directory
        scale = environment.scale
        diskFileBytes = environment.diskFileBytes
        demandsProof = environment.demandsProof
        allowedCPUs = environment.allowedCPUs
        cores = environment.cores
        seed = environment.seed
    }

    /// Where the probe works in the process that was asked.
    ///
    /// What it may write and which memory it may take was checked by the process that asks.
    func environment(_ cancellation: Cancellation, _ resources: RunResources) -> ProbeEnvironment {
        ProbeEnvironment(
            scale: scale, scratch: scratch.map { ScratchSpace(directory: $0) },
            diskFileBytes: diskFileBytes, demandsProof: demandsProof, allowedCPUs: allowedCPUs,
            cores: cores, availableMemoryBytes: nil, seed: seed, cancellation: cancellation,
            resources: resources)
    }
}

/// What a process answers to one request, one after the other; the last two end the stage.
enum StageReply: Codable, Sendable {
    /// The probe is ready, and this is known of it.
    case prepared(SessionFacts)
    /// So much is done; said between timed blocks.
    case progress(StageProgress)
    /// The stage is done and its work was checked.
    case measured(Measured, SessionFacts)
    /// The probe has no figure.
    case ended(ProbeError)
}

/// What a session tells of itself.
struct SessionFacts: Codable, Sendable, Equatable {
    var parameters: [String: String] = [:]
    var implementation: Implementation?
    var advisories: [Advisory] = []
    var invalid: [MetricID: String] = [:]

    init() {}

    init(_ session: any ProbeSession) {
        parameters = session.parameters
        implementation = session.implementation
        advisories = session.advisories
        invalid = session.invalid
    }
}

/// The samples of a block, and what else happened on the machine meanwhile.
struct Measured: Codable, Sendable {
    var samples: [MetricID: Sample]
    var conditions: BlockConditions?

    /// Does one block of a session and checks its work, on a fresh thread.
    ///
    /// - Throws: What the session throws; `system` when no thread can be made.
    static func block(
        of session: any ProbeSession, _ timer: BlockTimer, _ sampler: ConditionSampler
    ) throws(ProbeError) -> Measured {
        try ProbeThread.run { () throws(ProbeError) in
            // On the timed thread, so that what is read of its CPU is read of the right one.
            let end = sampler.begin()
            let samples = try session.measure(timer)
            let conditions = end()
            try session.check()
            return Measured(samples: samples, conditions: conditions)
        }
    }
}

/// One JSON value a line.
enum StageLine {
    static func encode(_ value: some Encodable) -> [UInt8] {
        // Samples are finite, and everything else is text and whole numbers.
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        guard let data = try? encoder.encode(value) else { return [UInt8(ascii: "\n")] }
        return Array(data) + [UInt8(ascii: "\n")]
    }

    /// nil means the line does not hold such a value.
    static func decode<Value: Decodable>(_ line: some Sequence<UInt8>) -> Value? {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try? decoder.decode(Value.self, from: Data(line))
    }
}
