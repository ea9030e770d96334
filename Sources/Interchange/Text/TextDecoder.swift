// Here: text of any dress (encodings, terminals, pages of the web) as plain lines.
// May use: nothing else.
// Never: what a line means.

/// Turns a stream of bytes into UTF-8, whichever of Unicode's encodings it is in.
///
/// The first bytes decide: a byte order mark, or zeros where UTF-16 has them in Latin text. Bytes
/// that are no UTF-8 are handed on as they are, since a single line may be in another encoding.
///
/// - Source: The Unicode Standard, 23.8 (byte order mark) and 3.9 (surrogates).
struct TextDecoder {
    /// How many bytes are looked at before anything is handed on.
    ///
    /// Ours: some lines of a log.
    private static let sniffedBytes = 1024

    private enum Encoding {
        case utf8
        /// Units of so many bytes, the lowest first or last.
        case units(width: Int, lowestFirst: Bool)
    }

    private var encoding: Encoding?
    /// Bytes that wait: for the first decision, or for the rest of a unit.
    private var pending: [UInt8] = []
    /// The first half of a pair whose second half has not come yet.
    private var highSurrogate: UInt32?

    /// What the next bytes say in UTF-8.
    ///
    /// - Throws: `notText` when they are those of a packed file, a picture or a program.
    mutating func feed(_ chunk: ArraySlice<UInt8>) throws(InterchangeError) -> [UInt8] {
        pending += chunk
        if encoding == nil, pending.count < Self.sniffedBytes, !hasLine { return [] }
        return try decode(isEnd: false)
    }

    /// Whether a first line is there.
    ///
    /// It is enough: what is wrong with it is reported although nothing follows. Of wider units its
    /// end must be there, too.
    private var hasLine: Bool {
        pending.count >= 16
            && (pending.contains(0) ? pending.dropLast(3).contains(0x0A) : pending.contains(0x0A))
    }

    /// What is left when the stream has ended.
    ///
    /// - Throws: `notText`, as above.
    mutating func finish() throws(InterchangeError) -> [UInt8] { try decode(isEnd: true) }

    private mutating func decode(isEnd: Bool) throws(InterchangeError) -> [UInt8] {
        if encoding == nil {
            if let kind = ForeignFile(signatureOf: pending) { throw .notText(kind: kind.name) }
            let (found, markBytes) = Self.sniff(pending)
            encoding = found
            pending.removeFirst(markBytes)
            if case .utf8 = found, Self.isBinary(pending.prefix(Self.sniffedBytes)) {
                throw .notText(kind: "binary data")
            }
        }
        guard case .units(let width, let lowestFirst)? = encoding else {
            defer { pending = [] }
            return pending
        }
        var text: [UInt8] = []
        text.reserveCapacity(pending.count)
        let whole = pending.count / width * width
        for start in stride(from: 0, to: whole, by: width) {
            var unit: UInt32 = 0
            for place in 0..<width {
                let index = lowestFirst ? start + width - 1 - place : start + place
                unit = unit << 8 | UInt32(pending[index])
            }
            append(unit, to: &text)
        }
        pending.removeFirst(whole)
        if isEnd, highSurrogate != nil || !pending.isEmpty { text += Self.replacement }
        return text
    }

    private mutating func append(_ unit: UInt32, to text: inout [UInt8]) {
        if let high = highSurrogate {
            highSurrogate = nil
            if 0xDC00...0xDFFF ~= unit {
                let value = 0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00)
                if let scalar = Unicode.Scalar(value) { text += UTF8.encode(scalar) ?? .init() }
                return
            }
            text += Self.replacement
        }
        if 0xD800...0xDBFF ~= unit {
            highSurrogate = unit
        } else if let scalar = Unicode.Scalar(unit) {
            text += UTF8.encode(scalar) ?? .init()
        } else {
            text += Self.replacement
        }
    }

    private static let replacement = Array("\u{FFFD}".utf8)

    /// The encoding, and how many bytes its mark takes.
    private static func sniff(_ bytes: [UInt8]) -> (Encoding, Int) {
        let marks: [([UInt8], Encoding)] = [
            ([0xFF, 0xFE, 0, 0], .units(width: 4, lowestFirst: true)),
            ([0, 0, 0xFE, 0xFF], .units(width: 4, lowestFirst: false)),
            ([0xFF, 0xFE], .units(width: 2, lowestFirst: true)),
            ([0xFE, 0xFF], .units(width: 2, lowestFirst: false)),
            ([0xEF, 0xBB, 0xBF], .utf8),
        ]
        for (mark, encoding) in marks where bytes.starts(with: mark) {
            return (encoding, mark.count)
        }
        // Text without a mark has no zero byte but in wider units. Letters, digits, white space and
        // bars tell which half is which; box drawing alone would tell the other way round.
        let sample = bytes.prefix(sniffedBytes)
        guard sample.contains(0) else { return (.utf8, 0) }
        var lowFirst = 0
        var highFirst = 0
        for index in stride(from: sample.startIndex, to: sample.endIndex - 1, by: 2) {
            if sample[index + 1] == 0, isUsual(sample[index]) { lowFirst += 1 }
            if sample[index] == 0, isUsual(sample[index + 1]) { highFirst += 1 }
        }
        if lowFirst > 4 * highFirst { return (.units(width: 2, lowestFirst: true), 0) }
        if highFirst > 4 * lowFirst { return (.units(width: 2, lowestFirst: false), 0) }
        return (.utf8, 0)
    }

    /// Letters, digits, spaces, line ends and bars of ASCII.
    private static func isUsual(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x0A, 0x0D, 0x20, 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x7C: true
        default: false
        }
    }

    /// Whether more than a tenth are control codes that no text and no terminal has.
    ///
    /// Ours: random bytes have 9 % of them besides zeros, and most have a byte that is no UTF-8.
    private static func isBinary(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count >= 64 else { return false }
        let odd = bytes.count { byte in
            byte < 0x20 && !(0x07...0x0D).contains(byte) && byte != 0x1B
        }
        let invalid = String(decoding: bytes, as: UTF8.self).unicodeScalars.count {
            $0 == "\u{FFFD}"
        }
        return odd * 10 > bytes.count || odd * 20 > bytes.count && invalid * 5 > bytes.count
    }
}

/// A file that is no text, told from its first bytes.
///
/// - Source: the formats' own magic numbers, as in file(1).
struct ForeignFile {
    let name: String

    private static let signatures: [([UInt8], String)] = [
        ([0x1F, 0x8B], "a gzip file; unpack it (gunzip)"),
        ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard file; unpack it (unzstd)"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz file; unpack it (unxz)"),
        ([0x42, 0x5A, 0x68], "a bzip2 file; unpack it (bunzip2)"),
        ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive or an office document; unpack it"),
        ([0x25, 0x50, 0x44, 0x46], "a PDF document; copy the text out of it"),
        ([0x89, 0x50, 0x4E, 0x47], "a picture; type its figures off"),
        ([0xFF, 0xD8, 0xFF], "a picture; type its figures off"),
        ([0x47, 0x49, 0x46, 0x38], "a picture; type its figures off"),
        ([0x7F, 0x45, 0x4C, 0x46], "a program; give what it printed"),
        (
            [0x4C, 0x50, 0x4B, 0x53, 0x48, 0x48, 0x52, 0x48],
            "a journal's file; give what `journalctl --file` prints of it"
        ),
    ]

    init?(signatureOf bytes: [UInt8]) {
        guard let found = Self.signatures.first(where: { bytes.starts(with: $0.0) }) else {
            return nil
        }
        name = found.1
    }
}
