import Model

/// The first look at bytes that may be a report: one pass, before anything is decoded.
///
/// It refuses what would take the decoder's memory or trap the arithmetic behind it: lists of
/// millions of values, numbers beyond all figures, brackets without end.
enum ReportOutline {
    /// The most bytes that a report may have.
    ///
    /// Ours: the sample has 0.4 MiB, and a thorough run of every probe below 2.
    static let bytesMax = 16 << 20

    /// The most values, of which decoding holds some 60 bytes each.
    ///
    /// Ours: the sample has 12,000.
    static let valuesMax = 500_000

    /// Ours: a report nests 12 deep.
    static let depthMax = 40

    /// The greatest magnitude of a number: sums and squares of such are still finite.
    ///
    /// Ours: above any integer of 64 bits, such as a seed.
    static let magnitudeMax = 1e20

    /// Refuses what is empty, no JSON object, cut off, or beyond the bounds above.
    ///
    /// Ours: the decoder's own words for a cut file differ by where the cut fell.
    static func check(_ bytes: [UInt8]) throws(ReportFormatError) {
        guard bytes.count <= bytesMax else {
            throw .tooLarge(what: bytesText(bytesMax))
        }
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let start = bytes.starts(with: byteOrderMark) ? 3 : 0
        // JSON's white space, RFC 8259 section 2: space, tab, line feed, carriage return.
        let first = bytes[start...].first {
            $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D
        }
        guard let first else { throw .empty }
        guard first == UInt8(ascii: "{") else {
            throw .notAReport(detail: "it does not begin with {")
        }
        var scan = Scan()
        for index in start..<bytes.count {
            try scan.take(bytes[index], at: index, of: bytes)
        }
        if scan.isInString || scan.depth > 0 { throw .truncated(byte: bytes.count) }
    }

    /// Where in the text the pass is.
    private struct Scan {
        var isInString = false
        var depth = 0
        private var isEscaped = false
        private var values = 0
        /// Where the number that is being read begins; nil outside of numbers.
        private var numberStart: Int?

        mutating func take(
            _ byte: UInt8, at index: Int, of bytes: [UInt8]
        ) throws(ReportFormatError) {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                return
            }
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
                UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
                // The letters of `true` and `false` begin no number.
                if numberStart == nil, byte != UInt8(ascii: "e") { numberStart = index }
                return
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                values += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ","): values += 1
            default: break
            }
            if let start = numberStart {
                try checkNumber(bytes[start..<index])
                numberStart = nil
            }
            guard values <= valuesMax else { throw .tooLarge(what: "\(valuesMax) values") }
            guard depth <= depthMax else { throw .notAReport(detail: "it nests too deeply") }
        }

        private func checkNumber(_ digits: ArraySlice<UInt8>) throws(ReportFormatError) {
            let hasExponent = digits.contains {
                $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E")
            }
            // 19 digits are below the bound.
            guard hasExponent || digits.count > 19 else { return }
            let text = String(decoding: digits.prefix(400), as: UTF8.self)
            // What is no number is the decoder's to name.
            guard let number = Double(text), number.magnitude > magnitudeMax else { return }
            throw .field(
                path: "byte \(digits.startIndex)",
                problem: "\(SafeText.line(text, limit: 40)) is beyond what any run measures")
        }
    }
}
