/// One implementation of a piece of work.
struct Contender {
    var name: String

    /// Whether it is one of ours, to be compared with all others.
    var isSubject: Bool

    /// Does slice `index` of the work and returns the seconds it took.
    var secondsOfSlice: (_ index: Int) -> Double
}

/// Contenders run in alternation, compared by ratios formed within each round.
///
/// On a shared machine absolute speeds drift by tens of percent within seconds; two neighbouring
/// slices drift alike.
struct Comparison {
    var title: String
    var unit: String
    /// Units of work in a slice.
    var workPerSlice: Double
    var contenders: [Contender]
    var rounds: Int

    /// Runs every round and prints the speeds and the ratios.
    func run() {
        let seconds = measure()
        print("\n\(title), \(rounds) rounds")
        for (contender, times) in zip(contenders, seconds) {
            let rates = Spread(times.map { workPerSlice / $0 })
            print("  \(pad(contender.name)) \(rates.description(places: 0)) \(unit)")
        }
        print("  speed relative to another (1 = equal, above 1 = faster): median, quartiles, range")
        for (subject, times) in zip(contenders, seconds) where subject.isSubject {
            for (other, otherTimes) in zip(contenders, seconds) where other.name != subject.name {
                let ratios = Spread(zip(times, otherTimes).map { $1 / $0 })
                let pair = pad("\(subject.name) / \(other.name)")
                print("  \(pair) \(ratios.description(places: 3))")
            }
        }
    }

    /// Seconds of each contender's slices, round by round, in an order that turns by one each
    /// round.
    private func measure() -> [[Double]] {
        var seconds = [[Double]](repeating: [], count: contenders.count)
        for round in -5..<rounds {
            for offset in contenders.indices {
                let index = (offset + round + contenders.count * 5) % contenders.count
                let time = contenders[index].secondsOfSlice(round + 5)
                if round >= 0 { seconds[index].append(time) }
            }
        }
        return seconds
    }

    private func pad(_ text: String) -> String {
        text + String(repeating: " ", count: max(0, 56 - text.count))
    }
}

/// Order statistics of a sample.
struct Spread {
    private var sorted: [Double]

    init(_ values: [Double]) { sorted = values.sorted() }

    /// The value a `share` (0...1) of the sample lies below; the sample is not empty.
    private func quantile(_ share: Double) -> Double {
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
