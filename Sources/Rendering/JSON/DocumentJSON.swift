import FoundationEssentials
import Model

/// Values as JSON: the one writer of all JSON but the lines of progress.
package enum DocumentJSON {
    /// UTF-8, sorted keys, two spaces of indentation, a final line feed; `nil` is left out.
    ///
    /// The same value gives the same bytes, and they are harmless to a terminal and to a CI log.
    ///
    /// - Throws: `notFinite` when a number has no JSON form.
    package static func encode(_ value: some Encodable) throws(ReportFormatError) -> [UInt8] {
        let bytes = try bytes(
            of: value, formatting: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        return harmless(bytes) + [UInt8(ascii: "\n")]
    }

    /// The same on one line without a line feed, for a database, and as the values hold it.
    package static func encodeCompactly(
        _ value: some Encodable
    ) throws(ReportFormatError) -> [UInt8] {
        try bytes(of: value, formatting: [.sortedKeys, .withoutEscapingSlashes])
    }

    /// JSON with what steers a terminal or a CI log written as `\u009b`, which means the same.
    ///
    /// - Source: RFC 8259, section 7: any character of a string may be escaped, those beyond
    ///   U+FFFF as two surrogates.
    package static func harmless(_ json: [UInt8]) -> [UInt8] {
        let isPlain = json.allSatisfy { (0x20..<0x7F).contains($0) && $0 != 0x23 || $0 == 0x0A }
        if isPlain { return json }
        var result: [UInt8] = []
        result.reserveCapacity(json.count)
        for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
            let isCommand = scalar == "[" && result.suffix(2).elementsEqual("##".utf8)
            if scalar == "\n" || scalar.isHarmless && !isCommand {
                result.append(contentsOf: UTF8.encode(scalar) ?? .init())
                continue
            }
            for unit in UTF16.encode(scalar) ?? .init() {
                let digits = String(unit, radix: 16)
                let zeros = String(repeating: "0", count: 4 - digits.utf8.count)
                result.append(contentsOf: "\\u\(zeros)\(digits)".utf8)
            }
        }
        return result
    }

    private static func bytes(
        of value: some Encodable, formatting: JSONEncoder.OutputFormatting
    ) throws(ReportFormatError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        do {
            return [UInt8](try encoder.encode(value))
        } catch let EncodingError.invalidValue(_, context) {
            throw .notFinite(path: FieldPath.text(context.codingPath))
        } catch {
            throw .notFinite(path: "a number")
        }
    }
}
