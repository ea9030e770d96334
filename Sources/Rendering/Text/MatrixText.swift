package import Model

/// One record held against many profiles, a line for each.
package enum MatrixText {
    /// The matrix, in the order given, and a last paragraph where there is one.
    ///
    /// - Parameters:
    ///   - verdicts: One verdict a profile, all of the same record.
    ///   - closing: What stands below, such as the nearest profile that passes; `nil` = nothing.
    ///   - style: Width and colour.
    /// - Returns: Lines at most `style.columns` wide, with a final line feed.
    package static func render(
        _ verdicts: [Verdict], closing: String? = nil, style: Style = Style()
    ) -> String {
        var page = TextPage(style: style)
        var table = TextTable(
            columns: [
                .init(title: "outcome"), .init(title: "profile", flexible: true),
                .init(title: "bound by", flexible: true), .init(title: "tightest", right: true),
            ], indent: 0)
        for verdict in verdicts {
            let state = verdict.profile.status.state
            let mark = state == .current ? "" : " (\(state.rawValue))"
            table.append([
                .init(
                    text: verdict.overall.sign + " " + verdict.overall.word,
                    tone: verdict.overall.tone),
                .init(text: SafeText.line(verdict.profile.id, limit: 80) + mark),
                .init(text: verdict.boundBy.map { SafeText.line($0, limit: 80) } ?? "–"),
                .init(text: tightest(verdict).map(QuantityFormat.percent) ?? "–"),
            ])
        }
        page.table(table)
        if let closing {
            page.blank()
            page.paragraph(SafeText.line(closing))
        }
        return page.text
    }

    /// Smallest margin among the required lines in per cent; `nil` = none has one.
    private static func tightest(_ verdict: Verdict) -> Double? {
        verdict.requirements.filter { $0.requirement.level == .required }
            .compactMap(\.marginPercent).min()
    }
}
