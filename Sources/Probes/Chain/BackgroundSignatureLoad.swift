import Measurement
internal import Synchronization

/// Signature checks on all CPUs but one while something else is measured.
struct BackgroundSignatureLoad {
    /// The CPU of each thread; nil means the kernel chooses.
    private let cpus: [Int]?
    /// Threads that verify, 1 or more.
    let threads: Int

    /// One CPU is left to what is measured; where there is only one, it is shared.
    init(cores: [[Int]], allowedCPUs: Int) {
        let others = Array(cores.joined().dropFirst())
        cpus = others.isEmpty ? nil : others
        threads = others.isEmpty ? max(1, allowedCPUs - 1) : others.count
    }

    /// Does `work` on a thread of its own while the others verify.
    func during(_ work: () throws(ProbeError) -> Void) throws(ProbeError) {
        let isDone = Flag()
        let verifying = try SignatureWork<Sr25519Scheme>(count: 32, seed: 1)
        _ = try ProbeThread.runAll(count: threads + 1) { index throws(ProbeError) in
            if index == 0 {
                defer { isDone.set() }
                return try work()
            }
            // A thread that may not be bound verifies all the same.
            if let cpus { try? ProbeThread.pin(to: cpus[index - 1]) }
            while !isDone.isSet {
                guard verifying.countAccepted(0..<verifying.count) == verifying.count else {
                    throw .wrongAnswer("a good signature was refused beside the imports")
                }
            }
        }
    }

    private final class Flag: Sendable {
        private let value = Atomic(false)

        var isSet: Bool { value.load(ordering: .relaxed) }

        func set() { value.store(true, ordering: .relaxed) }
    }
}
