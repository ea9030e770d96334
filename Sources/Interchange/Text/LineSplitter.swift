/// Cuts a stream of bytes into lines, holding at most one line.
///
/// A line ends in LF, CR LF or CR alone, so that line numbers agree with an editor's.
struct LineSplitter {
    /// Longest line in bytes.
    ///
    /// Ours: far above any line of a log, far below what memory could mind.
    static let lineBytesMax = 64 * 1024

    /// Number of lines begun so far; the number of the line last handed out, from 1.
    private(set) var lineNumber = 0
    /// Start of a line whose end has not come yet.
    private var pending: [UInt8] = []
    /// Whether a line feed at the start of what follows belongs to the line before.
    private var endedInCarriageReturn = false

    /// Hands out every line that ends in `chunk`, after what was left of the chunk before.
    ///
    /// - Throws: `lineTooLong`, and what `body` throws.
    mutating func feed(
        _ chunk: ArraySlice<UInt8>,
        _ body: (Int, ArraySlice<UInt8>) throws(InterchangeError) -> Void
    ) throws(InterchangeError) {
        var rest = chunk
        while !rest.isEmpty {
            if endedInCarriageReturn {
                endedInCarriageReturn = false
                if rest.first == Self.lineFeed {
                    rest = rest.dropFirst()
                    continue
                }
            }
            guard let end = rest.firstIndex(where: Self.endsLine) else {
                try checkLength(pending.count + rest.count)
                pending += rest
                return
            }
            try checkLength(pending.count + (end - rest.startIndex))
            endedInCarriageReturn = rest[end] == Self.carriageReturn
            lineNumber += 1
            if pending.isEmpty {
                try body(lineNumber, rest[..<end])
            } else {
                pending += rest[..<end]
                try body(lineNumber, pending[...])
                pending.removeAll(keepingCapacity: true)
            }
            rest = rest[(end + 1)...]
        }
    }

    /// Hands out the last line when it has no line end.
    mutating func finish(
        _ body: (Int, ArraySlice<UInt8>) throws(InterchangeError) -> Void
    ) throws(InterchangeError) {
        if pending.isEmpty { return }
        lineNumber += 1
        try body(lineNumber, pending[...])
        pending = []
    }

    private func checkLength(_ bytes: Int) throws(InterchangeError) {
        if bytes > Self.lineBytesMax {
            throw .lineTooLong(line: lineNumber + 1, limitBytes: Self.lineBytesMax)
        }
    }

    private static let lineFeed: UInt8 = 0x0A
    private static let carriageReturn: UInt8 = 0x0D
    private static func endsLine(_ byte: UInt8) -> Bool {
        byte == lineFeed || byte == carriageReturn
    }
}
