import Judgement
import Model
import Profiles

/// What is doubted of profiles, with the scores of machines whose reports are at hand.
package enum ProfileDoubts {
    /// Checks a profile's file.
    ///
    /// - Parameters:
    ///   - file: A path; a bare name is a file here, never a built-in profile.
    ///   - say: Tells all faults but the last of a file that is bad.
    /// - Returns: That it is good, and what should be mended in it all the same, a line each.
    /// - Throws: exit code 78 with the last fault, 66 for a file that is not there.
    package static func lines(file: String, say: (String) -> Void) throws -> [String] {
        let path = file.contains("/") ? file : "./\(file)"
        let profile = try ProfileSource.load(checking: path, say: say)
        let count = profile.requirementsOfRole.count
        let faults = ProfileLint(today: today).findings(profile).filter(\.isFault).map(\.text)
        let good = "good, \(count == 1 ? "1 requirement" : "\(count) requirements")"
        return ([good] + faults).map { "\(file): \($0)" }
    }

    /// All doubts about the built-in profiles, a line each.
    ///
    /// - Throws: what `ReportFile.read` throws of a record.
    package static func lines(records: [String]) throws -> [String] {
        var scores: [MetricID: [Double]] = [:]
        for path in records {
            for figure in RunSummary(try ReportFile.read(path).record).figures {
                scores[figure.metric.id, default: []].append(figure.median)
            }
        }
        let lint = ProfileLint(today: today, scores: scores)
        return try ProfileSource.all().flatMap { profile in
            lint.findings(profile).map {
                "\(profile.id): \($0.isFault ? "fault" : "note"): \($0.text)"
            }
        }
    }

    /// Today in UTC, `YYYY-MM-DD`.
    private static var today: String { String(RunIdentity.timestamp().prefix(10)) }
}
