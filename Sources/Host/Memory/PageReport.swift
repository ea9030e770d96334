internal import Files

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

    /// The live pages behind `range`; nil if it cannot be read.
    package static func current(of range: UnsafeMutableRawBufferPointer) -> PageReport? {
        guard let base = range.baseAddress, let text = try? FileBytes.text("/proc/self/smaps")
        else { return nil }
        let start = UInt(bitPattern: base)
        return parse(text, from: start, to: start + UInt(range.count))
    }

    /// The sum over the mappings that overlap the addresses; nil if there is none.
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
