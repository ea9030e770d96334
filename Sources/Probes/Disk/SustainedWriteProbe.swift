internal import Host
package import Measurement
internal import Model
internal import Statistics

/// A long sequential write, its rate in every interval, and whether it ever became level.
///
/// A cache of fast cells, a buffer or a volume's burst credits make the first seconds of a write
/// look like another disk than the one that a compaction of hours meets. The run is bounded in time
/// and bytes, so "not reached" is an answer.
package struct SustainedWriteProbe: Probe {
    package init() {}

    package let descriptor = ProbeDescriptor(
        id: "disk.sustained", methodVersion: 1,
        metrics: [
            MetricDefinition(
                id: "disk.sustained", unit: .bytesPerSecond, direction: .higherIsBetter,
                title: "Sustained write"),
            MetricDefinition(
                id: "disk.sustained.burst", unit: .bytesPerSecond, direction: .higherIsBetter,
                title: "Best interval"),
            MetricDefinition(
                id: "disk.sustained.last-window", unit: .bytesPerSecond,
                direction: .higherIsBetter, title: "Last window"),
            MetricDefinition(
                id: "disk.sustained.ratio", unit: .ratio, direction: .higherIsBetter,
                title: "Last window / best interval"),
            MetricDefinition(
                id: "disk.sustained.level", unit: .ratio, direction: .higherIsBetter,
                title: "Level of the last window"),
        ],
        why: "Sync and compaction write for minutes, when caches and burst credits are spent.",
        source: "SNIA SSS PTS's steady state window, bounded; ours",
        cost: Cost(
            memoryBytes: 24 << 20, time: .blocks(SustainedWriteSession.stageBlocks),
            disk: .shared(writes: true)))

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        let prepared = try SharedScratchFile.file(in: environment)
        let blockBytes = environment.scale == .smoke ? 1 << 17 : 1 << 20
        let choice = try IOEngines.choose(
            for: prepared.file, blocks: prepared.blocks, blockBytes: blockBytes, depth: 8)
        return try SustainedWriteSession(prepared, choice: choice, blockBytes: blockBytes)
    }
}

/// What a series of interval rates says.
struct SustainedRate: Equatable {
    /// Seconds at the end of each whole interval.
    var seconds: [Double] = []
    /// B/s of each; `count == seconds.count`.
    var rates: [Double] = []
    /// From where on all intervals are level with the last window, in seconds; nil means that
    /// window is not level.
    var steadyFrom: Double?
    /// Seconds at the end of each half of an interval in the last window.
    private(set) var lastSeconds: [Double] = []
    /// Its rate by the best interval's: samples enough for bounds of what the window's mean tells.
    private(set) var lastShares: [Double] = []

    /// - Parameters:
    ///   - parts: bytes of each part of an interval; the last, which may be cut short, is left out
    ///     where there are others.
    ///   - part: seconds of a part.
    ///   - partsMax: of an interval; fewer, so that a fast disk that has soon written all it may
    ///     has two windows of intervals all the same.
    init(parts: [Int], part: Double, partsMax: Int) {
        let whole = parts.dropLast(parts.count > 1 ? 1 : 0)
        var merged = partsMax
        while merged > 2, whole.count / merged < 2 * SteadyState.windowLength { merged /= 2 }
        // Too few for a window of intervals that have halves.
        if whole.count < 2 * SteadyState.windowLength { merged = 1 }
        let interval = part * Double(merged)
        for place in 0..<whole.count / merged {
            let bytes = whole[place * merged..<(place + 1) * merged].reduce(0, +)
            seconds.append(Double(place + 1) * interval)
            rates.append(Double(bytes) / interval)
        }
        if let start = SteadyState.lastStart(rates) {
            steadyFrom = Double(start) * interval
        }
        let half = max(1, merged / 2)
        let intervals = whole.count / merged
        let first = max(0, intervals - SteadyState.windowLength) * merged
        for start in stride(from: first, to: intervals * merged, by: half) where burst > 0 {
            let bytes = whole[start..<start + half].reduce(0, +)
            lastSeconds.append(Double(start + half) * part)
            lastShares.append(Double(bytes) / (Double(half) * part) / burst)
        }
    }

    var burst: Double { rates.max() ?? 0 }

    /// Mean of the last window, or of all where there are fewer.
    var lastWindow: Double {
        let window = rates.suffix(SteadyState.windowLength)
        return window.isEmpty ? 0 : window.reduce(0, +) / Double(window.count)
    }
}

