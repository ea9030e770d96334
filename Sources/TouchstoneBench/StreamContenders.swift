import Glibc
import Host
import Measurement
import Primitives

/// The bandwidth kernels against STREAM's, over the same arrays, on the same CPUs, with the same
/// stores.
struct StreamContenders {
    private typealias Yardstick =
        @convention(c) (
            Int32, UnsafeMutablePointer<Double>, UnsafePointer<Double>, UnsafePointer<Double>,
            Double, Int, Int32, Double
        ) -> Double

    private let plan: CPUPlan
    private let memory: [MappedMemory]
    private let operands: StreamKernel.Operands
    private let yardstick: Yardstick?

    /// What is compared: a kernel, its stores, and STREAM's number for both.
    private static let works: [(kernel: StreamKernel, nonTemporal: Bool, number: Int32)] = [
        (.copy, false, 0), (.scale, false, 1), (.add, false, 2), (.triad, false, 3),
        (.triad, true, 4),
    ]

    /// - Parameters:
    ///   - library: what Yardstick/build-stream.sh made.
    ///   - mebibytes: of one array.
    init?(library: String, mebibytes: Int) {
        plan = .live()
        // Read by the OpenMP library when it is loaded: one thread a place, and no spinning while
        // it is the other contender's turn.
        setenv("OMP_PLACES", plan.cpus.map { "{\($0)}" }.joined(separator: ","), 1)
        setenv("OMP_PROC_BIND", "close", 1)
        setenv("OMP_WAIT_POLICY", "passive", 1)
        let symbol = dlopen(library, RTLD_NOW).flatMap { dlsym($0, "yardstick_stream_seconds") }
        // SAFETY: the yardstick library exports this function with this signature.
        yardstick = symbol.map { unsafeBitCast($0, to: Yardstick.self) }
        if yardstick == nil {
            print("without STREAM: run Yardstick/build-stream.sh (no library at \(library))")
        }
        let turn = plan.cpus.count * StreamKernel.elementMultiple
        let elements = mebibytes << 17 / turn * turn
        var memory: [MappedMemory] = []
        for _ in 0..<3 {
            guard let array = try? MappedMemory(byteCount: elements * 8, pages: .huge) else {
                return nil
            }
            memory.append(array)
        }
        self.memory = memory
        let pointers = memory.compactMap {
            $0.bytes.baseAddress?.bindMemory(to: Double.self, capacity: elements)
        }
        guard pointers.count == 3 else { return nil }
        operands = .init(
            to: pointers[0], x: UnsafePointer(pointers[1]), y: UnsafePointer(pointers[2]),
            count: elements)
        let share = elements / plan.cpus.count
        let addresses = pointers.map { UInt(bitPattern: $0) }
        let touched: [Void]? = try? PinnedTeam(cpus: plan.cpus).once { (index: Int) -> Void in
            for (number, address) in addresses.enumerated() {
                let array = UnsafeMutablePointer<Double>(bitPattern: address)
                (array.map { $0 + index * share })?.initialize(
                    repeating: Double(number), count: share)
            }
        }
        if touched == nil { return nil }
    }

    /// Compares every kernel at one thread and at all.
    ///
    /// - Parameter passes: of each kernel and STREAM's together.
    func run(passes: Int) {
        let counts = plan.cpus.count > 1 ? [1, plan.cpus.count] : [1]
        for threads in counts {
            for work in Self.works {
                Comparison(
                    title: "\(work.kernel.rawValue) (STREAM counting), "
                        + "\(work.nonTemporal ? "non-temporal" : "plain") stores, "
                        + "\(threads) of \(plan.cpus.count) threads, "
                        + "\(operands.count >> 17) MiB an array",
                    unit: "MB/s", contenders: contenders(work, threads: threads), passes: passes
                ).run()
            }
        }
    }

    private func contenders(
        _ work: (kernel: StreamKernel, nonTemporal: Bool, number: Int32), threads: Int
    ) -> [Contender] {
        let (operands, plan) = (operands, plan)
        let megabytes = Double(operands.count * work.kernel.bytesPerElement) / 1e6
        var result = StreamKernel.Path.allCases.filter(\.isSupported).map { path in
            Contender(name: path.rawValue, role: path == .best ? .subject : .other) { _, length in
                let share = operands.count / threads
                let passes = try? PinnedTeam(cpus: Array(plan.cpus.prefix(threads))).passes(
                    clock: MonotonicClock(), seconds: length,
                    cancellation: Cancellation()
                ) { index in
                    work.kernel.pass(
                        operands.part(from: index * share, count: share), scalar: 3,
                        nonTemporal: work.nonTemporal, path: path)
                }
                return passes.map { megabytes * Double($0.count) / $0.seconds } ?? .nan
            }
        }
        if let yardstick {
            result.append(
                // Both begin with a pass over the arrays that does not count.
                Contender(name: "STREAM kernel, cc -O3 -fopenmp", role: .yardstick) { _, length in
                    let seconds = yardstick(
                        work.number, operands.to, operands.x, operands.y, 3, operands.count,
                        Int32(threads), length)
                    return seconds > 0 ? megabytes / seconds : .nan
                })
        }
        return result
    }
}
