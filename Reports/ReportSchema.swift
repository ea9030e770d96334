// Here: the published formats, and the frame of a page, as data.
// May use: nothing.
// Never: reading or writing a report.

/// The published format of a report.
package enum ReportSchema {
    /// The text of `report.schema.json`: JSON Schema, draft 2020-12.
    package static let json = String(
        decoding: PackageResources.report_schema_json, as: UTF8.self)
}
