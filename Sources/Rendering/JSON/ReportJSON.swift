// Here: values as JSON and back.
// May use: the model.
// Never: text for people.

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
        try DocumentJSON.encode(report)
    }

    /// The bytes of what the preflight saw, in the same form.
    ///
    /// - Throws: `notFinite` when a number has no JSON form.
    package static func encode(_ checkup: PreflightReport) throws(ReportFormatError) -> [UInt8] {
        try DocumentJSON.encode(checkup)
    }

    /// The most bytes of a report that is read.
    package static let bytesMax = ReportOutline.bytesMax

    /// The report in these bytes.
    ///
    /// The version is looked at before anything else, so that a newer file is reported as such even
    /// where its fields have other shapes.
    ///
    /// - Throws: Every case but `notFinite`, each for what it says.
    package static func decode(_ bytes: [UInt8]) throws(ReportFormatError) -> Report {
        try ReportOutline.check(bytes)
        let data = Data(bytes)
        let header: Header = try decode(data)
        guard let found = header.schemaVersion else {
            throw .notAReport(detail: "it has no schemaVersion")
        }
        if found > Report.schemaVersion {
            throw .newer(found: found, supported: Report.schemaVersion)
        }
        if found < 1 { throw .unknownVersion(found: found) }
        let report: Report
        do throws(ReportFormatError) {
            report = try decode(data)
        } catch .notAReport(_) {
            // The header was read, so this is JSON: only a number can be amiss without a path.
            throw .field(
                path: FieldPath.lastOpened(in: data),
                problem: "holds a number that is negative, fractional or too large for its field")
        }
        try ReportLimits.check(report)
        return report
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
}
