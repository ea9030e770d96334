/// Sizes as sysfs writes them: `32K`, `1024K`, `8M`.
package enum KernelSize {
    /// The size in bytes; nil if it is not a positive size.
    package static func parse(_ text: String) -> Int? {
        var digits = trimmed(text)
        var shift = 0
        switch digits.last {
        case "K": shift = 10
        case "M": shift = 20
        case "G": shift = 30
        default: break
        }
        if shift > 0 { digits.removeLast() }
        guard let count = Int(digits), count > 0 else { return nil }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: 1 << shift)
        return overflow ? nil : bytes
    }
}
