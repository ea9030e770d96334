import FoundationEssentials

/// Lists, trends and comparisons as JSON.
package enum DocumentJSON {
    /// UTF-8, sorted keys, two spaces of indentation, a final line feed; `nil` is left out.
    ///
    /// - Throws: `notFinite` when a number has no JSON form.
    package static func encode(_ value: some Encodable) throws(ReportFormatError) -> [UInt8] {
        try encode(value, formatting: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    }

    /// The same on one line without a line feed, for a database.
    package static func encodeCompactly(
        _ value: some Encodable
    ) throws(ReportFormatError) -> [UInt8] {
        var bytes = try encode(value, formatting: [.sortedKeys, .withoutEscapingSlashes])
        bytes.removeLast()
        return bytes
    }

    private static func encode(
        _ value: some Encodable, formatting: JSONEncoder.OutputFormatting
    ) throws(ReportFormatError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        do {
            return [UInt8](try encoder.encode(value)) + [UInt8(ascii: "\n")]
        } catch let EncodingError.invalidValue(_, context) {
            throw .notFinite(path: FieldPath.text(context.codingPath))
        } catch {
            throw .notFinite(path: "a number")
        }
    }
}
