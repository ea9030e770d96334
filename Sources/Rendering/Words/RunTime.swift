import FoundationEssentials
import Model

/// Times of runs as records hold them, in the forms that others want.
enum RunTime {
    /// Seconds from 1970 to a time in ISO 8601; nil means the text is no time.
    static func unixSeconds(_ time: String) -> Double? {
        (try? Date.ISO8601FormatStyle().parse(time))?.timeIntervalSince1970
    }

    /// Day and minute of a time stamp, such as `2026-01-01 12:00`.
    static func minute(_ stamp: String) -> String {
        SafeText.line(String(stamp.prefix(16)), limit: 40).replacing("T", with: " ")
    }

    /// A time in UTC as JUnit's schema writes it, without a zone; nil if it is no time.
    static func withoutZone(_ time: String) -> String? {
        let style = Date.ISO8601FormatStyle()
        guard let text = (try? style.parse(time))?.formatted(style) else { return nil }
        // A year of five digits has no place in that form.
        return text.count == 20 && text.hasSuffix("Z") ? String(text.dropLast()) : nil
    }
}

extension Report {
    /// Whether the process that made the report ended, or would have ended, with another code
    /// than 0.
    var isRed: Bool {
        if doubt != nil { return true }
        if let exitCode { return exitCode != 0 }
        if !record.complete { return true }
        guard let verdict else { return record.probes.contains { $0.status != .measured } }
        return verdict.overall.passes != true
    }
}

extension RequirementVerdict {
    /// The subject's id, distinguished where a document both requires and recommends.
    var caseName: String {
        let id = SafeText.line(requirement.subjectID, limit: 120)
        return requirement.level == .recommended ? id + " (recommended)" : id
    }

    /// What was measured, against which limit, by which margin, in one sentence.
    var figures: String {
        var parts: [String] = []
        if measured != nil || measuredText != nil {
            parts.append("measured " + LimitText.found(self))
        } else {
            parts.append("not measured")
        }
        let bounds = LimitText.boundsInWords(self)
        if !bounds.isEmpty { parts.append("95 % bounds " + bounds) }
        parts.append("limit " + LimitText.text(requirement))
        let margin = LimitText.margin(self)
        if !margin.isEmpty { parts.append("margin " + margin) }
        return parts.joined(separator: ", ")
    }
}
