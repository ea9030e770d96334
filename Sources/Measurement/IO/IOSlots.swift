internal import CPlatform
internal import Latency

/// What one thread of an engine has in flight, and what came of it.
///
/// Both engines count, time and check through it, so that their figures differ by how they ask the
/// kernel and by nothing else. Nothing in `begin` and `end` allocates, but for a rare fault.
struct IOSlots {
    /// Faults of all lanes together after which no further blocks are begun.
    ///
    /// Ours: a full disk refuses every block, and a thousand refusals tell no more than these.
    private static let faultsMax = 256
    /// Every so many completions a page is kept for the check.
    ///
    /// Ours: a prime, so that no pattern of slots hides from it; copying 4 KiB each 61 blocks of
    /// 4 KiB costs a thousandth.
    private static let sampleStride = 61
    /// The most pages that a lane keeps, the latest.
    private static let samplesMax = 64

    let job: IOJob
    let blocks: ScratchBlocks
    private(set) var tally = IOTally()
    /// Whether no further blocks are begun.
    private(set) var isEnding = false
    /// Whether what ends from now on is counted apart, since the queue is no longer kept full.
    private var isDraining = false

    private let memory: UnsafeMutableRawPointer
    private let slots: Range<Int>
    private let blockCount: Int
    private let pagesPerBlock: Int
    private let start: UInt64
    private let deadline: UInt64
    private let intervalNanoseconds: UInt64
    private var order: SeededGenerator
    private var generation: UInt32
    /// Blocks that each slot has begun.
    private var begunCount: [Int]
    /// Blocks that a random job has begun here, and may begin: the lane's slots' share of all.
    private var begunSum = 0
    private let begunMax: Int
    private var begun: [UInt64]
    private var current: [Int]
    private var sampleMemory: UnsafeMutableRawPointer
    private var samplePages: [Int]
    private var sampleCount = 0

    /// - Parameters:
    ///   - job: what all lanes do together.
    ///   - blocks: what the file's pages should hold.
    ///   - slots: the lane's own of 0..<`job.depth`.
    ///   - memory: a block for each slot of the job, page-aligned; for writes, full of patterns.
    ///   - generation: where the numbers of writes go on.
    ///   - start: when the job began, in nanoseconds.
    init(
        _ job: IOJob, blocks: ScratchBlocks, slots: Range<Int>, memory: UnsafeMutableRawPointer,
        generation: UInt32, start: UInt64
    ) {
        self.job = job
        self.blocks = blocks
        self.slots = slots
        self.memory = memory
        self.generation = generation
        self.start = start
        pagesPerBlock = job.blockBytes / ScratchBlocks.pageBytes
        blockCount = blocks.pageCount / pagesPerBlock
        precondition(blockCount >= job.depth, "a block of the file for each slot")
        deadline = start + UInt64(job.seconds * 1e9)
        intervalNanoseconds = UInt64(job.intervalSeconds * 1e9)
        if case .random(let seed) = job.order {
            order = SeededGenerator(seed: seed &+ UInt64(slots.lowerBound))
        } else {
            order = SeededGenerator(seed: 0)
        }
        begunCount = Array(repeating: 0, count: slots.count)
        begunMax =
            job.blocksMax.map { most in
                slots.reduce(0) { $0 + max(0, most - $1 + job.depth - 1) / job.depth }
            } ?? .max
        begun = Array(repeating: 0, count: slots.count)
        current = Array(repeating: -1, count: slots.count)
        sampleMemory = .allocate(
            byteCount: Self.samplesMax * ScratchBlocks.pageBytes, alignment: 64)
        samplePages = Array(repeating: -1, count: Self.samplesMax)
        tally.intervalBytes.reserveCapacity(4096)
    }

