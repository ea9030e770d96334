package import Measurement
internal import Model
internal import Primitives

/// What a core does while the others work too, relative to what it does alone.
///
/// Threads are bound to one core each first, then to the cores' siblings, and do the work of
/// `cpu.blake2b-256` and `cpu.sr25519-verify`. A machine whose cores slow each other down (power,
/// heat, a hypervisor that sells a core twice) shows here, and so does what a sibling is worth.
package struct ScalingProbe: Probe {
    package init() {}

    package let descriptor = ProbeDescriptor(
        id: "cpu.scaling", methodVersion: 2,
        metrics: [
            MetricDefinition(
                id: "cpu.scaling", unit: .ratio, direction: .higherIsBetter,
                title: "Rate per thread to one alone"),
            MetricDefinition(
                id: "cpu.scaling.efficiency", unit: .ratio, direction: .higherIsBetter,
                title: "All-core efficiency"),
            MetricDefinition(
                id: ScalingKernel.blake2b.metric, unit: .bytesPerSecond,
                direction: .higherIsBetter, title: "BLAKE2b-256 per thread"),
            MetricDefinition(
                id: ScalingKernel.sr25519.metric, unit: .verificationsPerSecond,
                direction: .higherIsBetter, title: "sr25519 per thread"),
        ],
        why:
            "A node imports, gossips and serves at once; a core must not lose to its neighbours.",
        source: "Ours: the work of cpu.blake2b-256 and cpu.sr25519-verify on 1 to all CPUs",
        cost: Cost(memoryBytes: 2 << 20, time: .open))

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        let plan = ScalingPlan(cores: environment.cores, allowedCPUs: environment.allowedCPUs)
        if plan.threads < 2 {
            throw .unavailable("one CPU is allowed, and scaling needs two or more")
        }
        return try ScalingSession(
            plan: plan, signatures: environment.scale == .reference ? 2048 : 4,
            seed: environment.seed)
    }
}

/// The two kernels whose rates are compared.
enum ScalingKernel: String, CaseIterable {
    case blake2b = "blake2b-256"
    case sr25519 = "sr25519-verify"

    /// The metric of the kernel's own rates.
    var metric: MetricID { MetricID(rawValue: "cpu.scaling.\(rawValue)") }
}

/// Which CPU each thread is bound to, and how many threads are tried.
struct ScalingPlan: Equatable {
    /// Up to this count every number of threads is tried, above it every doubling.
    ///
    /// Ours: what slows cores down shows between one thread and all; 128 steps would take minutes.
    static let everyCountUpTo = 8

    /// The CPU of each thread: one a core first, then the siblings; nil means the kernel chooses.
    let cpus: [Int]?
    /// CPUs that may be used, which is the most threads tried.
    let threads: Int
    /// Cores among them; equal to `threads` where the topology is not known.
    let cores: Int
    /// Numbers of threads, rising, from 1 to `threads`, with `cores` among them.
    let counts: [Int]

    /// - Parameters:
    ///   - groups: the CPUs by core; empty = not known.
    ///   - allowedCPUs: how many there are where `groups` is empty.
    init(cores groups: [[Int]], allowedCPUs: Int) {
        let ranks = groups.map(\.count).max() ?? 0
        let ordered = (0..<ranks).flatMap { rank in
            groups.filter { rank < $0.count }.map { $0[rank] }
        }
        let threads = ordered.isEmpty ? allowedCPUs : ordered.count
        let cores = ordered.isEmpty ? allowedCPUs : groups.count
        var counts = Set([1, cores, threads] + (1...Self.everyCountUpTo).filter { $0 < threads })
        var doubling = 2 * Self.everyCountUpTo
        while doubling < threads {
            counts.insert(doubling)
            doubling *= 2
        }
        cpus = ordered.isEmpty ? nil : ordered
        self.threads = threads
        self.cores = cores
        self.counts = counts.sorted()
    }

    /// `4` for four cores, `4+2` when two of them run a second thread as well.
    func label(_ count: Int) -> String {
        count <= cores ? String(count) : "\(cores)+\(count - cores)"
    }
}

/// Both kernels with one lane a thread.
final class ScalingSession: ProbeSession {
    /// Passes over all counts; the ratio told is the median of theirs.
    ///
    /// Ours: three are the fewest that have a median.
    static let passes = 3
    /// Most signatures of one iteration.
    ///
    /// Ours: with all 2,048 the last thread to end would run alone for too long.
    static let portionMax = 32

    let parameters: [String: String]
    let implementation: Implementation?
    let advisories: [Advisory]
    let hashing: Blake2bSession
    let verifying: SignatureWork<Sr25519Scheme>
    private let plan: ScalingPlan
    private let portion: Int
    private let seed: UInt64
    private let lanes: [UnsafeMutablePointer<Lane>]

    /// What one thread has verified.
    private struct Lane {
        var next = 0
        var verified = 0
        var accepted = 0
    }

