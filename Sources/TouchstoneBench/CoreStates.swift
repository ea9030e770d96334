import Glibc

/// Two passes of a rival between two of the yardstick, in units of work a second.
struct PassGroup {
    var before: Double
    var rates: [Double]
    var behind: Double

    /// How far the yardstick's two passes may lie apart within one state.
    ///
    /// Ours: passes of an undisturbed core lie within 1 %, and the states 10 to 20 % apart.
    private static let agreement = 0.03

    /// The yardstick's rate around the rival's passes; nil if its two passes disagree, since
    /// the core changed its state in between.
    var yardstickRate: Double? {
        guard before > 0, behind > 0, abs(log(before / behind)) <= Self.agreement else {
            return nil
        }
        return (before * behind).squareRoot()
    }
}

/// What a virtual CPU's core does beside it.
enum CoreState: String, CaseIterable {
    /// Nothing, or always the same: the faster of two levels, or the only one.
    case faster = "faster state"
    /// Another guest's work on the same core, or on its other thread.
    case shared = "shared state"
}

/// A ratio of medians in one state.
struct StateRatio {
    var value: Double
    var passes: Int

    /// Whether the yardstick counts as equal to itself; ours, a quarter of what a kernel may miss.
    var isEqual: Bool { abs(value - 1) <= 0.005 }

    var description: String { "\(format(value, places: 4)) (\(passes) passes)" }
}

/// Tells a core's states by the yardstick's rates.
///
/// A hypervisor's host shares a core with a neighbour for a second or two at a time. That cannot be
/// provoked or seen from inside but by the speed of known work.
struct CoreStates {
    /// The least distance of two levels, ours; below it, all is one state.
    private static let levelsApart = 0.08

    /// Passes below which a state's ratio is not given; ours.
    private static let passesMin = 16

    /// Rate of the yardstick below which the core is shared; nil means only one level was met.
    private let boundary: Double?
    private let levels: [CoreState: (rate: Double, groups: Int)]
    private let left: Int

    /// - Parameter groups: all groups of a comparison, whatever their rival.
    init(_ groups: [PassGroup]) {
        let rates = groups.compactMap(\.yardstickRate).sorted()
        left = groups.count - rates.count
        boundary = Self.boundary(of: rates)
        var levels: [CoreState: (rate: Double, groups: Int)] = [:]
        for state in CoreState.allCases {
            let inState = rates.filter { [boundary] in Self.state($0, boundary) == state }
            if !inState.isEmpty { levels[state] = (Spread(inState).median, inState.count) }
        }
        self.levels = levels
    }

    /// The point between two levels that leaves the least squares of logarithms on both sides.
    private static func boundary(of sorted: [Double]) -> Double? {
        guard sorted.count >= 2 else { return nil }
        let logs = sorted.map { log($0) }
        let total = logs.reduce(0, +)
        var (low, best, split) = (0.0, 0.0, 0)
        for index in 1..<logs.count {
            low += logs[index - 1]
            let (below, above) = (Double(index), Double(logs.count - index))
            let gap = (total - low) / above - low / below
            let between = below * above * gap * gap
            if between > best { (best, split) = (between, index) }
        }
        guard split > 0 else { return nil }
        let below = logs[..<split].reduce(0, +) / Double(split)
        let above = logs[split...].reduce(0, +) / Double(logs.count - split)
        return above - below >= levelsApart ? exp((above + below) / 2) : nil
    }

    private static func state(_ rate: Double, _ boundary: Double?) -> CoreState {
        boundary.map { rate < $0 } == true ? .shared : .faster
    }

    func wasMet(_ state: CoreState) -> Bool { levels[state] != nil }

    /// Ratios of a rival's median to the yardstick's, in each state that was met often enough.
    func ratios(of groups: [PassGroup]) -> [CoreState: StateRatio] {
        var result: [CoreState: StateRatio] = [:]
        for state in CoreState.allCases {
            let inState = groups.filter { group in
                group.yardstickRate.map { Self.state($0, boundary) } == state
            }
            let passes = 4 * inState.count
            guard passes >= Self.passesMin else { continue }
            let ours = Spread(inState.flatMap(\.rates)).median
            let theirs = Spread(inState.flatMap { [$0.before, $0.behind] }).median
            result[state] = StateRatio(value: ours / theirs, passes: passes)
        }
        return result
    }

    /// The levels met, and how many groups lie on none.
    func description(unit: String) -> String {
        let met = CoreState.allCases.map { state in
            levels[state].map {
                "\(state.rawValue): \(format($0.rate, places: 0)) \(unit) in \($0.groups) groups"
            } ?? "\(state.rawValue): not met"
        }
        return met.joined(separator: "; ") + "; \(left) groups between states left out"
    }
}
