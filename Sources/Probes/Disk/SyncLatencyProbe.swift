internal import Glibc
internal import Host
package import Measurement
internal import Model

/// How long one small append takes to be on stable storage: by fdatasync, and by O_DSYNC.
///
/// 2,300 bytes a write as etcd's own disk check does, since a block's commit to the database's log
/// is of this kind. For fdatasync the call alone is timed, as fio and etcd time it; with O_DSYNC
/// the write itself waits.
package struct SyncLatencyProbe: Probe {
    package init() {}

    package let descriptor = ProbeDescriptor(
        id: "disk.sync.latency", methodVersion: 1,
        metrics: [
            MetricDefinition(
                id: "disk.sync.latency.fdatasync", unit: .seconds, direction: .lowerIsBetter,
                title: "fdatasync after 2,300 B", form: .distribution),
            MetricDefinition(
                id: "disk.sync.latency.dsync", unit: .seconds, direction: .lowerIsBetter,
                title: "O_DSYNC write of 2,300 B", form: .distribution),
        ],
        why: "Each imported block is committed to the database's log before the next is begun.",
        source: "etcd's disk check: fio --rw=write --fdatasync=1 --bs=2300 --size=22m",
        cost: Cost(
            memoryBytes: 1 << 20,
            disk: .appends(
                bytes: 2 * SyncLatencySession.fileBytes,
                perSecond: SyncLatencySession.appendsPerSecondMax
                    * SyncLatencySession.appendBytes)))

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        guard let scratch = environment.scratch else { throw .unavailable("no disk was named") }
        return try SyncLatencySession(
            plain: try scratch.makeFile(), synchronous: try scratch.makeFile(.synchronous),
            mustBeProven: environment.demandsProof && environment.scale != .smoke,
            seed: environment.seed)
    }
}

/// Appends to two files of its own, one for each way to wait.
final class SyncLatencySession: DiskSession {
    static let appendBytes = 2300
    /// Appends in a second that a fast disk does, for the plan of what is written.
    ///
    /// Ours: each waits for its data and then for the journal's record of the file's growth, 20 µs
    /// or more each where the drive's power is backed.
    static let appendsPerSecondMax = 20_000
    /// After so many bytes a file begins anew.
    ///
    /// - Source: etcd's check, `--size=22m`.
    static let fileBytes = 22 << 20

    /// A file that grows by appends.
    private final class Log {
        let file: ScratchFile
        /// Which append each place holds; place n begins at n x 2,300.
        var generations: [Int] = []
        var count: Int { generations.count }

        init(_ file: ScratchFile) { self.file = file }
    }

    private let plain: Log
    private let synchronous: Log
    private let data: RandomBytes
    private var appended = 0

    init(
        plain: ScratchFile, synchronous: ScratchFile, mustBeProven: Bool, seed: UInt64
    ) throws(ProbeError) {
        self.plain = Log(plain)
        self.synchronous = Log(synchronous)
        data = RandomBytes(count: 1 << 20, seed: seed)
        try super.init(DiskPlace(plain, mustBeProven: mustBeProven))
        parameters = [
            "appendBytes": String(Self.appendBytes), "fileBytes": String(Self.fileBytes),
            "timed": "fdatasync alone; the O_DSYNC write", "threads": "1",
        ]
    }

    override func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        begin()
        let first = appended
        let flushed = try timer.latencies(share: 0.5) { (clock) throws(ProbeError) in
            try append(to: plain)
            let start = clock.nanoseconds()
            try plain.file.synchronizeData()
            return clock.nanoseconds() &- start
        }
        let waited = try timer.latencies(share: 0.5) { (clock) throws(ProbeError) in
            let start = clock.nanoseconds()
            try append(to: synchronous)
            return clock.nanoseconds() &- start
        }
        let syncs = appended - first
        end(.init(writtenBytes: syncs * Self.appendBytes, syncs: syncs))
        return [
            "disk.sync.latency.fdatasync": flushed.sample,
            "disk.sync.latency.dsync": waited.sample,
        ]
    }

    private func append(to log: Log) throws(ProbeError) {
        if (log.count + 1) * Self.appendBytes > Self.fileBytes {
            try log.file.truncate()
            log.generations.removeAll(keepingCapacity: true)
        }
        log.generations.append(appended)
        try log.file.writeAll(text(appended))
        appended += 1
    }

    /// What append number n holds.
    private func text(_ number: Int) -> UnsafeRawBufferPointer {
        let start = number &* 8191 % (data.bytes.count - Self.appendBytes)
        return UnsafeRawBufferPointer(
            rebasing: data.bytes[start..<start + Self.appendBytes])
    }

    /// Every append reads as it was written, and the device was given each before the next.
    override func check() throws(ProbeError) {
        if appended == 0 { throw .wrongAnswer("nothing was appended") }
        try checkDevice()
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.appendBytes, alignment: 64)
        defer { bytes.deallocate() }
        for log in [plain, synchronous] {
            // The last of them and a few before; the page cache may answer.
            for place in Set([0, log.count / 2, log.count - 1]) where place >= 0 {
                try log.file.read(into: bytes, at: place * Self.appendBytes)
                guard let base = bytes.baseAddress,
                    let expected = text(log.generations[place]).baseAddress
                else { continue }
                if memcmp(base, expected, Self.appendBytes) != 0 {
                    throw .wrongAnswer("append \(place) differs from what was written")
                }
            }
        }
    }

    /// Overwrites an append behind the session's back, for its test.
    func corrupt() throws(ProbeError) {
        try plain.file.seek(to: (plain.count - 1) * Self.appendBytes)
        try plain.file.writeAll(text(appended + 1))
    }
}
