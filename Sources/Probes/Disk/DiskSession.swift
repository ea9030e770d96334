// Here: probes of the disk under test.
// May use: the engines of reads and writes, counters of devices.
// Never: a limit, a clock.

internal import Glibc
internal import Host
internal import Measurement
internal import Model

/// Where a disk probe works.
struct DiskPlace {
    /// Of the scratch files.
    let directory: String
    /// One of them, for the device that it lies on.
    let file: ScratchFile
    /// Whether a figure without proof is refused.
    let mustBeProven: Bool
    /// What is not proven of the file; nil means nothing.
    let doubt: String?

    init(_ prepared: PreparedFile) {
        directory = prepared.directory
        file = prepared.file
        mustBeProven = prepared.request.mustBeProven
        doubt = prepared.doubt
    }

    init(_ file: ScratchFile, mustBeProven: Bool) {
        directory = file.subject
        self.file = file
        self.mustBeProven = mustBeProven
        doubt = nil
    }
}

/// What the sessions of the disk probes have in common: the counters of the device, and the proof
/// after each block.
class DiskSession: ProbeSession {
    /// Blocks in flight must reach this share of the nominal number, by Little's law.
    ///
    /// - Source: Ours: a queue that is not kept full is another, easier job.
    static let depthShareMin = 0.95

    /// Pages of the file that a check reads back besides those that the block touched.
    private static let pagesReadBack = 16

    let place: DiskPlace
    var parameters: [String: String] = [:]
    var implementation: Implementation?
    private(set) var advisories: [Advisory] = []
    var invalid: [MetricID: String] = [:]
    /// Reads the device's counters, nil if there are none; replaced by tests.
    var counters: () -> DeviceCounters?
    /// Whether counters that stand still may be switched off.
    var countersMayBeOff: Bool
    /// Whether the filesystem takes no more writes; replaced by tests.
    var isReadOnly: () -> Bool
    private var before: DeviceCounters?
    private var issued = WorkProof.Issued()
    private var growth: DeviceCounters?
    private var picks = SeededGenerator(seed: 1)
    private var shallowBlocks = 0

    /// - Throws: `unmeasurable` where the device has no counters and they must be.
    init(_ place: DiskPlace, refusal: String? = nil) throws(ProbeError) {
        self.place = place
        let meter = DeviceMeter.behind(descriptor: place.file.descriptor)
        counters = { meter?.read() }
        isReadOnly = { place.file.isReadOnly }
        countersMayBeOff = meter?.saysOff ?? false
        var doubts = [place.doubt].compactMap(\.self)
        if let why = Self.obstacle(to: meter) {
            if place.mustBeProven { throw Self.unproven(place.directory, why) }
            doubts.append(why)
        }
        if !doubts.isEmpty {
            advise(
                "disk.unproven",
                "not proven to be a disk's work: \(doubts.joined(separator: "; "))")
        }
        if let refusal {
            advise(
                "disk.engine",
                "\(refusal), so threads do the work: some per cent slower, and never compared "
                    + "with io_uring's figures")
        }
    }

    /// Why a device's counters would prove nothing; nil if they may.
    static func obstacle(to meter: DeviceMeter?) -> String? {
        guard let meter else {
            return "the filesystem's device has no counters (/sys/dev/block/*/stat)"
        }
        return meter.cachingLoop.map {
            "\($0) answers from the page cache; give it to the disk itself with "
                + "losetup --direct-io=on /dev/\($0)"
        }
    }

    static func unproven(_ directory: String, _ why: String) -> ProbeError {
        .unmeasurable("cannot tell whether a disk answers in \(directory): \(why)")
    }

    /// Says something once; a later text of the same id takes the place of the earlier.
    func advise(_ id: String, _ text: String) {
        advisories.removeAll { $0.id == id }
        advisories.append(Advisory(id: id, text: text))
    }

    /// Reads the device's counters before a block.
    func begin() {
        before = counters()
        growth = nil
        issued = .init()
        invalid = [:]
    }

    /// Reads them after it, and notes what the block asked for.
    func end(_ work: WorkProof.Issued) {
        issued = work
        guard let before, let after = counters() else { return }
        let difference = after - before
        let stoodStill =
            difference.readBytes == 0 && difference.writtenBytes == 0 && difference.writes == 0
        growth = stoodStill && countersMayBeOff ? nil : difference
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        preconditionFailure("each disk probe measures its own")
    }

    func check() throws(ProbeError) { try checkDevice() }

    /// The device did what was asked of it.
    func checkDevice() throws(ProbeError) {
        // Told apart from a cache's work: nothing reaches a device behind such a filesystem.
        if issued.writtenBytes > 0, isReadOnly() {
            throw .system(
                operation: "write to a scratch file in", subject: place.directory, errno: EROFS)
        }
        switch WorkProof.judge(issued, device: growth) {
        case .refuted(let why): throw .wrongAnswer(why)
        case .silent:
            if place.mustBeProven {
                throw .unmeasurable(
                    "cannot tell whether a disk answers in \(place.directory): its counters "
                        + "cannot be read, or are switched off (queue/iostats)")
            }
        case .proven(let bytes) where bytes > 0:
            let own = issued.readBytes + issued.writtenBytes
            advise(
                "disk.foreign",
                "others made the disk move \(bytesText(bytes)) besides the \(bytesText(own)) that "
                    + "one block asked for")
        case .proven: break
        }
    }

    /// The queue was kept as full as the job says; where it was not, the block does not count.
    func checkDepth(_ tally: IOTally, _ job: IOJob, metrics: [MetricID]) {
        guard job.depth > 1, tally.effectiveDepth < Self.depthShareMin * Double(job.depth) else {
            return
        }
        let tenths = Int(tally.effectiveDepth * 10)
        let why = "\(tenths / 10).\(tenths % 10) of \(job.depth) blocks were in flight on average"
        for metric in metrics { invalid[metric] = why }
        shallowBlocks += 1
        advise(
            "disk.depth",
            "the queue was not kept full in \(shallowBlocks) blocks, which do not count (\(why))")
    }

    /// What was read is what had been written there; pages are read back where it was written.
    func checkContents(
        of prepared: PreparedFile, _ tally: IOTally, _ operation: IOJob.Operation
    ) throws(ProbeError) {
        if operation == .read {
            for sample in tally.samples {
                let fault = sample.bytes.withUnsafeBytes { bytes in
                    bytes.baseAddress.flatMap { prepared.blocks.difference(sample.page, $0) }
                }
                if let fault { throw wrong(sample.page, fault) }
            }
            return
        }
        try readBack(
            prepared,
            tally.samples.map(\.page)
                + (0..<Self.pagesReadBack).map { _ in
                    Int.random(in: 0..<prepared.blocks.pageCount, using: &picks)
                })
    }

    private func readBack(_ prepared: PreparedFile, _ pages: [Int]) throws(ProbeError) {
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: ScratchBlocks.pageBytes, alignment: ScratchBlocks.pageBytes)
        defer { bytes.deallocate() }
        for page in pages {
            try prepared.file.read(into: bytes, at: page * ScratchBlocks.pageBytes)
            guard let base = bytes.baseAddress else { return }
            if let fault = prepared.blocks.difference(page, base) { throw wrong(page, fault) }
        }
    }

    private func wrong(_ page: Int, _ fault: String) -> ProbeError {
        .wrongAnswer("page \(page) of the scratch file \(fault)")
    }
}
