package import Model

/// One record held against many profiles, a line for each.
package enum MatrixPage {
    /// The matrix, in the order given, and a last paragraph where there is one.
    ///
    /// - Parameters:
    ///   - verdicts: One verdict a profile, all of the same record.
    ///   - nearest: The profile that says most about the machine; nil if it is not known.
    /// - Returns: The table alone.
    package static func page(_ verdicts: [Verdict], nearest: NearestProfile? = nil) -> Page {
        var page = Page()
        var table = Page.Table([
            .words("outcome"), .text("profile"),
            .text("bound by"), .figures("tightest"),
        ])
        for verdict in verdicts {
            let state = verdict.profile.status.state
            let mark = state == .current ? "" : " (\(state.rawValue))"
            table.append([
                .outcome(verdict.overall),
                Page.Cell(SafeText.line(verdict.profile.id, limit: 80) + mark),
                Page.Cell(verdict.boundBy.map { SafeText.line($0, limit: 80) } ?? "–"),
                .change(tightest(verdict)),
            ])
        }
        page.body.table(table)
        if let nearest { page.conclusion.paragraph(nearest.sentence) }
        return page
    }

    /// Smallest margin among the required lines in per cent; nil means none has one.
    private static func tightest(_ verdict: Verdict) -> Double? {
        verdict.requirements.filter { $0.requirement.level == .required }
            .compactMap(\.marginPercent).min()
    }
}
