import Primitives

/// The accounts of a state in the 256 ranges of their keys: one for each first byte behind the
/// common beginning.
///
/// 16 bytes an account: its number, and the first 8 bytes of its key's hash, which order it.
package struct StateIndex: Sendable {
    /// An account and the first 8 bytes of its key's hash, as a number that sorts as they do.
    struct Position: Sendable {
        var beginning: UInt64
        var account: UInt32
    }

    /// Some accounts, those of a range together.
    struct Chunk: Sendable {
        var positions: [Position]
        /// Where each range begins, and behind the last its end.
        var starts: [Int]
    }

    /// The number of ranges of accounts.
    package static let rangeCount = 256

    private let chunks: [Chunk]

    /// Accounts of a chunk: small enough that its threads end together; ours.
    private static let chunkAccounts = 1 << 16

    /// Orders `accounts` accounts by the first bytes that `beginning` tells of each.
    init<Failure>(
        accounts: Int, threads: Int,
        beginning: @Sendable (Range<Int>) throws(Failure) -> [UInt64]
    ) throws(Failure) {
        let count = (accounts + Self.chunkAccounts - 1) / Self.chunkAccounts
        chunks = try Workers.map(threads: threads, count: count) { (chunk) throws(Failure) in
            let first = chunk * Self.chunkAccounts
            let end = min(accounts, first + Self.chunkAccounts)
            return Chunk(try beginning(first..<end), first: first)
        }
    }

    /// The accounts of a range, in the order of their numbers.
    func positions(of range: Int) -> [Position] {
        var result: [Position] = []
        result.reserveCapacity(
            chunks.reduce(0) { $0 + $1.starts[range + 1] - $1.starts[range] })
        for chunk in chunks {
            result += chunk.positions[chunk.starts[range]..<chunk.starts[range + 1]]
        }
        return result
    }
}

extension StateIndex.Chunk {
    /// Puts the accounts of each range together.
    init(_ beginnings: [UInt64], first: Int) {
        var starts = [Int](repeating: 0, count: StateIndex.rangeCount + 1)
        for beginning in beginnings { starts[Int(beginning >> 56) + 1] += 1 }
        for range in 1..<starts.count { starts[range] += starts[range - 1] }
        var next = starts
        positions = [StateIndex.Position](
            repeating: .init(beginning: 0, account: 0), count: beginnings.count)
        for (index, beginning) in beginnings.enumerated() {
            let range = Int(beginning >> 56)
            positions[next[range]] = .init(beginning: beginning, account: UInt32(first + index))
            next[range] += 1
        }
        self.starts = starts
    }
}
