package import Latency

/// What an engine does in one phase.
package struct IOJob: Sendable {
    /// What is done with each block.
    package enum Operation: String, Sendable {
        case read
        /// The slot's pages, stamped with the block's number and generation.
        case write
        /// The first contents of a file, block after block, each from its own seed.
        case fill
    }

    /// Which block comes next; of two slots no one meets the other's blocks.
    package enum Order: Sendable, Equatable {
        /// Uniform over the file.
        case random(seed: UInt64)
        /// One after another and from the start again, the slots taking turns.
        case sequential
    }

    package var operation: Operation
    package var order: Order
    /// Bytes of one I/O; a multiple of 4,096.
    package var blockBytes: Int
    /// Blocks that are in flight at any time.
    package var depth: Int
    /// When no further blocks are begun, in seconds from the start; each slot does one at least.
    package var seconds: Double
    /// Blocks after which no further ones are begun; nil means only time ends it.
    package var blocksMax: Int?
    /// Completions that are taken between two submissions, 1 or more.
    ///
    /// Measured with fio 3.33 beside it: at 1, which is fio's own habit, IOPS are within some per
    /// cent of fio's; at 4 system CPU time falls by a quarter and IOPS by some per cent.
    package var reapMax = 1
    /// How many blocks' worth of writing it may do where writing is limited; more than 1 for a
    /// stage.
    package var writeShares = 1
    /// How much longer each I/O is made to take, as a fraction of it; 0 but for self-tests.
    package var delay = 0.0
    /// Length of the intervals in which bytes are counted, in seconds; 0 = they are not.
    package var intervalSeconds = 0.0

    /// A job that ends by time, unless `blocksMax` is given.
    package init(
        _ operation: Operation, _ order: Order, blockBytes: Int, depth: Int, seconds: Double,
        blocksMax: Int? = nil
    ) {
        precondition(blockBytes > 0 && blockBytes % ScratchBlocks.pageBytes == 0, "whole pages")
        precondition(depth >= 1, "something is in flight")
        self.operation = operation
        self.order = order
        self.blockBytes = blockBytes
        self.depth = depth
        self.seconds = seconds
        self.blocksMax = blocksMax
    }
}

/// What an engine did in one phase.
package struct IOTally: Sendable {
    /// Blocks that did not do what was asked.
    package struct Fault: Sendable, Equatable {
        /// The errno, or 0 where fewer bytes were moved than asked for.
        package var errno: Int32
        package var count: Int
        /// Where in the file the first of them was, in bytes.
        package var firstOffset: Int

        package init(errno: Int32, count: Int, firstOffset: Int) {
            self.errno = errno
            self.count = count
            self.firstOffset = firstOffset
        }
    }

    /// Whole blocks that ended within the phase's time.
    package var completed = 0
    /// Whole blocks that ended after it, while the queue ran empty.
    package var drained = 0
    /// From when to when each of `drained` was in flight, in nanoseconds since the first
    /// submission.
    package var drainedSpans: [Range<UInt64>] = []
    /// The sum of the latencies of `completed`, in nanoseconds.
    package var latencyNanosecondsSum: UInt64 = 0
    /// One value for each of `completed`, in nanoseconds.
    package var latencies = LatencyHistogram()
    /// From the first submission to the last of `completed`, in nanoseconds.
    package var nanoseconds: UInt64 = 0
    /// Bytes completed in each interval of the job; the last may be cut short.
    package var intervalBytes: [Int] = []
    /// One entry an errno, in the order of the first of each.
    package var faults: [Fault] = []
    /// Blocks of which a page was kept to be held against what should be in it.
    package var samples: [PageSample] = []

    package init() {}

    /// Blocks that were submitted in all.
    package var issued: Int { completed + drained + failed }

    /// Blocks that failed.
    package var failed: Int { faults.reduce(0) { $0 + $1.count } }

    /// Bytes that were to be written, those of failed blocks too.
    func writtenBytes(by job: IOJob) -> Int {
        job.operation == .read ? 0 : issued * job.blockBytes
    }

    /// Blocks a second.
    package var perSecond: Double { Double(completed) / (Double(max(nanoseconds, 1)) / 1e9) }

    /// Mean latency in seconds; 0 when nothing was completed.
    package var meanSeconds: Double {
        completed == 0 ? 0 : Double(latencyNanosecondsSum) / Double(completed) / 1e9
    }

    /// Blocks that were in flight on average, by Little's law.
    ///
    /// Time in flight by time: what was still in flight when the last of `completed` ended counts
    /// until then, or a slow disk would seem to have an empty queue. A slot that stayed empty shows
    /// here; that a completion was taken late does not, since it is part of the latency.
    package var effectiveDepth: Double {
        let still = drainedSpans.reduce(0) { $0 + UInt64($1.clamped(to: 0..<nanoseconds).count) }
        return Double(latencyNanosecondsSum + still) / Double(max(nanoseconds, 1))
    }
}

/// A page that was read, or that a block held when it was read.
package struct PageSample: Sendable, Equatable {
    /// Number of the page in the file.
    package var page: Int
    /// Its 4,096 bytes.
    package var bytes: [UInt8]

    package init(page: Int, bytes: [UInt8]) {
        self.page = page
        self.bytes = bytes
    }
}
