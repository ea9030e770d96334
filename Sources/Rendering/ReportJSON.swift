import FoundationEssentials
package import Model

/// Reports as JSON: the published format, and the one form that is read back.
package enum ReportJSON {
    /// The bytes of a report: UTF-8, sorted keys, two spaces of indentation, a final line feed.
    ///
    /// The same report gives the same bytes. Fields that are `nil` are left out.
    ///
    /// - Throws: `notFinite` when a number has no JSON form.
    package static func encode(_ report: Report) throws(ReportFormatError) -> [UInt8] {
        try bytes(of: report)
    }

    /// The bytes of what the preflight saw, in the same form.
    ///
    /// - Throws: `notFinite` when a number has no JSON form.
    package static func encode(_ checkup: Checkup) throws(ReportFormatError) -> [UInt8] {
        try bytes(of: checkup)
    }

    private static func bytes(of value: some Encodable) throws(ReportFormatError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            var bytes = [UInt8](try encoder.encode(value))
            bytes.append(UInt8(ascii: "\n"))
            return bytes
        } catch let EncodingError.invalidValue(_, context) {
            throw .notFinite(path: FieldPath.text(context.codingPath))
        } catch {
            throw .notFinite(path: "a number of the record")
        }
    }

    /// The report in these bytes.
    ///
    /// The version is looked at before anything else, so that a newer file is told as such even
    /// where its fields have other shapes.
    ///
    /// - Throws: Every case but `notFinite`, each for what it says.
    package static func decode(_ bytes: [UInt8]) throws(ReportFormatError) -> Report {
        try checkOutline(bytes)
        let data = Data(bytes)
        let header: Header = try decode(data)
        guard let found = header.schemaVersion else {
            throw .notAReport(detail: "it has no schemaVersion")
        }
        if found > Report.schemaVersion {
            throw .newer(found: found, supported: Report.schemaVersion)
        }
        if found < 1 { throw .unknownVersion(found: found) }
        do throws(ReportFormatError) {
            return try decode(data)
        } catch .notAReport(_) {
            // The header was read, so this is JSON: only a number can be amiss without a path.
            throw .field(
                path: FieldPath.lastOpened(in: data),
                problem: "holds a number that is negative, fractional or too large for its field")
        }
    }

    /// The one field that every version has.
    private struct Header: Decodable {
        let schemaVersion: Int?
    }

    private static func decode<Value: Decodable>(_ data: Data) throws(ReportFormatError) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: data)
        } catch let error as DecodingError {
            throw FieldPath.error(for: error)
        } catch {
            throw .notAReport(detail: "it is not JSON")
        }
    }

    /// Refuses what is empty, no JSON object, or cut off, in one pass without recursion.
    ///
    /// Ours: the decoder's own words for a cut file differ by where the cut fell.
    private static func checkOutline(_ bytes: [UInt8]) throws(ReportFormatError) {
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let body = bytes.starts(with: byteOrderMark) ? bytes.dropFirst(3) : bytes[...]
        // JSON's white space, RFC 8259 section 2: space, tab, line feed, carriage return.
        let first = body.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        guard let first else { throw .empty }
        guard first == UInt8(ascii: "{") else {
            throw .notAReport(detail: "it does not begin with {")
        }
        var depth = 0
        var inString = false
        var escaped = false
        for byte in body {
            if inString {
                if escaped {
                    escaped = false
                } else if byte == UInt8(ascii: "\\") {
                    escaped = true
                } else if byte == UInt8(ascii: "\"") {
                    inString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): inString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
        }
        if inString || depth > 0 { throw .truncated(byte: bytes.count) }
    }
}
