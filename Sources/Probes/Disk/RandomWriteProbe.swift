package import Measurement
internal import Model

/// 16,384 buffered writes of 2 KiB at shuffled multiples of 4 KiB and one fsync: `Rnd Write`.
///
/// Half a page a write, so that neighbours are not joined and every page is read before it is
/// changed; the one fsync means that this is no figure for sync latency, and none for reads.
package struct RandomWriteProbe: Probe {
    package init() {}

    package let descriptor = ProbeDescriptor(
        id: "disk.write.random.buffered", methodVersion: 1,
        metrics: [
            MetricDefinition(
                id: "disk.write.random.buffered", unit: .bytesPerSecond,
                direction: .higherIsBetter, title: "Random write")
        ],
        why: "Trie nodes are written all over the database's files.",
        source: "polkadot-sdk 849e35382c, sc-sysinfo: DiskRndWrite, 16,384 x 2 KiB and sync",
        cost: Cost(memoryBytes: 65 << 20, disk: .own(bytes: 64 << 20)))

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        guard let scratch = environment.scratch else { throw .unavailable("no disk was named") }
        let session = RandomWriteSession(
            file: try scratch.makeFile(), pages: environment.scale == .reference ? 16_384 : 256,
            seed: environment.seed, cancellation: environment.cancellation)
        try session.prefill()
        return session
    }
}

/// The file, what it is filled with before, and what is written over half of it.
final class RandomWriteSession: ProbeSession {
    static let pageBytes = 4096
    static let writeBytes = 2048

    let parameters: [String: String]
    let data: RandomBytes
    private let before: RandomBytes
    private let file: ScratchFile
    private let offsets: [Int]
    private let cancellation: Cancellation

    init(file: ScratchFile, pages: Int, seed: UInt64, cancellation: Cancellation) {
        self.file = file
        self.cancellation = cancellation
        data = RandomBytes(count: pages * Self.pageBytes, seed: seed)
        before = RandomBytes(count: pages * Self.pageBytes, seed: ~seed)
        var order = SeededGenerator(seed: seed)
        offsets = (0..<pages).map { $0 * Self.pageBytes }.shuffled(using: &order)
        parameters = [
            "fileBytes": String(data.bytes.count), "writeBytes": String(Self.writeBytes),
            "writesPerSync": String(pages), "synchronize": "fsync", "threads": "1",
        ]
    }

    /// Fills the file with other data than will be written, so that the check can see each write.
    func prefill() throws(ProbeError) {
        try file.writeAll(UnsafeRawBufferPointer(before.bytes))
        try file.synchronize()
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        let work = Double(offsets.count * Self.writeBytes)
        let sample = try timer.rate(workPerIteration: work) { () throws(ProbeError) in
            for offset in offsets {
                // A slow disk may take seconds for one pass, and an interrupt must not wait.
                try cancellation.check()
                try file.seek(to: offset)
                try file.writeAll(
                    UnsafeRawBufferPointer(rebasing: data.bytes[offset..<offset + Self.writeBytes]))
            }
            try file.synchronize()
        }
        return ["disk.write.random.buffered": sample]
    }

    func check() throws(ProbeError) {
        try file.checkWritable()
        try file.expectContents(data.bytes.count) {
            (data.start + $0, before.start + $0 + Self.writeBytes)
        }
    }
}
