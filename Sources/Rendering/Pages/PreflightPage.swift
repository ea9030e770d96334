package import Model

/// What the preflight saw, by area, each with why it matters and what to do.
package enum PreflightPage {
    /// Areas in the order in which they are reported, by the first part of a finding's id.
    private static let areas: [(prefix: String, title: String)] = [
        ("tool", "This program"), ("storage", "Disk"), ("machine", "Machine now"), ("cpu", "CPU"),
        ("memory", "Memory"), ("cgroup", "Control group"), ("clock", "Clock"),
        ("limits", "Limits of this process"), ("system", "System"),
    ]

    /// Every finding, and at the end whether one blocks a verdict.
    package static func page(_ checkup: PreflightReport) -> Page {
        var page = Page()
        page.body.labelled("machine", MachineText.host(checkup.host))
        if let storage = checkup.storage {
            page.body.labelled("disk", MachineText.storage(storage))
        }
        var quiet: [String] = []
        for (prefix, title) in areas {
            let findings = checkup.findings.filter { area(of: $0) == prefix }
            if findings.isEmpty {
                if prefix != "storage" || checkup.storage != nil { quiet.append(title) }
                continue
            }
            page.body.heading(title)
            for finding in findings { show(finding, &page.body) }
        }
        let known = Set(areas.map(\.prefix))
        let others = checkup.findings.filter { !known.contains(area(of: $0)) }
        if !others.isEmpty {
            page.body.heading("Other")
            for finding in others { show(finding, &page.body) }
        }
        page.body.gap()
        if checkup.storage == nil {
            page.body.item(
                "Disk: not looked at; name a directory on it with --path DIR", sign: "·")
        }
        if !quiet.isEmpty {
            page.body.item("nothing to fix: " + quiet.joined(separator: ", "), .good, sign: "✓")
        }
        page.conclusion.paragraph(
            summary(checkup.findings), checkup.isBlocked ? .bad : .plain, importance: .key)
        return page
    }

    private static func show(_ finding: Finding, _ page: inout Page.Blocks) {
        page.finding(finding, sign: finding.severity.sign, why: "Why: ")
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
            return count == 0 ? nil : counted(count, one, many)
        }
        let rest = [count(.advisory, "advisory", "advisories"), count(.note, "note", "notes")]
            .compactMap(\.self).joined(separator: ", ")
        if let blocking = count(.blocking, "finding blocks", "findings block") {
            return "BLOCKED: \(blocking) a verdict" + (rest.isEmpty ? "." : "; \(rest).")
        }
        return "Nothing blocks a verdict" + (rest.isEmpty ? "." : "; \(rest).")
    }
}
