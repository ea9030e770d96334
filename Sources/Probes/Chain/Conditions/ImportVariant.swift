import Chain

/// Which blocks are imported, and how.
enum ImportVariant: String, CaseIterable {
    /// What is judged: uniform transfers, buffered reads.
    case judged
    /// As few transfers as real blocks carry.
    case typical
    /// A few accounts very often.
    case zipf = "skewed"
    /// Calls that read much.
    case reads
    /// Page cache dropped, reads past it, caches of nodes empty.
    case cold
    /// The other CPUs verify signatures, as a relay-chain node beside it would.
    case loaded
    /// As many as fit the computing weight of 2 s, were there no proof: a stress figure.
    case stress

    /// The probe's id and first metric.
    var id: String {
        switch self {
        case .judged: "chain.import"
        case .typical, .zipf, .reads, .cold, .loaded, .stress: "chain.import.\(rawValue)"
        }
    }

    var title: String {
        switch self {
        case .judged: "Block import"
        case .typical: "Import, 10 transfers"
        case .zipf: "Import, few accounts often"
        case .reads: "Import, calls that read"
        case .cold: "Import from a cold disk"
        case .loaded: "Import, other cores busy"
        case .stress: "Import, 3,600 transfers"
        }
    }

    var why: String {
        switch self {
        case .judged: "A collator must import every block before it may author the next one."
        case .typical: "Real blocks carry few transfers, so this is the everyday."
        case .zipf: "Exchanges and pools are in many transfers, which caches make cheap."
        case .reads: "Some pallets read much and write little."
        case .cold: "After a restart, and on states larger than memory, reads come from the disk."
        case .loaded: "The relay chain's node runs beside the parachain's on the same machine."
        case .stress: "Where the machine ends when nothing else limits a block; never judged."
        }
    }

    var workload: Workload {
        switch self {
        case .judged, .typical, .cold, .loaded, .stress: .transfers(.uniform)
        case .zipf: .transfers(.zipf)
        case .reads: .reads(accounts: Self.accountsOfCall)
        }
    }

    /// Transfers of a block of stress; fewer where the judged block has less than an eighteenth.
    static let stressTransfers = 3_600

    /// Accounts that a call reads; ours: so that a block reads as many as one of transfers.
    static let accountsOfCall = 32

    /// Ours: what is reported and not judged needs a median and a tail to look at, and no p99.
    private static let toldBlocks = 60

    /// Imports that are timed.
    func blocks(_ conditions: ChainConditions) -> Int {
        switch self {
        case .judged: conditions.blocks
        case .typical, .zipf, .reads, .cold, .loaded: min(conditions.blocks, Self.toldBlocks)
        case .stress: min(conditions.blocks, 12)
        }
    }

    /// Signed extrinsics in a block.
    ///
    /// - Source: blocks of Polkadot hold 2 to 20 (frame-benchmarking-cli, src/block/README.md);
    ///   3,600 transfers weigh 1.5 s, three quarters of 2 s.
    func extrinsics(_ conditions: ChainConditions) -> Int {
        switch self {
        case .judged, .zipf, .cold, .loaded: conditions.transfers
        case .typical: min(10, conditions.transfers)
        case .reads: max(1, 2 * conditions.transfers / Self.accountsOfCall)
        case .stress:
            18 * conditions.transfers > Self.stressTransfers
                ? Self.stressTransfers : conditions.transfers
        }
    }
}
