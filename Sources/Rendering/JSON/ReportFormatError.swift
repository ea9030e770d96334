/// Why bytes are not a report that this program reads, or a report cannot be written.
///
/// The messages do not name the file: the caller knows it and puts it in front.
package enum ReportFormatError: Error, Equatable, CustomStringConvertible {
    /// No bytes at all, or white space only.
    case empty
    /// Ends inside an open object, array or string; `byte` is the length of what is there.
    case truncated(byte: Int)
    /// More than any report has; `what` is the bound, such as `16 MiB`.
    case tooLarge(what: String)
    /// Not JSON, or JSON of another kind; `detail` says what was found.
    case notAReport(detail: String)
    /// Written in a format above the highest this program reads.
    case newer(found: Int, supported: Int)
    /// A format below 1, which never was.
    case unknownVersion(found: Int)
    /// A field is missing or has a wrong value; `path` such as `record.probes[2].blocks[0]`.
    case field(path: String, problem: String)
    /// A number that JSON has no form for (infinite or not a number) stands at `path`.
    case notFinite(path: String)

    /// What is wrong, and what to do about it.
    package var description: String {
        switch self {
        case .empty:
            "the file is empty: it is not a report; make a new one"
        case .truncated(let byte):
            "not a whole report: the file is cut off after \(byte) bytes; copy it again"
        case .tooLarge(let what):
            "not a report: it has more than \(what), which no run writes; give a file written "
                + "with --output json"
        case .notAReport(let detail):
            "not a Touchstone report: \(detail); give a file written with --output json"
        case .newer(let found, let supported):
            "written by a newer Touchstone (format \(found); this one reads up to \(supported)):"
                + " update Touchstone to read it"
        case .unknownVersion(let found):
            "not a Touchstone report: schemaVersion \(found) never existed;"
                + " give a file written with --output json"
        case .field(let path, let problem):
            "not a sound report: \(path): \(problem); fix that field, or make a new report"
        case .notFinite(let path):
            "cannot write the report: \(path) is infinite or not a number,"
                + " for which JSON has no form; report this as a fault of Touchstone"
        }
    }
}