    /// Chooses the slot's next block and makes what is written to it.
    ///
    /// - Returns: its offset in the file, or nil if no further block is to be begun.
    @inline(__always)
    mutating func begin(_ slot: Int) -> Int? {
        if isEnding { return nil }
        // Slot s has the blocks s, s + depth, s + 2 x depth and so on, whatever the others do: two
        // writes of one block would leave it to chance which of them stays.
        let own = (blockCount - slot + job.depth - 1) / job.depth
        let block: Int
        switch job.order {
        case .random:
            if begunSum >= begunMax {
                isEnding = true
                return nil
            }
            begunSum += 1
            block = slot + job.depth * Int(order.next().multipliedFullWidth(by: UInt64(own)).high)
        case .sequential:
            let turn = begunCount[slot - slots.lowerBound]
            if let most = job.blocksMax, slot + job.depth * turn >= most {
                // What is still in flight has a queue that runs empty: it is no measurement.
                isDraining = job.operation == .write
                return nil
            }
            block = slot + job.depth * (turn % own)
            begunCount[slot - slots.lowerBound] = turn + 1
        }
        let address = memory + slot * job.blockBytes
        switch job.operation {
        case .read: break
        case .write:
            generation &+= 1
            blocks.stamp(
                block * pagesPerBlock, count: pagesPerBlock, pattern: slot * pagesPerBlock,
                generation: generation, into: address)
        case .fill: blocks.fill(block * pagesPerBlock, count: pagesPerBlock, into: address)
        }
        current[slot - slots.lowerBound] = block
        begun[slot - slots.lowerBound] = touchstone_monotonic_nanoseconds()
        return block * job.blockBytes
    }

    /// Takes what the kernel says of a slot's block: bytes moved, or -errno.
    @inline(__always)
    mutating func end(_ slot: Int, result: Int32) {
        var now = touchstone_monotonic_nanoseconds()
        let place = slot - slots.lowerBound
        let began = begun[place]
        if job.delay > 0 {
            let until = now + UInt64(Double(now - began) * job.delay)
            while now < until { now = touchstone_monotonic_nanoseconds() }
        }
        let block = current[place]
        guard result == job.blockBytes else {
            fault(result, block: block)
            return
        }
        // Each slot does one block at least, however slow the disk and short the time.
        if now > deadline, tally.completed >= slots.count {
            isEnding = true
            drain(began, now)
        } else if isDraining {
            drain(began, now)
        } else {
            tally.completed += 1
            tally.latencyNanosecondsSum += now - began
            tally.latencies.record(nanoseconds: now - began)
            tally.nanoseconds = now - start
            if intervalNanoseconds > 0 { count(now) }
            if now > deadline, tally.completed >= slots.count { isEnding = true }
        }
        if (tally.completed + tally.drained) % Self.sampleStride == 1 { keep(slot, block: block) }
    }

    /// Counts a block that ended after the job's time.
    private mutating func drain(_ began: UInt64, _ ended: UInt64) {
        tally.drained += 1
        tally.drainedSpans.append(began - start..<ended - start)
    }

    /// Begins no further blocks.
    mutating func stop() { isEnding = true }

    private mutating func count(_ now: UInt64) {
        let interval = Int((now - start) / intervalNanoseconds)
        while tally.intervalBytes.count <= interval { tally.intervalBytes.append(0) }
        tally.intervalBytes[interval] += job.blockBytes
    }

    private mutating func keep(_ slot: Int, block: Int) {
        let page = sampleCount % pagesPerBlock
        let place = sampleCount % Self.samplesMax
        (sampleMemory + place * ScratchBlocks.pageBytes).copyMemory(
            from: memory + slot * job.blockBytes + page * ScratchBlocks.pageBytes,
            byteCount: ScratchBlocks.pageBytes)
        samplePages[place] = block * pagesPerBlock + page
        sampleCount += 1
    }

    private mutating func fault(_ result: Int32, block: Int) {
        let code = result < 0 ? -result : 0
        // Nobody knows what a write that failed has left there.
        if job.operation != .read { blocks.forget(block * pagesPerBlock, count: pagesPerBlock) }
        let offset = block * job.blockBytes + Int(max(result, 0))
        if let index = tally.faults.firstIndex(where: { $0.errno == code }) {
            tally.faults[index].count += 1
        } else {
            tally.faults.append(.init(errno: code, count: 1, firstOffset: offset))
        }
        if tally.failed * job.depth >= Self.faultsMax * slots.count
            || touchstone_monotonic_nanoseconds() > deadline
        {
            isEnding = true
        }
    }

    /// The tally with the pages that were kept; the lane is used no more.
    mutating func finish() -> IOTally {
        for place in 0..<min(sampleCount, Self.samplesMax) {
            let bytes = UnsafeRawBufferPointer(
                start: sampleMemory + place * ScratchBlocks.pageBytes,
                count: ScratchBlocks.pageBytes)
            tally.samples.append(PageSample(page: samplePages[place], bytes: Array(bytes)))
        }
        sampleMemory.deallocate()
        return tally
    }
}
