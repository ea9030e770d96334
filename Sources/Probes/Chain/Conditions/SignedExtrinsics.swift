import Chain
import Measurement
internal import Primitives
internal import Synchronization

/// The extrinsics of a run's workloads, signed once, on all threads; nothing of it is timed.
///
/// Whatever the blocks of a probe hold, they hold the first extrinsics of their workload, one after
/// another: what one probe had signed the next one takes, and the next run where a state is kept.
final class SignedExtrinsics: Sendable {
    private struct Row: Sendable {
        /// Stands behind the last that was signed.
        var plan: TransferWorkload
        var signed: [[UInt8]] = []
    }

    private let rows = Mutex<[String: Row]>([:])
    private let threads: Int
    /// Where they are kept; nil means nowhere.
    private let directory: String?
    private let cancellation: Cancellation

    init(threads: Int, directory: String?, cancellation: Cancellation) {
        self.threads = threads
        self.directory = directory
        self.cancellation = cancellation
    }

    /// The first `count` of a workload on the chain whose first block is `genesis`.
    ///
    /// - Throws: `cancelled`; `system` when no thread can be made.
    func first(
        _ count: Int, of workload: Workload, _ state: StateGenerator, genesis: Hash256
    ) throws(ProbeError) -> ArraySlice<[UInt8]> {
        try rows.withLock { (rows) throws(ProbeError) -> ArraySlice<[UInt8]> in
            let name = Self.name(workload)
            let file = directory.map {
                ExtrinsicsFile(path: "\($0)/extrinsics-\(name)", genesis: genesis)
            }
            var row = rows[name] ?? kept(in: file, workload, state, genesis)
            if row.signed.count < count {
                let plans = (row.signed.count..<count).map { _ in row.plan.plan() }
                row.signed += try sign(plans)
                if let file { keep(row.signed, in: file) }
            }
            rows[name] = row
            return row.signed[..<count]
        }
    }

    /// What a run before this one has signed.
    private func kept(
        in file: ExtrinsicsFile?, _ workload: Workload, _ state: StateGenerator,
        _ genesis: Hash256
    ) -> Row {
        var row = Row(
            plan: TransferWorkload(
                state: state, genesis: genesis, workload: workload, seed: ChainConditions.seed))
        guard let signed = file?.read(), !signed.isEmpty else { return row }
        // Signing is deterministic: another encoding shows in the first one, and another choice of
        // accounts or nonces in the last.
        var plan = row.plan
        guard plan.plan().signed() == signed[0] else { return row }
        for _ in signed.dropFirst(2) { _ = plan.plan() }
        if signed.count > 1, plan.plan().signed() != signed.last { return row }
        row.plan = plan
        row.signed = signed
        return row
    }

    /// Keeps them for the next run; where that is refused, the next run signs them itself.
    ///
    /// The stage that asks has their bytes in its plan.
    private func keep(_ signed: [[UInt8]], in file: ExtrinsicsFile) {
        try? file.write(signed)
    }

    private func sign(_ plans: [UnsignedExtrinsic]) throws(ProbeError) -> [[UInt8]] {
        let count = plans.count
        let parts = try ProbeThread.runAll(count: threads) { thread throws(ProbeError) in
            let start = count * thread / threads
            return try plans[start..<count * (thread + 1) / threads].map {
                (plan) throws(ProbeError) in
                try cancellation.check()
                return plan.signed()
            }
        }
        return Array(parts.joined())
    }

    private static func name(_ workload: Workload) -> String {
        switch workload {
        case .transfers(let choice): "transfers-\(choice.rawValue)"
        case .reads(let accounts): "reads-\(accounts)"
        }
    }
}
