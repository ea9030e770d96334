internal import Files

/// What the header of a database file says, read without opening it as one.
///
/// SQLite reads what is missing of a last page as zeros, and would find no fault.
///
/// - Source: SQLite, Database File Format, 1.3: page size at byte 16, the version that may write at
///   byte 18 (2 = write-ahead log), pages at byte 28.
struct FileHeader {
    /// How every database begins.
    private static let mark = Array("SQLite format 3\0".utf8)

    private let bytes: [UInt8]
    private let byteCount: Int
    /// Bytes of the write-ahead log beside it, which a killed writer leaves.
    let logBytes: Int

    /// The head of the file at a path without links; nil if there is none, or it cannot be read.
    init?(path: String) {
        logBytes = FileFacts(path + "-wal")?.byteCount ?? 0
        // The header first: a file that another process lets grow meanwhile is no fault.
        guard let bytes = try? FileBytes.read(path, bytesMax: 100),
            let facts = FileFacts(path)
        else { return nil }
        self.bytes = bytes
        byteCount = facts.byteCount
    }

    var isEmpty: Bool { bytes.isEmpty }

    /// Whether it begins as no database does.
    ///
    /// An empty one becomes a database, and one with a log beside it is not looked at.
    var isOther: Bool {
        logBytes == 0 && !bytes.isEmpty
            && !Self.mark.starts(with: bytes.prefix(Self.mark.count))
    }

    /// Whether its writers use a write-ahead log, as those of version 0.1.0 did.
    var hasLog: Bool { bytes.count == 100 && bytes[18] == 2 }

    /// What is wrong with its length, or nil when nothing is, or nothing can be determined.
    ///
    /// A file beside a log that a killed writer left is not looked at: the log makes it whole.
    var fault: String? {
        guard logBytes == 0, bytes.count == 100, bytes.starts(with: Self.mark) else { return nil }
        func bigEndian(_ range: Range<Int>) -> Int {
            range.reduce(0) { $0 << 8 | Int(bytes[$1]) }
        }
        // 1 stands for 65,536, which two bytes cannot hold.
        let pageBytes = bigEndian(16..<18) == 1 ? 1 << 16 : bigEndian(16..<18)
        let expected = pageBytes * bigEndian(28..<32)
        return byteCount < expected ? "cut off after \(byteCount) of \(expected) bytes" : nil
    }
}
