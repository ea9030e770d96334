/// /proc/meminfo, parsed.
package struct MemoryInfo: Sendable, Equatable {
    /// Bytes of main memory; nil if not readable.
    package let totalBytes: Int?
    /// Bytes that a new program could use without swapping; nil if not readable.
    package let availableBytes: Int?
    /// Bytes of swap, 0 for none; nil if not readable.
    package let swapTotalBytes: Int?
    /// Bytes of swap that are not in use; nil if not readable.
    package let swapFreeBytes: Int?

    /// Parses the text of /proc/meminfo.
    package init(_ text: String) {
        var values: [String: Int] = [:]
        for line in lines(of: text) {
            guard let (key, value) = keyAndValue(line, separator: ":") else { continue }
            let parts = words(of: value)
            guard parts.count == 2, parts[1] == "kB", let kibibytes = Int(parts[0]), kibibytes >= 0
            else { continue }
            let (bytes, overflow) = kibibytes.multipliedReportingOverflow(by: 1024)
            if !overflow { values[key] = bytes }
        }
        totalBytes = values["MemTotal"].flatMap { $0 > 0 ? $0 : nil }
        availableBytes = values["MemAvailable"]
        swapTotalBytes = values["SwapTotal"]
        swapFreeBytes = values["SwapFree"]
    }
}
