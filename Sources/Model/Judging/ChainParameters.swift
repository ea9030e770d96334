/// Block-time parameters of a chain.
package struct ChainParameters: Codable, Sendable, Equatable {
    /// Trie layout of the state.
    package enum StateLayout: String, Codable, Sendable, CaseIterable { case v0 = "V0", v1 = "V1" }

    package var blockSeconds: Double
    /// Length of an authoring slot; `nil` = not published.
    package var slotSeconds: Double?
    /// Time the node gives its author; the last third is not used for transactions.
    package var authoringSeconds: Double?
    /// Computing weight of a full block as seconds of the reference machine.
    package var weightLimitSeconds: Double
    /// Share of a block's limits that signed transactions may take, above 0, at most 1.
    package var normalShare: Double
    /// Time in which a backing validator must have executed a block.
    package var backingLimitSeconds: Double
    /// Largest proof of validity in bytes; `nil` = not published.
    package var povLimitBytes: Int?
    package var stateLayout: StateLayout?
    /// Accounts of the state that a verdict is about.
    package var stateAccounts: Int
    /// What the runtime costs where it is modelled.
    package var runtime: RuntimeTerm
    /// How many times longer the runtime takes in Wasm than natively, for records of 0.1.0: what a
    /// pass is reached with.
    package var wasmFactor: Double
    /// The least that it can be, at most `wasmFactor`: what a fail is reached with.
    package var wasmFactorFloor: Double
    package var source: Source

    /// What a modelled block lacks of the runtime's own work, in units of the signature checks of
    /// the same block, so that it carries the machine's speed.
    package struct RuntimeTerm: Codable, Sendable, Equatable {
        /// What a pass is reached with.
        package var toPass: Double
        /// What a fail is reached with, at most `toPass`.
        package var toFail: Double
        /// `nil` = the defaults.
        package var source: Source?

        package init(
            toPass: Double = toPassDefault, toFail: Double = toFailDefault,
            source: Source? = nil
        ) {
            self.toPass = toPass
            self.toFail = toFail
            self.source = source
        }

        /// - Source: Astar's weights of 2026-03-23 and 2026-06-09 on a Xeon E-2236: 92.6 us of base
        ///   and 44.3 us of the call less 47.4 us of a signature are 1.9 signatures;
        ///   frame-support's of 2024 give 2.2. A node's runtime, trie and overlay together.
        package static let toPassDefault = 1.9

        /// Ours, measured: six real runtimes of 2024 to 2026 took 0.80 to 1.09 signatures a
        /// transfer with host functions that do less than a node's.
        package static let toFailDefault = 0.8
    }

    /// - Source: FRAME runtimes' `NORMAL_DISPATCH_RATIO`, 75 %, as KILT and the system chains with
    ///   synchronous backing have it.
    package static let normalShareDefault = 0.75

    /// - Source: polkadot/primitives, executor_params.rs, `DEFAULT_BACKING_EXECUTION_TIMEOUT`.
    package static let backingLimitSecondsDefault = 2.0

    /// Ours: what no document says; a chain in use for years has that many.
    package static let stateAccountsDefault = 1_000_000

    /// Ours: above all that was measured of loops of decoding and hashing under wasmtime, 1.01 to
    /// 1.43 times native, since a runtime's calls between the two come on top.
    package static let wasmFactorDefault = 1.5

    /// Ours, measured: decoding, maps and arithmetic compiled by one compiler to native code and to
    /// Wasm under wasmtime took 1.01 to 1.10 times as long.
    package static let wasmFactorFloorDefault = 1.1

    package init(
        blockSeconds: Double, slotSeconds: Double? = nil, authoringSeconds: Double? = nil,
        weightLimitSeconds: Double, normalShare: Double = normalShareDefault,
        backingLimitSeconds: Double = backingLimitSecondsDefault, povLimitBytes: Int? = nil,
        stateLayout: StateLayout? = nil, stateAccounts: Int = stateAccountsDefault,
        runtime: RuntimeTerm = RuntimeTerm(),
        wasmFactor: Double = wasmFactorDefault, wasmFactorFloor: Double = wasmFactorFloorDefault,
        source: Source
    ) {
        self.blockSeconds = blockSeconds
        self.slotSeconds = slotSeconds
        self.authoringSeconds = authoringSeconds
        self.weightLimitSeconds = weightLimitSeconds
        self.normalShare = normalShare
        self.backingLimitSeconds = backingLimitSeconds
        self.povLimitBytes = povLimitBytes
        self.stateLayout = stateLayout
        self.stateAccounts = stateAccounts
        self.runtime = runtime
        self.wasmFactor = wasmFactor
        self.wasmFactorFloor = wasmFactorFloor
        self.source = source
    }

    /// Time in which an author takes transactions; `nil` = not published.
    ///
    /// - Source: basic-authorship, `Proposer::propose`: `max_duration - max_duration / 3`.
    package var authoringDeadlineSeconds: Double? { authoringSeconds.map { $0 - $0 / 3 } }

    /// The largest proof of validity, KILT's where none is published (ours: the smaller of the two
    /// in use).
    package var povLimitBytesAssumed: Int { povLimitBytes ?? 5 << 20 }

    /// The transfers that fill a block of this chain.
    package var fullBlock: FullBlock {
        FullBlock(
            weightLimitSeconds: weightLimitSeconds, povLimitBytes: povLimitBytesAssumed,
            normalShare: normalShare)
    }
}

