import Model

/// Texts that would break a format that takes them as they are.
enum HostileTexts {
    static let all = [
        "<script>alert(1)</script>", "a\"b'c`d", "one\ntwo\r\nthree\rfour", "tab\tand \u{0} NUL",
        String(repeating: "long ", count: 2048), "\u{1}\u{8}\u{1B}[31m\u{7F}\u{FFFE}\u{FFFF}",
        "\u{2028}\u{2029}\u{85}\u{202E}turned", "]]> --> ?> &amp; &#0; &", "\\ \\\" \\n {} }",
        "\"} 1\ntouchstone_forged{x=\"", "=cmd|'/c calc'!A0", "+1+1", "-1+1", "@SUM(A1)", " \t=1+1",
        "＝1", "::error title=x::forged", "\n::stop-commands::x", "%0A%25", "a,b;c:d", "", " ",
        "</details><details open>", "```\n# heading\n| a | b |",
        "🙂 e\u{301} \u{1F469}\u{200D}\u{1F4BB}",
    ]

    /// A report in which every text from outside is this one, ids and all.
    static func report(_ text: String) -> Report {
        var report = SampleReports.hostile(text)
        report.record.id = text
        report.record.plan.preset = text
        report.record.tool.version = text
        report.record.host?.cpu.microcode = text
        report.record.host?.system.mitigations = MitigationFacts(
            setting: text, states: [text: text])
        report.record.probes[0].id = text
        report.record.probes[1].implementation?.name = text
        report.verdict?.profile.id = text
        report.verdict?.profile.digest = text
        for index in report.verdict?.requirements.indices ?? 0..<0 {
            report.verdict?.requirements[index].requirement.source = Source(
                document: text, revision: text, date: text)
        }
        let title = MetricDefinition(
            id: MetricID(rawValue: text), unit: .bytesPerSecond, direction: .higherIsBetter,
            title: text)
        report.record.probes[0].metrics.append(title)
        return report
    }

    /// One report with all texts, each in another field, for the validators outside.
    static func mixed() -> Report {
        var report = report("=1+1")
        let texts = all
        for index in report.verdict?.requirements.indices ?? 0..<0 {
            report.verdict?.requirements[index].title = texts[index % texts.count]
            report.verdict?.requirements[index].reason = texts[(index + 11) % texts.count]
        }
        report.record.findings = texts.map {
            Finding(id: "a", severity: .note, seen: $0, matters: "b", remedy: "c")
        }
        report.record.probes = texts.enumerated().map { index, text in
            ProbeRecord(
                id: text, methodVersion: 1, status: index.isMultiple(of: 2) ? .measured : .failed,
                reason: "a reason",
                metrics: [
                    MetricDefinition(
                        id: MetricID(rawValue: text), unit: Unit.allCases[index % 8],
                        direction: .higherIsBetter, title: text)
                ],
                implementation: Implementation(name: "portable"),
                blocks: [
                    BlockRecord(
                        round: 0, phase: .kept, startedSeconds: 0,
                        samples: [
                            MetricID(rawValue: text): .rate(RateSample(work: 1, seconds: 3))
                        ])
                ])
        }
        return report
    }
}
