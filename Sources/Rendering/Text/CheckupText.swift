package import Model

/// What the preflight saw, for a terminal: by area, each with why it matters and what to do.
package enum CheckupText {
    /// Areas in the order in which they are told, by the first part of a finding's id.
    private static let areas: [(prefix: String, title: String)] = [
        ("tool", "This program"), ("storage", "Disk"), ("machine", "Machine now"), ("cpu", "CPU"),
        ("memory", "Memory"), ("cgroup", "Control group"), ("clock", "Clock"),
        ("limits", "Limits of this process"), ("system", "System"),
    ]

    /// The text, each line at most `style.columns` wide, with a final line feed.
    package static func render(_ checkup: Checkup, style: Style = Style()) -> String {
        var page = TextPage(style: style)
        page.labelled("machine", MachineText.host(checkup.host))
        if let storage = checkup.storage { page.labelled("disk", MachineText.storage(storage)) }
        var quiet: [String] = []
        for (prefix, title) in areas {
            let findings = checkup.findings.filter { area(of: $0) == prefix }
            if findings.isEmpty {
                if prefix != "storage" || checkup.storage != nil { quiet.append(title) }
                continue
            }
            page.heading(title)
            for finding in findings { show(finding, &page) }
        }
        let known = Set(areas.map(\.prefix))
        let others = checkup.findings.filter { !known.contains(area(of: $0)) }
        if !others.isEmpty {
            page.heading("Other")
            for finding in others { show(finding, &page) }
        }
        page.blank()
        if checkup.storage == nil {
            page.item("Disk: not looked at; name a directory on it with --path DIR", sign: "·")
        }
        if !quiet.isEmpty {
            page.item("nothing to mend: " + quiet.joined(separator: ", "), .good, sign: "✓")
        }
        page.blank()
        page.paragraph(summary(checkup.findings), checkup.isBlocked ? .bad : .plain)
        return page.text
    }

    private static func show(_ finding: Finding, _ page: inout TextPage) {
        page.item(
            "\(finding.severity.word): \(SafeText.line(finding.seen))"
                + " (\(SafeText.line(finding.id, limit: 80)))",
            finding.severity.tone, sign: finding.severity.sign)
        page.detail("Why: " + SafeText.line(finding.matters))
        page.detail("To do: " + SafeText.line(finding.remedy))
        if let documentation = finding.documentation {
            page.detail("More: " + SafeText.line(documentation, limit: 120))
        }
    }

    private static func area(of finding: Finding) -> String {
        String(finding.id.prefix { $0 != "." })
    }

    private static func summary(_ findings: [Finding]) -> String {
        func count(_ severity: Finding.Severity, _ one: String, _ many: String) -> String? {
            let count = findings.count { $0.severity == severity }
            return count == 0 ? nil : "\(count) \(count == 1 ? one : many)"
        }
        let rest = [count(.advisory, "advisory", "advisories"), count(.note, "note", "notes")]
            .compactMap(\.self).joined(separator: ", ")
        if let blocking = count(.blocking, "finding blocks", "findings block") {
            return "BLOCKED: \(blocking) a verdict" + (rest.isEmpty ? "." : "; \(rest).")
        }
        return "Nothing blocks a verdict" + (rest.isEmpty ? "." : "; \(rest).")
    }
}
