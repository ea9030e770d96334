import Glibc

/// One implementation of a piece of work.
struct Contender {
    enum Role {
        /// Ours, and in use: it gets the most passes.
        case subject
        /// Ours or another's, for comparison.
        case other
        /// The implementation that the node uses.
        case yardstick
    }

    var name: String
    var role: Role

    /// Works for `warmUp` seconds that do not count, then for `seconds`, and returns the units of
    /// work a second, NaN when something failed.
    var rateOfPass: (_ warmUp: Double, _ seconds: Double) -> Double
}

extension Contender {
    /// A contender in this process that repeats `slice`, some milliseconds of work at most.
    init(name: String, role: Role, workPerSlice: Double, slice: @escaping () -> Void) {
        self.init(name: name, role: role) { warmUp, length in
            _ = Self.repeated(slice, for: warmUp)
            let (count, seconds) = Self.repeated(slice, for: length)
            return Double(count) * workPerSlice / seconds
        }
    }

    private static func repeated(
        _ slice: () -> Void, for length: Double
    ) -> (count: Int, seconds: Double) {
        let start = monotonicSeconds()
        var (count, elapsed) = (0, 0.0)
        repeat {
            slice()
            count += 1
            elapsed = monotonicSeconds() - start
        } while elapsed < length
        return (count, elapsed)
    }
}

/// Contenders against a yardstick, pass by pass on one CPU.
///
/// Passes follow each other in groups of four, Y S S Y: a drift within the group falls on both
/// alike, and the CPU never idles. Among the contenders is the yardstick itself: only where it is
/// as fast as itself by the same rule does the rest mean anything.
struct Comparison {
    /// Seconds that a contender works before a pass counts, ours.
    ///
    /// Caches, predictors and clock are its own then.
    static let warmUpSeconds = 0.05

    /// Seconds of a pass, ours.
    ///
    /// The state of a shared core lasts a second or two. With passes of a second the yardstick was
    /// 0.97 to 1.05 times as fast as itself.
    static let passSeconds = 0.1

    var title: String
    var unit: String
    var contenders: [Contender]
    /// Passes of the subject and its yardstick together; the others get a quarter.
    var passes: Int

    /// Runs all groups, and prints the rates, the check of the yardstick and the ratios by state.
    func run() {
        print("\n\(title)")
        guard let yardstick = contenders.last(where: { $0.role == .yardstick }) else {
            return printRates()
        }
        var rivals = contenders.filter { $0.role != .yardstick }
        var itself = yardstick
        itself.name = "itself"
        itself.role = .subject
        rivals.insert(itself, at: 0)
        let groups = measure(rivals, yardstick)
        let states = CoreStates(groups.flatMap { $0 })
        print("  against \(yardstick.name), in groups of four passes of \(Self.passSeconds) s")
        print("  \(states.description(unit: unit))")
        let check = states.ratios(of: groups[0])
        for (rival, groups) in zip(rivals, groups) {
            let ratios = states.ratios(of: groups)
            let text = CoreState.allCases.map { state in
                "\(state.rawValue): " + (ratios[state]?.description ?? "not met")
            }
            print("  \(pad(rival.name)) \(text.joined(separator: "; "))")
        }
        for state in CoreState.allCases where states.wasMet(state) {
            let verdict =
                check[state].map { $0.isEqual ? "holds" : "misses, so this run cannot tell" }
                ?? "was not met, so this run cannot tell"
            print("  the yardstick against itself, \(state.rawValue): \(verdict)")
        }
    }

    /// Groups of every rival, which take turns so that all meet the same states.
    private func measure(_ rivals: [Contender], _ yardstick: Contender) -> [[PassGroup]] {
        var groups = [[PassGroup]](repeating: [], count: rivals.count)
        let rounds = max(1, (passes + 3) / 4)
        let pass = { (contender: Contender) in
            contender.rateOfPass(Self.warmUpSeconds, Self.passSeconds)
        }
        for round in 0..<rounds {
            for (index, rival) in rivals.enumerated() {
                if rival.role != .subject, round % 4 != 0 { continue }
                let before = pass(yardstick)
                let rates = [pass(rival), pass(rival)]
                groups[index].append(
                    PassGroup(before: before, rates: rates, behind: pass(yardstick)))
            }
        }
        return groups
    }

    private func printRates() {
        print("  without a yardstick there are rates only, and no ratio to the node's")
        for contender in contenders {
            let rates = (0..<max(1, passes / 4)).map { _ in
                contender.rateOfPass(Self.warmUpSeconds, Self.passSeconds)
            }
            print("  \(pad(contender.name)) \(Spread(rates).description(places: 0)) \(unit)")
        }
    }

    private func pad(_ text: String) -> String {
        text + String(repeating: " ", count: max(0, 34 - text.count))
    }
}

/// Order statistics of a sample.
struct Spread {
    private var sorted: [Double]

    init(_ values: [Double]) { sorted = values.sorted() }

    /// The value a `share` (0...1) of the sample lies below; the sample is not empty.
    func quantile(_ share: Double) -> Double {
        sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
    }

    var median: Double { quantile(0.5) }

    /// Median, quartiles and range with `places` decimals.
    func description(places: Int) -> String {
        let text = { (share: Double) in format(quantile(share), places: places) }
        return "\(text(0.5)) (\(text(0.25))-\(text(0.75)), \(text(0))-\(text(1)))"
    }
}

func format(_ value: Double, places: Int) -> String {
    guard value.isFinite else { return "\(value)" }
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((value * Double(scale)).rounded())
    guard places > 0 else { return String(scaled) }
    let fraction = String(scaled % scale)
    return "\(scaled / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
}

/// Seconds of `work` by the monotonic clock.
func seconds(of work: () throws -> Void) rethrows -> Double {
    try ContinuousClock().measure(work) / .seconds(1)
}

/// The monotonic clock's time in seconds.
func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
