package import Measurement
internal import Model

/// One buffered write of 64 MiB and an fsync, over and over in one file, as the node's `Seq Write`.
///
/// The page cache lies in its way; what it tells is how fast the device takes a burst of
/// sequential data to stable storage.
package struct SequentialWriteProbe: Probe {
    package init() {}

    package let descriptor = ProbeDescriptor(
        id: "disk.write.sequential.buffered", methodVersion: 1,
        metrics: [
            MetricDefinition(
                id: "disk.write.sequential.buffered", unit: .bytesPerSecond,
                direction: .higherIsBetter, title: "Sequential write")
        ],
        why: "The database's log and its compactions are long sequential writes.",
        source: "polkadot-sdk 849e35382c, sc-sysinfo: DiskSeqWrite, 64 MiB write and sync",
        cost: Cost(memoryBytes: 65 << 20, disk: .own(bytes: 64 << 20)))

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        guard let scratch = environment.scratch else { throw .unavailable("no disk was named") }
        return SequentialWriteSession(
            file: try scratch.makeFile(),
            data: RandomBytes(
                count: environment.scale == .reference ? 64 << 20 : 1 << 20,
                seed: environment.seed))
    }
}

/// The file and the data that is written to it.
final class SequentialWriteSession: ProbeSession {
    let parameters: [String: String]
    let data: RandomBytes
    private let file: ScratchFile

    init(file: ScratchFile, data: RandomBytes) {
        self.file = file
        self.data = data
        parameters = [
            "writeBytes": String(data.bytes.count), "synchronize": "fsync", "threads": "1",
        ]
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        let sample = try timer.rate(
            workPerIteration: Double(data.bytes.count)
        ) { () throws(ProbeError) in
            try file.writeAll(UnsafeRawBufferPointer(data.bytes))
            try file.synchronize()
            try file.seek(to: 0)
        }
        return ["disk.write.sequential.buffered": sample]
    }

    func check() throws(ProbeError) {
        try file.checkWritable()
        try file.expectContents(data.bytes.count) { (data.start + $0, data.start + $0 + 2048) }
    }
}