/// One long write over the shared file, again and again from its start.
final class SustainedWriteSession: DiskSession {
    /// Length of the stage in blocks: 4.8, 16 or 32 s by preset (ours).
    static let stageBlocks = 32.0
    /// A write that is shorter, and of fewer bytes, has shown a burst and no more; ours: the
    /// fastest disks are through what quick writes at most, 8 GiB, within a second.
    private static let secondsMin = 1.0
    private static let bytesMin = 4 << 30
    private static let metrics: [MetricID] = [
        "disk.sustained", "disk.sustained.burst", "disk.sustained.last-window",
        "disk.sustained.ratio", "disk.sustained.level",
    ]
    /// Parts that a second is counted in.
    private static let parts = 32
    /// Bytes that are written at most: four times the file, and 64 GiB (ours, for the drive's
    /// sake; caches of fast cells hold tens of gibibytes).
    static func bytesMax(fileBytes: Int) -> Int {
        min(4 * fileBytes, 64 << 30)
    }

    let prepared: PreparedFile
    /// Replaced by tests.
    var engine: any IOEngine
    private var job: IOJob
    private var last: IOTally?

    init(
        _ prepared: PreparedFile, choice: IOEngines.Choice, blockBytes: Int
    ) throws(ProbeError) {
        self.prepared = prepared
        engine = choice.engine
        job = IOJob(
            .write, .sequential, blockBytes: blockBytes, depth: 8, seconds: 0,
            blocksMax: Self.bytesMax(fileBytes: prepared.request.bytes) / blockBytes)
        job.writeShares = WritePlan.stageShares
        try super.init(DiskPlace(prepared), refusal: choice.refusal)
        parameters["fileBytes"] = String(prepared.request.bytes)
        implementation = engine.implementation
        parameters["blockBytes"] = String(blockBytes)
        parameters["depth"] = String(job.depth)
        parameters["bytesMax"] = String(Self.bytesMax(fileBytes: prepared.request.bytes))
    }

    override func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        last = nil
        let stage = timer.targetSeconds * Self.stageBlocks
        // A stage of tests is too short for such parts.
        job.intervalSeconds = min(1 / Double(Self.parts), max(stage / 128, 1e-4))
        begin()
        let tally = try timer.run(job, by: engine, on: prepared, share: Self.stageBlocks)
        end(tally.asked(of: job))
        try prepared.file.synchronize()
        last = tally
        checkDepth(tally, job, metrics: Self.metrics)
        let rate = SustainedRate(
            parts: tally.intervalBytes, part: job.intervalSeconds, partsMax: Self.parts)
        let written = Double(tally.nanoseconds) / 1e9
        let bytes = tally.issued * job.blockBytes
        if stage > Self.secondsMin, written < Self.secondsMin, bytes < Self.bytesMin {
            invalid["disk.sustained.level"] =
                "\(bytesText(bytes)) in \(DecimalText.fixed(written, places: 2)) s are no "
                + "sustained write"
        }
        tell(rate, of: tally)
        return [
            "disk.sustained": .series(SeriesSample(seconds: rate.seconds, values: rate.rates)),
            "disk.sustained.burst": .figure(rate.burst),
            "disk.sustained.last-window": .figure(rate.lastWindow),
            "disk.sustained.ratio": .figure(rate.burst > 0 ? rate.lastWindow / rate.burst : 0),
            "disk.sustained.level": .series(
                SeriesSample(seconds: rate.lastSeconds, values: rate.lastShares)),
        ]
    }

    private func tell(_ rate: SustainedRate, of tally: IOTally) {
        let written = "\(bytesText(tally.issued * job.blockBytes)) written"
        if let from = rate.steadyFrom, invalid["disk.sustained.level"] == nil {
            advise(
                "disk.steady",
                "level from second \(DecimalText.fixed(from, places: 1)) on, \(written)")
        } else {
            advise(
                "disk.not-steady",
                "a level rate was not reached in "
                    + "\(DecimalText.fixed(rate.seconds.last ?? 0, places: 1)) s, \(written): "
                    + "the disk may become slower still")
        }
    }

    override func check() throws(ProbeError) {
        guard let last else { throw .wrongAnswer("no block was measured") }
        if last.completed == 0 { throw .wrongAnswer("no I/O was completed") }
        try checkDevice()
        try checkContents(of: prepared, last, job.operation)
    }
}
