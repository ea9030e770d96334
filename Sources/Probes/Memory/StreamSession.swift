internal import Host
internal import Measurement
internal import Model
internal import Primitives
internal import Synchronization

/// One kernel over the shared arrays, in all its variants.
final class StreamSession: ProbeSession {
    /// Share of a block that threads may start apart before the block does not count.
    static let skewMax = 0.01

    let arrays: StreamArrays
    let parameters: [String: String]
    let implementation: Implementation?
    private(set) var invalid: [MetricID: String] = [:]
    private let id: String
    private let kernel: StreamKernel
    private let variants: [StreamVariant]
    private let size: ArraySize
    private var stamp = 1.0
    private var blocks = 0
    private var invalidBlocks = 0
    private var skewWorst = 0.0
    /// What the last pass of the last variant should have left; for `check`.
    private var last: (operands: StreamKernel.Operands, scalar: Double)?
    private var lastSum = 0.0

    init(
        id: String, kernel: StreamKernel, variants: [StreamVariant], arrays: StreamArrays,
        size: ArraySize
    ) {
        self.id = id
        self.kernel = kernel
        self.variants = variants
        self.arrays = arrays
        self.size = size
        let plan = arrays.request.plan
        implementation = Implementation(
            name: StreamKernel.Path.best.rawValue, compiler: KernelDisclosure.cCompiler)
        parameters = [
            "counting": "\(kernel.rawValue) (STREAM counting): \(kernel.bytesPerElement) bytes "
                + "an element",
            "arrayBytes": String(size.elements * 8),
            "lastLevelCacheBytes": size.cacheBytes.map(String.init) ?? "unknown",
            "arraysPerKernel": String(kernel.bytesPerElement / 8),
            "threads": "1 and \(plan.cpus.count)",
            "cpus": plan.cpus.map(String.init).joined(separator: ","),
            "cpusChosen": plan.reason,
            "oneThreadArrayBytes": String(arrays.localElements * 8),
            "hugePageBytes": arrays.hugeBytes.map(String.init) ?? "unknown",
        ]
    }

    var advisories: [Advisory] {
        var advisories: [Advisory] = []
        if size.cacheBytes != nil, size.isShrunk {
            advisories.append(
                Advisory(
                    id: "memory.arrays-shrunk",
                    text: "the arrays are \((size.caches * 10).rounded() / 10) times the "
                        + "last-level caches instead of 4, since more memory is not free: "
                        + "caches may help these figures"))
        }
        if let huge = arrays.hugeBytes, huge < arrays.request.elements * 3 * 8 {
            advisories.append(
                Advisory(
                    id: "memory.no-huge-pages",
                    text:
                        "\(bytesText(huge)) of \(bytesText(size.elements * 24)) lie in huge pages; "
                        + "with base pages bandwidth is up to 13 % lower"))
        }
        if invalidBlocks > 0 {
            let percent = (skewWorst * 1000).rounded() / 10
            advisories.append(
                Advisory(
                    id: "memory.threads-skewed",
                    text: "in \(invalidBlocks) of \(blocks) blocks the threads started more than "
                        + "1 % of the time apart (worst \(percent) %); those do not count: "
                        + "something else used the CPUs"))
        }
        return advisories
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        let part = timer.divided(by: variants.count)
        var samples: [MetricID: Sample] = [:]
        invalid = [:]
        blocks += 1
        for variant in variants {
            let metric = variant.metric(of: id)
            let passes: PinnedTeam.Passes
            (samples[metric], passes) = try run(variant, part)
            try check()
            if variant.isParallel, arrays.team.cpus.count > 1 {
                note(passes, metric)
            }
        }
        if !invalid.isEmpty { invalidBlocks += 1 }
        return samples
    }

    /// Marks a metric's sample when the threads did not start together.
    func note(_ passes: PinnedTeam.Passes, _ metric: MetricID) {
        skewWorst = max(skewWorst, passes.skew)
        if passes.skew > Self.skewMax {
            let percent = (passes.skew * 1000).rounded() / 10
            invalid[metric] = "the threads started \(percent) % of the time apart"
        }
    }

    private func run(
        _ variant: StreamVariant, _ timer: BlockTimer
    ) throws(ProbeError) -> (Sample, PinnedTeam.Passes) {
        let team = variant.isParallel ? arrays.team : arrays.single
        let elements = variant.isParallel ? arrays.operands.count : arrays.localElements
        let operands = arrays.operands.part(from: 0, count: elements)
        let share = elements / team.cpus.count
        // Another scalar and other values in the sources each time, so that the check can tell this
        // block's work from that of the one before.
        stamp = stamp >= 1000 ? 1 : stamp + 1
        arrays.stamp(stamp, count: elements)
        let (kernel, scalar, path) = (kernel, stamp, StreamKernel.Path.best)
        let sums = (0..<team.cpus.count).map { _ in ThreadSum() }
        let (sample, passes) = try timer.teamRate(
            team, workPerPass: Double(elements * kernel.bytesPerElement)
        ) { index in
            sums[index].value = kernel.pass(
                operands.part(from: index * share, count: share), scalar: scalar,
                nonTemporal: variant.isNonTemporal, path: path)
        }
        last = (operands, scalar)
        lastSum = sums.reduce(0) { $0 + $1.value }
        return (sample, passes)
    }

    /// Compares every element with what the last pass should have left, as STREAM does at its end.
    func check() throws(ProbeError) {
        guard let last else { return }
        if kernel == .read {
            var sum = 0.0
            for index in 0..<last.operands.count { sum += last.operands.x[index] }
            if sum != lastSum {
                throw .wrongAnswer("\(kernel.rawValue) gave \(lastSum) instead of \(sum)")
            }
        } else if let index = kernel.firstWrong(last.operands, scalar: last.scalar) {
            throw .wrongAnswer("\(kernel.rawValue) left element \(index) wrong")
        }
    }
}

/// What a thread of a team has read; an object of its own, so that they do not share an array.
// SAFETY: written by one thread of a team and read after all of them are joined.
final class ThreadSum: @unchecked Sendable {
    var value = 0.0
}