    /// - Parameters:
    ///   - plan: which threads run where.
    ///   - signatures: below `portionMax` or a multiple of it; 2 or more.
    ///   - seed: of messages, key and order.
    /// - Throws: `unavailable` when signatures cannot be made.
    init(plan: ScalingPlan, signatures: Int, seed: UInt64) throws(ProbeError) {
        self.plan = plan
        self.seed = seed
        portion = min(Self.portionMax, signatures)
        hashing = Blake2bSession(
            metric: ScalingKernel.blake2b.metric, threads: plan.threads,
            allowedCPUs: plan.threads)
        verifying = try SignatureWork(count: signatures, seed: seed)
        lanes = (0..<plan.threads).map { _ in
            // Two cache lines a lane, so that the threads do not write to each other's.
            UnsafeMutableRawPointer.allocate(byteCount: 128, alignment: 128)
                .initializeMemory(as: Lane.self, to: Lane())
        }
        let outputs = hexadecimal(Blake2bSession.expectedDigest) + verifying.digest
        implementation = Implementation(
            name: "\(Blake2b256.kernel.rawValue), \(Sr25519.kernel.rawValue)",
            compiler: KernelDisclosure.cCompiler,
            outputDigest: hexadecimal(Blake2b256.hash(Array(outputs.utf8))))
        parameters = [
            "physicalCores": plan.cpus == nil ? "unknown" : String(plan.cores),
            "cpus": plan.cpus?.map(String.init).joined(separator: ",") ?? "not bound",
            "threads": plan.counts.map(plan.label).joined(separator: ","),
            "passes": String(Self.passes), "bufferBytes": String(Blake2bSession.bufferBytes),
            "signatures": String(signatures), "signaturesPerIteration": String(portion),
        ]
        advisories =
            plan.cpus == nil
            ? [
                Advisory(
                    id: "cpu.topology-unknown",
                    text: "which CPUs share a core is not known here, so threads were not bound "
                        + "and siblings are not distinguished")
            ] : []
    }

    deinit {
        for lane in lanes { lane.deallocate() }
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        hashing.forget()
        for lane in lanes { lane.pointee = Lane() }
        var rates = ScalingRates(counts: plan.counts, passes: Self.passes)
        var order = SeededGenerator(seed: seed)
        for pass in 0..<Self.passes {
            // In random order, so that a drift of the machine favours no count.
            for step in plan.counts.indices.shuffled(using: &order) {
                for kernel in ScalingKernel.allCases {
                    rates.set(
                        try rate(of: kernel, threads: plan.counts[step], timer), kernel,
                        step: step, pass: pass)
                }
            }
        }
        return samples(rates)
    }

    /// Mean rate of a thread, each doing the same on a CPU of its own.
    private func rate(
        of kernel: ScalingKernel, threads: Int, _ timer: BlockTimer
    ) throws(ProbeError) -> Double {
        let cpus = plan.cpus.map { Array($0.prefix(threads)) }
        let sample =
            switch kernel {
            case .blake2b:
                try timer.parallelRate(
                    threads: threads, workPerIteration: Double(Blake2bSession.bufferBytes),
                    cpus: cpus, hashing.hash(thread:))
            case .sr25519:
                try timer.parallelRate(
                    threads: threads, workPerIteration: Double(portion),
                    cpus: cpus, verify(thread:))
            }
        return sample.scalar ?? .nan
    }

    /// SAFETY: each thread touches its own lane only, and all are joined between two rates.
    private func verify(thread: Int) {
        let lane = lanes[thread]
        let start = lane.pointee.next
        let end = start + portion
        lane.pointee.accepted += verifying.countAccepted(start..<end)
        lane.pointee.verified += portion
        lane.pointee.next = end == verifying.count ? 0 : end
    }

    private func samples(_ rates: ScalingRates) -> [MetricID: Sample] {
        let threads = TableSample.Axis(name: "threads", labels: plan.counts.map(plan.label))
        let passes = TableSample.Axis(name: "pass", labels: (1...Self.passes).map(String.init))
        let kernels = TableSample.Axis(
            name: "kernel", labels: ScalingKernel.allCases.map(\.rawValue))
        let ratios = plan.counts.indices.flatMap { step in
            ScalingKernel.allCases.map { rates.ratio($0, step: step) }
        }
        let allCores = plan.counts.firstIndex(of: plan.cores) ?? 0
        let efficiency = ScalingKernel.allCases.map { rates.ratio($0, step: allCores) }.min()
        var samples: [MetricID: Sample] = [
            "cpu.scaling": .table(TableSample(axes: [threads, kernels], values: ratios)),
            "cpu.scaling.efficiency": .figure(efficiency ?? .nan),
        ]
        for kernel in ScalingKernel.allCases {
            samples[kernel.metric] = .table(
                TableSample(axes: [threads, passes], values: rates.all(kernel)))
        }
        return samples
    }

    /// Every thread has the right digest, and has accepted all that it verified.
    func check() throws(ProbeError) {
        try hashing.check()
        for (thread, lane) in lanes.enumerated() {
            let (verified, accepted) = (lane.pointee.verified, lane.pointee.accepted)
            if verified == 0 { throw .wrongAnswer("thread \(thread) verified no signature") }
            if accepted != verified {
                throw .wrongAnswer(
                    "thread \(thread) accepted \(accepted) of \(verified) good sr25519 signatures")
            }
        }
        try verifying.checkThatForgeriesAreRefused()
    }
}
