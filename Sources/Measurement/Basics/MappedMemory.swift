internal import Glibc
internal import Model

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
        /// Transparent huge pages, 2 MiB on x86-64; only a wish.
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
                operation: "map", subject: "\(bytesText(whole)) of memory", errno: errno)
        }
        mapping = UnsafeMutableRawBufferPointer(start: start, count: whole)
        let aligned = (start + 1).alignedUp(toMultipleOf: Self.alignment)
        bytes = UnsafeMutableRawBufferPointer(start: aligned, count: byteCount)
        if mprotect(aligned, used, PROT_READ | PROT_WRITE) != 0 {
            let code = errno
            munmap(start, whole)
            throw .system(operation: "use", subject: "\(bytesText(used)) of memory", errno: code)
        }
        // Refused where the kernel has no transparent huge pages: then there are none anyhow.
        madvise(aligned, used, pages == .huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE)
    }

    deinit { munmap(mapping.baseAddress, mapping.count) }
}
