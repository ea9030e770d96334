import Foundation
import Judgement
package import Model
import Profiles

/// What is doubted of profiles, with the scores of machines whose reports are at hand.
package enum ProfileDoubts {
    /// What should be mended in a profile that is well formed.
    package static func of(_ profile: Profile) -> [String] {
        ProfileLint(today: today).findings(profile).filter(\.isFault).map(\.text)
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
    private static var today: String { String(Date().ISO8601Format().prefix(10)) }
}