/// What the weights charge for the database, where a runtime has no measurements of its own.
///
/// - Source: frame-support, weights/rocksdb_weights.rs, RocksDbWeight: 25 and 100 us.
package enum RocksDbWeight {
    /// One read, in seconds.
    package static let readSeconds = 25e-6
    /// One write, in seconds.
    package static let writeSeconds = 100e-6
}

/// How many transfers fill a block, by its two limits.
package struct FullBlock: Sendable, Equatable {
    /// As many as the computing weight admits.
    package let byWeight: Int
    /// As many as the weight of the proof's size admits.
    package let byProofSize: Int
    /// Their limits, as a sentence.
    package let derivation: String

    /// Weight of one transfer on the reference machine, in seconds: 107.074 us of each extrinsic,
    /// 51.980 us of the call, two reads, two writes.
    ///
    /// - Source: frame-support's ExtrinsicBaseWeight of 2024-04-08; kilt-node 98f53f4a,
    ///   runtimes/spiritnet/src/weights/pallet_balances.rs, transfer_allow_death.
    package static let transferSeconds =
        107.074e-6 + 51.980e-6 + 2 * RocksDbWeight.readSeconds + 2 * RocksDbWeight.writeSeconds

    /// Weight of a block that holds nothing.
    ///
    /// - Source: frame-support's BlockExecutionWeight of 2024-04-08, 453,383 ns.
    package static let emptyBlockSeconds = 453.383e-6

    /// What the weights charge one transfer for its part of the proof.
    ///
    /// - Source: kilt-node 98f53f4a, the same file.
    package static let transferProofBytes = 6_204

    /// A share of a block of `weightLimitSeconds`, and of `povLimitBytes`, is for transfers.
    package init(weightLimitSeconds: Double, povLimitBytes: Int, normalShare: Double) {
        byWeight = Int(weightLimitSeconds * normalShare / Self.transferSeconds)
        byProofSize = Int(Double(povLimitBytes) * normalShare) / Self.transferProofBytes
        let percent = Int((100 * normalShare).rounded())
        derivation =
            "\(percent) % of \(povLimitBytes) B by \(Self.transferProofBytes) B a transfer: "
            + "\(byProofSize); \(percent) % of \(Int((weightLimitSeconds * 1e3).rounded())) ms by "
            + "\(Int((Self.transferSeconds * 1e6).rounded())) us: \(byWeight)"
    }

    /// The smaller of the two.
    package var transfers: Int { min(byWeight, byProofSize) }

    /// The computing weight of a block of so many transfers, in seconds.
    package static func weightSeconds(transfers: Int) -> Double {
        emptyBlockSeconds + Double(transfers) * transferSeconds
    }
}
