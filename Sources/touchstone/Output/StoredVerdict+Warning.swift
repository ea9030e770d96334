import Model
import Runs

extension StoredVerdict {
    /// The report with its doubt, which is also a warning on standard error.
    static func warned(_ report: Report, named name: String) -> Report {
        checked(report, named: name) { StandardError.say($0) }
    }
}
