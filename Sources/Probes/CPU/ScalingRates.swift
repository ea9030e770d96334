/// Mean rates of a thread by kernel, number of threads and pass.
struct ScalingRates {
    private let passes: Int
    private var rates: [ScalingKernel: [Double]]

    /// - Parameters:
    ///   - counts: numbers of threads, 1 the first.
    ///   - passes: how often each is measured.
    init(counts: [Int], passes: Int) {
        precondition(counts.first == 1, "ratios are to one thread alone")
        self.passes = passes
        let empty = [Double](repeating: .nan, count: counts.count * passes)
        rates = Dictionary(uniqueKeysWithValues: ScalingKernel.allCases.map { ($0, empty) })
    }

    mutating func set(_ rate: Double, _ kernel: ScalingKernel, step: Int, pass: Int) {
        rates[kernel]?[step * passes + pass] = rate
    }

    /// All rates of a kernel, the passes of one count side by side.
    func all(_ kernel: ScalingKernel) -> [Double] { rates[kernel] ?? [] }

    /// The median, over the passes, of a count's rate to the rate of one thread in the same pass:
    /// neighbours in time share the machine's state.
    func ratio(_ kernel: ScalingKernel, step: Int) -> Double {
        let all = all(kernel)
        let ratios = (0..<passes).map { all[step * passes + $0] / all[$0] }.sorted()
        return ratios[passes / 2]
    }
}
