internal import Glibc

/// What every page of a scratch file should hold, known without keeping it.
///
/// A page that was filled comes from its own seed. A page that was overwritten is one of the
/// `patterns`, stamped with its number and generation: a timed write then costs a stamp and not
/// four thousand random bytes, and still no two pages of the file are alike.
package final class ScratchBlocks: @unchecked Sendable {
    // SAFETY: a page's entry is written by whoever has the page in flight, which is one slot of one
    // job at a time; entries are read when no job runs.

    /// Bytes of a page: what a disk is asked for at least.
    package static let pageBytes = 4096

    package let pageCount: Int
    private let seed: UInt64
    /// 0 = as filled, all ones = not known; else the generation in the upper 20 bits and the
    /// pattern in the lower 12.
    private let entries: UnsafeMutablePointer<UInt32>

    /// Pages of a file that is yet to be filled.
    package init(pageCount: Int, seed: UInt64) {
        precondition(pageCount > 0, "a file has pages")
        self.pageCount = pageCount
        self.seed = seed
        entries = .allocate(capacity: pageCount)
        entries.initialize(repeating: 0, count: pageCount)
    }

    deinit { entries.deallocate() }

    package var byteCount: Int { pageCount * Self.pageBytes }

    /// Writes the first contents of some pages to memory.
    func fill(_ page: Int, count: Int, into memory: UnsafeMutableRawPointer) {
        for place in 0..<count {
            var generator = SeededGenerator(
                seed: seed ^ UInt64(truncatingIfNeeded: page + place) &* 0xD6E8_FEB8_6659_FD93)
            generator.fill(
                UnsafeMutableRawBufferPointer(
                    start: memory + place * Self.pageBytes, count: Self.pageBytes))
            entries[page + place] = 0
        }
    }

    /// Writes pattern pages from `first` on to memory, where `stamp` then finds them.
    func makePatterns(_ first: Int, count: Int, into memory: UnsafeMutableRawPointer) {
        for place in 0..<count {
            var generator = SeededGenerator(
                seed: ~seed ^ UInt64(first + place) &* 0xA076_1D64_78BD_642F)
            generator.fill(
                UnsafeMutableRawBufferPointer(
                    start: memory + place * Self.pageBytes, count: Self.pageBytes))
        }
    }

    /// Makes the pattern pages in memory the next contents of some pages of the file.
    @inline(__always)
    func stamp(
        _ page: Int, count: Int, pattern: Int, generation: UInt32,
        into memory: UnsafeMutableRawPointer
    ) {
        for place in 0..<count {
            // Neither 0 nor all ones, which mean something else.
            let number = min(max(generation & 0xF_FFFF, 1), 0xF_FFFE)
            let entry = number << 12 | UInt32(pattern + place) & 0xFFF
            entries[page + place] = entry
            writeStamp(page + place, entry, into: memory + place * Self.pageBytes)
        }
    }

    /// From now on nothing is known of some pages, until they are written again.
    func forget(_ page: Int, count: Int) {
        for place in page..<page + count { entries[place] = .max }
    }

    private func writeStamp(_ page: Int, _ entry: UInt32, into memory: UnsafeMutableRawPointer) {
        memory.storeBytes(of: seed, as: UInt64.self)
        memory.storeBytes(of: UInt64(truncatingIfNeeded: page), toByteOffset: 8, as: UInt64.self)
        memory.storeBytes(of: UInt64(entry), toByteOffset: 16, as: UInt64.self)
    }

    /// The number of the page's last write, 0 where it is as it was filled.
    package func generation(of page: Int) -> Int { Int(entries[page] >> 12) }

    /// What differs between a page and what should be in it; nil means nothing, or nobody knows.
    package func difference(_ page: Int, _ bytes: UnsafeRawPointer) -> String? {
        let entry = entries[page]
        if entry == .max { return nil }
        let memory = UnsafeMutableRawPointer.allocate(byteCount: Self.pageBytes, alignment: 64)
        defer { memory.deallocate() }
        if entry == 0 {
            fill(page, count: 1, into: memory)
        } else {
            makePatterns(Int(entry & 0xFFF), count: 1, into: memory)
            writeStamp(page, entry, into: memory)
        }
        if memcmp(memory, bytes, Self.pageBytes) == 0 { return nil }
        let isZero = (0..<Self.pageBytes / 8).allSatisfy {
            bytes.load(fromByteOffset: $0 * 8, as: UInt64.self) == 0
        }
        return isZero
            ? "holds only zeros: nothing was ever written there"
            : "holds other data than was written there"
    }
}
