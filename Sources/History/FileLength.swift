internal import Foundation

/// Whether a database file has the length that its header tells.
///
/// SQLite reads what is missing of a last page as zeros, and would find no fault.
enum FileLength {
    /// How every database begins.
    private static let mark = Array("SQLite format 3\0".utf8)

    /// What is wrong, or `nil` when nothing is, or nothing can be told.
    ///
    /// A file beside a log that a killed writer left is not looked at: the log makes it whole.
    ///
    /// - Source: SQLite, Database File Format, 1.3: page size at byte 16, pages at byte 28.
    static func fault(path: String) -> String? {
        let logBytes = size(path + "-wal") ?? 0
        // The header first: a file that another process lets grow meanwhile is no fault.
        guard logBytes == 0, let file = FileHandle(forReadingAtPath: path),
            let header = try? file.read(upToCount: 100), header.count == 100,
            header.starts(with: mark), let length = size(path)
        else { return nil }
        func bigEndian(_ range: Range<Int>) -> Int {
            range.reduce(0) { $0 << 8 | Int(header[header.startIndex + $1]) }
        }
        // 1 stands for 65,536, which two bytes cannot hold.
        let pageBytes = bigEndian(16..<18) == 1 ? 1 << 16 : bigEndian(16..<18)
        let expected = pageBytes * bigEndian(28..<32)
        return length < expected ? "cut off after \(length) of \(expected) bytes" : nil
    }

    /// Whether a file begins as no database does.
    ///
    /// An empty one becomes a database, and one with a log beside it is not looked at.
    static func isOther(path: String) -> Bool {
        guard (size(path + "-wal") ?? 0) == 0, let file = FileHandle(forReadingAtPath: path),
            let head = try? file.read(upToCount: mark.count), !head.isEmpty
        else { return false }
        return !mark.starts(with: head)
    }

    private static func size(_ path: String) -> Int? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.intValue
    }
}
