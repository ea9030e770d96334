/// The six metrics of the node's own `benchmark machine`, with the node's names for them.
///
/// The one place that knows both vocabularies: reference files, pasted tables and the drop-in
/// command all go through it.
///
/// - Source: polkadot-sdk 849e35382c (2026-02-02), substrate/client/sysinfo/src/sysinfo.rs and
///   substrate/utils/frame/benchmarking-cli/src/machine.
package enum NodeMetric: String, Codable, Sendable, CaseIterable {
    case blake2b256
    case blake2b256Parallel8
    case sr25519Verify
    case memoryCopy
    case diskSequentialWrite
    case diskRandomWrite

    /// The same metric in this program.
    package var metric: MetricID {
        switch self {
        case .blake2b256: "cpu.blake2b-256"
        case .blake2b256Parallel8: "cpu.blake2b-256.parallel-8"
        case .sr25519Verify: "cpu.sr25519-verify"
        case .memoryCopy: "memory.copy"
        case .diskSequentialWrite: "disk.write.sequential.buffered"
        case .diskRandomWrite: "disk.write.random.buffered"
        }
    }

    /// The name in the first column of the node's table.
    package var category: String {
        switch self {
        case .blake2b256, .blake2b256Parallel8, .sr25519Verify: "CPU"
        case .memoryCopy: "Memory"
        case .diskSequentialWrite, .diskRandomWrite: "Disk"
        }
    }

    /// The name in the second column of the node's table.
    package var function: String {
        switch self {
        case .blake2b256: "BLAKE2-256"
        case .blake2b256Parallel8: "BLAKE2-256-Parallel-8"
        case .sr25519Verify: "SR25519-Verify"
        case .memoryCopy: "Copy"
        case .diskSequentialWrite: "Seq Write"
        case .diskRandomWrite: "Rnd Write"
        }
    }

    /// Both names together, a title for our own tables: `Disk Seq Write`.
    package var title: String { "\(category) \(function)" }

    /// The name in `reference_hardware.json`; the parallel one is an object there.
    package var referenceName: String {
        switch self {
        case .blake2b256: "Blake2256"
        case .blake2b256Parallel8: "Blake2256Parallel"
        case .sr25519Verify: "Sr25519Verify"
        case .memoryCopy: "MemCopy"
        case .diskSequentialWrite: "DiskSeqWrite"
        case .diskRandomWrite: "DiskRndWrite"
        }
    }

    /// Bytes that the node counts for one unit of our metric's work.
    ///
    /// 1 for bytes; 32 for a verification, since the node counts the bytes of the message.
    package var nodeBytesPerWork: Double {
        self == .sr25519Verify ? 32 : 1
    }

    /// The node's name for a metric of ours, or nil if the node has none.
    package init?(metric: MetricID) {
        guard let known = Self.allCases.first(where: { $0.metric == metric }) else { return nil }
        self = known
    }
}
