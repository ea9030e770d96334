internal import Host
package import Measurement
internal import Model

/// How long, and how often, a thread that wants to run does not.
///
/// A thread spins on each allowed CPU in turn, a tenth of a second or so at a time, and reads the
/// clock; every gap above 30 microseconds was taken by something else. One thread at a time: with
/// all CPUs spinning at once the probe would find the contention that it makes itself.
package struct StallProbe: Probe {
    package init() {}

    package let descriptor = ProbeDescriptor(
        id: "cpu.stall", methodVersion: 1,
        metrics: [
            definition("lost", .ratio, "Time lost to stalls"),
            definition("longest", .seconds, "Longest stall"),
            definition("p99-9", .seconds, "99.9th percentile of stalls"),
            definition("gaps", .seconds, "Stalls over 30 us"),
            definition("lost-by-cpu", .ratio, "Time lost to stalls by CPU"),
            definition("steal", .ratio, "Steal while watching"),
            definition("switches", .count, "Involuntary switches"),
        ],
        why:
            "Authoring has half a second to two; stalls come out of that, and no mean shows them.",
        source: "Ours, after the gap measurements of hwlat and cyclictest",
        cost: Cost(memoryBytes: 16 << 20, time: .blocks(StallSession.watchBlocks)))

    private static func definition(
        _ suffix: String, _ unit: Unit, _ title: String
    ) -> MetricDefinition {
        MetricDefinition(
            id: MetricID(rawValue: "cpu.stall.\(suffix)"), unit: unit,
            direction: .lowerIsBetter, title: title)
    }

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        StallSession(cpus: environment.cores.flatMap(\.self).sorted())
    }
}

/// Turns of one spinning thread over the CPUs.
final class StallSession: ProbeSession {
    /// Length of the whole watch in blocks.
    ///
    /// Ours: 5, 10 or 20 s by preset.
    static let watchBlocks = 20.0
    /// Length of a turn in blocks.
    ///
    /// Ours: 50, 100 or 200 ms by preset, above a scheduler's time slice, so that competing work
    /// shows within a turn.
    static let turnBlocks = 0.2
    /// The most gaps that a record keeps, the longest ones.
    static let gapsKept = 4096

    let parameters: [String: String]
    let advisories: [Advisory]
    /// Turns done by CPU, in the order of `cpus`; one entry where the CPUs are not known.
    var turns: [Int] = []
    private let cpus: [Int]

    /// - Parameter cpus: numbers of the CPUs to watch; empty = not known, and the thread is not
    ///   bound.
    init(cpus: [Int]) {
        self.cpus = cpus
        parameters = [
            "cpus": cpus.isEmpty ? "not bound" : cpus.map(String.init).joined(separator: ","),
            "threads": "1", "limitNanoseconds": String(StallWatch.limitNanoseconds),
            "gapsKept": String(Self.gapsKept),
        ]
        advisories =
            cpus.isEmpty
            ? [
                Advisory(
                    id: "cpu.topology-unknown",
                    text: "which CPUs may be used is not known here, so the thread was not bound")
            ] : []
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        // A thread of its own, which ends here with its binding.
        let seen = try ProbeThread.run { () throws(ProbeError) in try watch(timer) }
        let watched = seen.watch.watchedSeconds
        let gaps = seen.watch.gapSeconds
        let kept = Set(gaps.indices.sorted { gaps[$0] > gaps[$1] }.prefix(Self.gapsKept)).sorted()
        let axis = TableSample.Axis(
            name: "cpu", labels: cpus.isEmpty ? ["any"] : cpus.map(String.init))
        return [
            "cpu.stall.lost": .figure(gaps.reduce(0, +) / watched),
            "cpu.stall.longest": .figure(seen.watch.longestSeconds),
            "cpu.stall.p99-9": Self.figure(NearestRank.value(permille: 999, of: gaps)),
            "cpu.stall.gaps": .series(
                SeriesSample(
                    seconds: kept.map { seen.watch.startSeconds[$0] },
                    values: kept.map { gaps[$0] })),
            "cpu.stall.lost-by-cpu": .table(TableSample(axes: [axis], values: seen.lostShares)),
            "cpu.stall.steal": Self.figure(seen.stolenSeconds.map { $0 / watched }),
            "cpu.stall.switches": Self.figure(seen.switches.map(Double.init)),
        ]
    }

    /// What was seen in one watch.
    private struct Seen {
        var watch: StallWatch
        /// Share of the time lost, by CPU.
        var lostShares: [Double]
        /// nil if not readable.
        var stolenSeconds: Double?
        /// nil if not readable.
        var switches: Int?
    }

    private func watch(_ timer: BlockTimer) throws(ProbeError) -> Seen {
        var watch = StallWatch(timer: timer, blocksPerTurn: Self.turnBlocks)
        let places = max(cpus.count, 1)
        turns = Array(repeating: 0, count: places)
        var lost = [Double](repeating: 0, count: places)
        var watched = lost
        let stolen = StolenTime.now()
        let switches = ProbeThread.involuntarySwitches
        // Whole rounds, so that every CPU is watched for as long.
        let rounds = (Self.watchBlocks / Self.turnBlocks / Double(places)).rounded(.up)
        for _ in 0..<Int(rounds) {
            for place in 0..<places {
                if !cpus.isEmpty { try ProbeThread.pin(to: cpus[place]) }
                let before = watch.watchedSeconds
                lost[place] += try watch.watch()
                watched[place] += watch.watchedSeconds - before
                turns[place] += 1
            }
        }
        let numbers = cpus.isEmpty ? stolen.map { Array($0.secondsByCPU.keys) } ?? [] : cpus
        return Seen(
            watch: watch, lostShares: zip(lost, watched).map { $0 / $1 },
            stolenSeconds: stolen.flatMap { StolenTime.now()?.seconds(of: numbers, since: $0) },
            switches: switches.flatMap { before in
                ProbeThread.involuntarySwitches.map { $0 - before }
            })
    }

    /// A single figure; no values at all where there is none, which is not the same as zero.
    private static func figure(_ value: Double?) -> Sample {
        value.map(Sample.figure) ?? .series(SeriesSample(seconds: [], values: []))
    }

    /// Every CPU was watched, and for as many turns as the others.
    func check() throws(ProbeError) {
        for (place, count) in turns.enumerated() where count == 0 || count != turns[0] {
            let name = cpus.isEmpty ? "the thread" : "CPU \(cpus[place])"
            throw .wrongAnswer("\(name) was watched for \(count) turns and not \(turns[0])")
        }
        if turns.isEmpty { throw .wrongAnswer("no CPU was watched") }
    }
}
