internal import Files
internal import Glibc

/// Zeroed memory from the kernel, outside the heap, with a wish about its pages.
///
/// Its pages come when they are first touched, and lie where the touching thread runs.
package final class MappedMemory: @unchecked Sendable {
    // SAFETY: addresses only, constant; who shares the memory between threads gives them disjoint
    // ranges.
    /// Which pages are wished for.
    package enum Pages: String, CaseIterable, Sendable {
        /// The kernel's base pages, 4 KiB on x86-64.
        case base
        /// Transparent huge pages, 2 MiB on x86-64; only a wish, so see ``hugeBytes()``.
        case huge
    }

    /// Alignment of the start: a huge page.
    private static let alignment = 2 << 20

    package let bytes: UnsafeMutableRawBufferPointer
    private let mapping: UnsafeMutableRawBufferPointer

    /// - Throws: `system` when the kernel refuses.
    package init(byteCount: Int, pages: Pages) throws(ProbeError) {
        precondition(byteCount > 0, "memory has a size")
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let used = (byteCount + page - 1) / page * page
        // Room to align in, and at least a page at both ends that keeps the kernel from joining
        // this mapping with a neighbour: smaps then tells of this one alone.
        let whole = used + 2 * Self.alignment
        guard let start = mmap(nil, whole, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            start != MAP_FAILED
        else {
            throw .system(
                operation: "map", subject: "\(whole >> 20) MiB of memory", errno: errno)
        }
        mapping = UnsafeMutableRawBufferPointer(start: start, count: whole)
        let aligned = (start + 1).alignedUp(toMultipleOf: Self.alignment)
        bytes = UnsafeMutableRawBufferPointer(start: aligned, count: byteCount)
        if mprotect(aligned, used, PROT_READ | PROT_WRITE) != 0 {
            let code = errno
            munmap(start, whole)
            throw .system(operation: "use", subject: "\(used >> 20) MiB of memory", errno: code)
        }
        // Refused where the kernel has no transparent huge pages: then there are none anyhow.
        madvise(aligned, used, pages == .huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE)
    }

    deinit { munmap(mapping.baseAddress, mapping.count) }

    /// Bytes of it that lie in transparent huge pages now; `nil` = /proc does not tell.
    package func hugeBytes() -> Int? { PageReport.current(of: bytes)?.hugeBytes }
}

/// What pages a range of memory lies in, by /proc/self/smaps.
package struct PageReport: Sendable, Equatable {
    /// Bytes of the range's mappings that are present.
    package var residentBytes = 0
    /// Bytes of them in transparent huge pages.
    package var hugeBytes = 0
    /// Size of the mappings' pages as the kernel keeps them; the largest where they differ.
    package var pageBytes = 0

    package init(residentBytes: Int = 0, hugeBytes: Int = 0, pageBytes: Int = 0) {
        self.residentBytes = residentBytes
        self.hugeBytes = hugeBytes
        self.pageBytes = pageBytes
    }

    /// The live pages behind `range`; `nil` = not readable.
    package static func current(of range: UnsafeMutableRawBufferPointer) -> PageReport? {
        guard let base = range.baseAddress, let text = try? FileBytes.text("/proc/self/smaps")
        else { return nil }
        let start = UInt(bitPattern: base)
        return parse(text, from: start, to: start + UInt(range.count))
    }

    /// The sum over the mappings that overlap the addresses; `nil` when there is none.
    ///
    /// - Source: Linux Documentation/filesystems/proc.rst, "/proc/PID/smaps".
    package static func parse(_ text: String, from start: UInt, to end: UInt) -> PageReport? {
        var report = PageReport()
        var isFound = false
        var isInside = false
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            let words = line.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
            guard let first = words.first else { continue }
            if !first.hasSuffix(":") {
                let ends = first.split(separator: "-").compactMap { UInt($0, radix: 16) }
                isInside = ends.count == 2 && ends[0] < end && ends[1] > start
                isFound = isFound || isInside
            } else if isInside, words.count >= 2, let kibibytes = Int(words[1]) {
                switch first {
                case "Rss:": report.residentBytes += kibibytes << 10
                case "AnonHugePages:": report.hugeBytes += kibibytes << 10
                case "KernelPageSize:":
                    report.pageBytes = max(report.pageBytes, kibibytes << 10)
                default: break
                }
            }
        }
        return isFound ? report : nil
    }
}
