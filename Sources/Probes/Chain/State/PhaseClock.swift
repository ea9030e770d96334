import Chain
import Host
import Measurement
import Model

/// Times the phases of imports, one after the other, on the thread that does them.
///
/// Time inside storage reads is a part of `execute` and has a column of its own besides.
final class PhaseClock: ImportObserver {
    /// Names of the columns of wall time: the phases, then the storage reads.
    static let wallColumns = BlockPhase.columns
    /// Names of the columns of CPU time.
    static let cpuColumns = BlockPhase.allCases.map(\.rawValue)

    /// Seconds of the phases of each block, `wallColumns.count` a block.
    private(set) var wall: [Double] = []
    /// CPU seconds of this thread, `cpuColumns.count` a block.
    private(set) var cpu: [Double] = []
    /// Seconds that the hypervisor took from all CPUs during each block; empty = not reported.
    private(set) var stolen: [Double] = []
    /// How often this thread lost its CPU during each block; empty = not reported.
    private(set) var switches: [Double] = []

    private let timer: BlockTimer
    private var nanoseconds = [UInt64](repeating: 0, count: PhaseClock.wallColumns.count)
    private var cpuNanoseconds = [UInt64](repeating: 0, count: PhaseClock.cpuColumns.count)
    private var last: UInt64 = 0
    private var lastCPU: UInt64 = 0
    private var readStart: UInt64 = 0
    private var stolenBefore: StolenTime?
    private var switchesBefore: Int?

    init(_ timer: BlockTimer) { self.timer = timer }

    /// The number of blocks timed.
    var blocks: Int { wall.count / Self.wallColumns.count }

    /// Begins a block.
    func begin() {
        for index in nanoseconds.indices { nanoseconds[index] = 0 }
        for index in cpuNanoseconds.indices { cpuNanoseconds[index] = 0 }
        stolenBefore = StolenTime.now()
        switchesBefore = ProbeThread.involuntarySwitches
        lastCPU = ProbeThread.cpuNanoseconds
        last = timer.nanoseconds()
    }

    func ended(_ phase: BlockPhase) {
        let now = timer.nanoseconds()
        let cpu = ProbeThread.cpuNanoseconds
        let place = phase.place
        nanoseconds[place] &+= now &- last
        cpuNanoseconds[place] &+= cpu &- lastCPU
        lastCPU = cpu
        last = timer.nanoseconds()
    }

    /// Ends a call that did several phases at once: nanoseconds of those that are known, and the
    /// rest.
    ///
    /// CPU time is shared out as the wall time is.
    func ended(
        _ parts: [(phase: BlockPhase, nanoseconds: UInt64)], rest: BlockPhase,
        storageReads: UInt64
    ) {
        let total = timer.nanoseconds() &- last
        let cpu = ProbeThread.cpuNanoseconds
        let cpuTotal = Double(cpu &- lastCPU)
        let known = parts.reduce(0) { $0 &+ $1.nanoseconds }
        for (phase, time) in parts + [(rest, total > known ? total &- known : 0)] {
            nanoseconds[phase.place] &+= time
            cpuNanoseconds[phase.place] &+= UInt64(cpuTotal * Double(time) / Double(max(total, 1)))
        }
        nanoseconds[Self.wallColumns.count - 1] &+= storageReads
        lastCPU = cpu
        last = timer.nanoseconds()
    }

    func storageReadBegins() { readStart = timer.nanoseconds() }

    func storageReadEnds() {
        nanoseconds[Self.wallColumns.count - 1] &+= timer.nanoseconds() &- readStart
    }

    /// Ends a block whose figures are kept.
    func end() {
        wall += nanoseconds.map { Double($0) / 1e9 }
        cpu += cpuNanoseconds.map { Double($0) / 1e9 }
        if let before = switchesBefore, let now = ProbeThread.involuntarySwitches {
            switches.append(Double(now - before))
        }
        if let before = stolenBefore, let now = StolenTime.now(),
            let seconds = now.seconds(of: Array(before.secondsByCPU.keys), since: before)
        {
            stolen.append(seconds)
        }
    }

    /// Seconds of all phases of a block; the storage reads are a part of one of them.
    func total(_ block: Int) -> Double {
        let start = block * Self.wallColumns.count
        return wall[start..<start + BlockPhase.allCases.count].reduce(0, +)
    }

    /// The same but for finality, which in the node is another task's work.
    func totalBeforeFinality(_ block: Int) -> Double {
        total(block) - wall[block * Self.wallColumns.count + BlockPhase.finality.place]
    }

    private var blockLabels: [String] { (0..<blocks).map { String($0 + 1) } }

    /// Wall seconds by block and phase.
    var wallTable: Sample {
        .table(
            TableSample(
                axes: [
                    .init(name: "block", labels: blockLabels),
                    .init(name: "phase", labels: Self.wallColumns),
                ], values: wall))
    }

    /// CPU seconds by block and phase.
    var cpuTable: Sample {
        .table(
            TableSample(
                axes: [
                    .init(name: "block", labels: blockLabels),
                    .init(name: "phase", labels: Self.cpuColumns),
                ], values: cpu))
    }

    /// A value a block; no values at all where they could not be read.
    func table(_ values: [Double]) -> Sample {
        let labels = values.count == blocks ? blockLabels : []
        return .table(
            TableSample(
                axes: [.init(name: "block", labels: labels)],
                values: labels.isEmpty ? [] : values))
    }
}

extension BlockPhase {
    fileprivate var place: Int {
        switch self {
        case .decode: 0
        case .verify: 1
        case .execute: 2
        case .stateRoot: 3
        case .extrinsicsRoot: 4
        case .journal: 5
        case .commit: 6
        case .finality: 7
        }
    }
}
