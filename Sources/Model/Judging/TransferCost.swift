/// What a chain's weights charge for one transfer of balance, and who signs it.
package struct TransferCost: Codable, Sendable, Equatable {
    /// The scheme that transfers are signed with.
    package enum Signature: String, Codable, Sendable, CaseIterable { case sr25519, ecdsa }

    /// Weight of each extrinsic, whatever it calls, in seconds of the reference machine.
    package var baseSeconds: Double
    /// Weight of the call without the database, in seconds.
    package var callSeconds: Double
    /// Reads that the call is charged.
    package var reads: Int
    /// Writes that the call is charged.
    package var writes: Int
    /// What one read is charged, in seconds.
    package var readSeconds: Double
    /// What one write is charged, in seconds.
    package var writeSeconds: Double
    /// What the call is charged of the proof, in bytes.
    package var proofBytes: Int
    /// Weight of a block that holds nothing, in seconds.
    package var emptyBlockSeconds: Double
    package var signature: Signature

    package init(
        baseSeconds: Double = extrinsicBaseSecondsDefault, callSeconds: Double, reads: Int,
        writes: Int, readSeconds: Double = RocksDbWeight.readSeconds,
        writeSeconds: Double = RocksDbWeight.writeSeconds, proofBytes: Int,
        emptyBlockSeconds: Double = emptyBlockSecondsDefault, signature: Signature = .sr25519
    ) {
        self.baseSeconds = baseSeconds
        self.callSeconds = callSeconds
        self.reads = reads
        self.writes = writes
        self.readSeconds = readSeconds
        self.writeSeconds = writeSeconds
        self.proofBytes = proofBytes
        self.emptyBlockSeconds = emptyBlockSeconds
        self.signature = signature
    }

    /// - Source: frame-support's ExtrinsicBaseWeight of 2024-04-08, 107,074 ns.
    package static let extrinsicBaseSecondsDefault = 107.074e-6

    /// - Source: frame-support's BlockExecutionWeight of 2024-04-08, 453,383 ns.
    package static let emptyBlockSecondsDefault = 453.383e-6

    /// What is assumed of a chain that says nothing of its own, and of records of version 0.1.0.
    ///
    /// - Source: kilt-node 98f53f4a, runtimes/spiritnet/src/weights/pallet_balances.rs,
    ///   transfer_allow_death, with frame-support's RocksDbWeight.
    package static let assumed = TransferCost(
        callSeconds: 51.980e-6, reads: 2, writes: 2, proofBytes: 6_204)

    /// What a record says its transfers weigh; it tells only the sum, which then is the base.
    package init(recordedIn parameters: [String: String]) {
        func seconds(_ name: String) -> Double? { parameters[name].flatMap { Double($0) } }
        self = .assumed
        if let whole = seconds(ChainParameter.transferSeconds), whole != self.seconds {
            self = TransferCost(
                baseSeconds: whole, callSeconds: 0, reads: 0, writes: 0,
                proofBytes: proofBytes)
        }
        emptyBlockSeconds =
            seconds(ChainParameter.emptyBlockSeconds) ?? emptyBlockSeconds
        signature =
            parameters[ChainParameter.signature].flatMap { Signature(rawValue: $0) }
            ?? .sr25519
    }

    /// The whole weight of one transfer, in seconds of the reference machine.
    package var seconds: Double {
        baseSeconds + callSeconds + Double(reads) * readSeconds + Double(writes) * writeSeconds
    }

    /// The computing weight of a block of so many transfers, in seconds.
    package func weightSeconds(transfers: Int) -> Double {
        emptyBlockSeconds + Double(transfers) * seconds
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

    /// `normalShare` of a block of `weightLimitSeconds` is for transfers, and of a proof of
    /// `povLimitBytes` the smaller of `normalShare` and `proofShare`.
    package init(
        weightLimitSeconds: Double, povLimitBytes: Int, normalShare: Double,
        proofShare: Double = 1, transfer: TransferCost = .assumed
    ) {
        let share = min(normalShare, proofShare)
        byWeight = Int(weightLimitSeconds * normalShare / transfer.seconds)
        byProofSize = Int(Double(povLimitBytes) * share) / transfer.proofBytes
        derivation =
            "\(Self.percent(share)) % of \(povLimitBytes) B by \(transfer.proofBytes) B a "
            + "transfer: \(byProofSize); \(Self.percent(normalShare)) % of "
            + "\(Int((weightLimitSeconds * 1e3).rounded())) ms by "
            + "\(Int((transfer.seconds * 1e6).rounded())) us: \(byWeight)"
    }

    private static func percent(_ share: Double) -> Int { Int((100 * share).rounded()) }

    /// The smaller of the two, and at least one.
    package var transfers: Int { max(1, min(byWeight, byProofSize)) }
}
