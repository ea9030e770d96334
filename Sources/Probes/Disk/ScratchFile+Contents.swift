internal import Glibc
import Measurement

extension ScratchFile {
    /// Reads the file back in pages and holds each against what should be there.
    ///
    /// The page cache may answer: this proves what was written, not where it lies.
    ///
    /// - Parameters:
    ///   - count: bytes from the start of the file, a multiple of 4,096.
    ///   - expected: the address of the 4,096 bytes that should be at an offset, in two halves.
    /// - Throws: `wrongAnswer` naming the offset of the first half page that differs.
    func expectContents(
        _ count: Int,
        _ expected: (Int) -> (UnsafeRawPointer, UnsafeRawPointer)
    ) throws(ProbeError) {
        let half = 2048
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
        defer { chunk.deallocate() }
        for start in stride(from: 0, to: count, by: chunk.count) {
            let part = UnsafeMutableRawBufferPointer(
                rebasing: chunk[..<min(chunk.count, count - start)])
            guard let base = part.baseAddress else { return }
            try read(into: part, at: start)
            for page in stride(from: 0, to: part.count, by: 2 * half) {
                let (first, second) = expected(start + page)
                if memcmp(base + page, first, half) != 0 {
                    throw .wrongAnswer("the scratch file differs at offset \(start + page)")
                }
                if memcmp(base + page + half, second, half) != 0 {
                    throw .wrongAnswer("the scratch file differs at offset \(start + page + half)")
                }
            }
        }
    }
}
