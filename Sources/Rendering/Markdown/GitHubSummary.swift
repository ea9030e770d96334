package import Model

/// A report for a job of GitHub Actions: a summary page and annotations.
///
/// - Source: GitHub, "Workflow commands" (a step's summary holds 1 MiB at most; escaping as in
///   actions/toolkit, packages/core/src/command.ts) and actions/toolkit, docs/problem-matchers.md
///   (10 annotations of a kind a step are shown).
package enum GitHubSummary {
    /// The most bytes that a step's summary may hold.
    package static let byteLimit = 1 << 20
    /// The most annotations that are written.
    package static let annotationLimit = 10

    /// The verdict and what did not pass, then everything else folded away.
    ///
    /// `byteLimit` is how many bytes there is room for: what is longer is cut at the end of a
    /// line, and says so.
    package static func render(
        _ report: Report, byteLimit: Int = GitHubSummary.byteLimit
    ) -> String {
        folded(
            head(report), summary: "All figures, the machine and the findings",
            body: ReportPage.page(report).markdown(isUnfolded: true), byteLimit: byteLimit)
    }

    /// A page whose body is folded under a line of plain words, cut to at most `byteLimit` bytes.
    static func folded(
        _ head: String, summary: String, body: String, byteLimit: Int
    ) -> String {
        let open = "\n<details>\n<summary>\(summary)</summary>\n\n"
        let close = "\n</details>\n"
        let whole = head + open + body + close
        if whole.utf8.count <= byteLimit { return whole }
        let note = "\nThe rest was cut: a step's summary holds 1 MiB at most.\n"
        let room = byteLimit - (head + open + close + note).utf8.count
        if room <= 0 { return cut(head, byteLimit - note.utf8.count) + fitting(note, byteLimit) }
        return head + open + cut(body, room) + note + close
    }

    /// Workflow commands, one line each, the gravest first, at most ten.
    ///
    /// Empty when the verdict is a plain pass.
    package static func annotations(_ report: Report) -> [String] {
        var errors: [String] = []
        var warnings: [String] = []
        for line in report.verdict?.requirements ?? [] {
            let text = command(
                line.isDecisive ? "error" : "warning", title: "Touchstone: " + line.title,
                "\(line.outcome.word): \(line.figures); \(line.reason)")
            switch line.outcome {
            case .pass: continue
            case .skipped where line.requirement.level == .recommended: continue
            default: line.isDecisive ? errors.append(text) : warnings.append(text)
            }
        }
        if report.verdict == nil {
            errors += report.record.probes.filter { $0.status != .measured }.map {
                command(
                    "error", title: "Touchstone: " + $0.id,
                    "\($0.status.rawValue): \($0.reason ?? "no reason was recorded")")
            }
        }
        if let doubt = report.doubt {
            errors.insert(
                command("error", title: "Touchstone", DoubtText.sentence(doubt)), at: 0)
        }
        if report.isRed, errors.isEmpty {
            errors.append(
                command(
                    "error", title: "Touchstone",
                    report.verdict?.reason ?? "the run did not come to its end"))
        }
        return limited(errors: errors, warnings: warnings)
    }

    /// Errors before warnings, at most as many as are shown; the last one tells how many are not.
    static func limited(errors: [String], warnings: [String]) -> [String] {
        let all = errors + warnings
        guard all.count > annotationLimit else { return all }
        let kept = all.prefix(annotationLimit - 1)
        let more = "\(all.count - kept.count) more lines did not pass: see the summary"
        return kept + [command(errors.isEmpty ? "warning" : "error", title: "Touchstone", more)]
    }

    private static func head(_ report: Report) -> String {
        guard let verdict = report.verdict else {
            var page = Page(title: "Touchstone: measurements without a verdict")
            for line in ProbeTroubles.lines(report.record).prefix(linesMax) { page.body.item(line) }
            return page.markdown()
        }
        let title = SafeText.line(verdict.profile.title, limit: 120)
        var page = Page(title: "Touchstone: \(title): \(verdict.overall.machineWords)")
        page.body.paragraph(SafeText.line(verdict.reason))
        if let doubt = report.doubt {
            page.body.paragraph("WARNING: " + DoubtText.sentence(doubt), importance: .key)
        }
        let lines = verdict.requirements.filter { $0.outcome != .pass }
        let passed = verdict.requirements.count - lines.count
        page.body.paragraph("\(passed) of \(verdict.requirements.count) requirements pass.")
        for line in lines.prefix(linesMax) {
            page.body.item(
                "\(LimitText.title(line)): \(line.outcome.word), \(line.figures)",
                sign: line.outcome.sign)
        }
        return page.markdown()
    }

    /// The most lines of a list above the fold.
    ///
    /// - Source: Ours: a screen.
    static let linesMax = 20

    /// One workflow command; its texts are made harmless.
    static func command(_ kind: String, title: String, _ message: String) -> String {
        let title = SafeText.escape(escape(SafeText.line(title, limit: 100))) { scalar in
            switch scalar {
            case ":": "%3A"
            case ",": "%2C"
            default: nil
            }
        }
        return "::\(kind) title=\(title)::" + escape(SafeText.line(message, limit: 1000))
    }

    private static func escape(_ text: String) -> String {
        SafeText.escape(text) { scalar in
            switch scalar {
            case "%": "%25"
            case "\r": "%0D"
            case "\n": "%0A"
            default: nil
            }
        }
    }

    /// Whole lines of a text, as many as fit.
    private static func cut(_ text: String, _ bytes: Int) -> String {
        var result = ""
        var left = bytes
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            left -= line.utf8.count + 1
            if left < 0 { break }
            result += line + "\n"
        }
        return result
    }

    private static func fitting(_ text: String, _ bytes: Int) -> String {
        text.utf8.count <= bytes ? text : ""
    }
}

extension RequirementVerdict {
    /// Whether the line alone keeps the machine from qualifying.
    fileprivate var isDecisive: Bool {
        requirement.level == .required && outcome.passes != true
    }
}
