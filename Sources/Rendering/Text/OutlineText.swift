package import Model

/// What a run would do, for whoever starts it.
package enum OutlineText {
    /// The text, each line at most `style.columns` wide, with a final line feed.
    package static func render(_ outline: RunOutline, style: Style = Style()) -> String {
        var page = TextPage(style: style)
        page.paragraph("Plan: preset \(outline.preset)", .heading)
        page.labelled(
            "rounds",
            "\(outline.warmupRounds) of warm-up, \(outline.keptRounds) kept"
                + (outline.keptRoundsMax > outline.keptRounds
                    ? "; up to \(outline.keptRoundsMax) for what is undecided" : ""))
        page.labelled("time", time(outline))
        page.labelled("disk", disk(outline))
        for probe in outline.leftOut {
            page.labelled(
                "left out",
                "\(SafeText.line(probe.probe, limit: 60)): "
                    + SafeText.line(probe.reason, limit: 200))
        }
        page.blank()
        var table = TextTable(columns: [
            .init(title: "step", flexible: true), .init(title: "blocks", right: true),
            .init(title: "at least", right: true), .init(title: "scratch", right: true),
        ])
        table.append(
            ["noise of the machine", "–", seconds(outline.noiseFloorSeconds), "–"]
                .map { .init(text: $0) })
        for step in outline.steps {
            table.append(
                [
                    SafeText.line(step.probe, limit: 60),
                    step.isStaged ? "stage" : "\(step.blocks)",
                    seconds(step.secondsMin),
                    step.scratchBytes > 0
                        ? QuantityFormat.text(Double(step.scratchBytes), .bytes) : "–",
                ].map { .init(text: $0) })
        }
        page.table(table)
        detectableDifferences(outline, &page)
        return page.text
    }

    private static func time(_ outline: RunOutline) -> String {
        let typical = outline.noiseFloorSeconds + outline.secondsTypical
        var text = "about \(seconds(typical)), longer on a slow disk"
        if outline.fillBytes > 0 {
            text += ", and the time to write \(bytes(outline.fillBytes)) first"
        }
        if outline.timeBudgetSeconds > 0 {
            text += "; with further rounds it ends within \(seconds(outline.timeBudgetSeconds))"
        }
        if outline.steps.contains(where: \.isOpenEnded) {
            text += "; stages that last as long as the machine takes come on top"
        }
        return text
    }

    private static func bytes(_ count: Int) -> String {
        QuantityFormat.text(Double(count), .bytes)
    }

    private static func disk(_ outline: RunOutline) -> String {
        if outline.scratchBytes == 0 { return "nothing is written" }
        if let limit = outline.writeLimitBytes {
            return "\(bytes(outline.scratchBytes)) at once; never more than \(bytes(limit)) "
                + "written in all (--max-write), at most \(bytes(outline.writtenBytes)) before "
                + "further rounds"
        }
        var text =
            "\(bytes(outline.scratchBytes)) at once, written over and over: at most "
            + bytes(outline.writtenBytes)
        if outline.writtenBytesMax > outline.writtenBytes {
            text += ", or \(bytes(outline.writtenBytesMax)) with all further rounds"
        }
        return text + ", reached only by a disk of "
            + QuantityFormat.text(outline.diskRate, .bytesPerSecond)
            + "; blocks end by time, so a slower one is written less"
    }

    private static func detectableDifferences(_ outline: RunOutline, _ page: inout TextPage) {
        guard !outline.detectableDifferences.isEmpty else { return }
        page.blank()
        page.paragraph(
            "Smallest distance from a limit that is seen four times in five, by the noise of the "
                + "blocks (drift between runs comes on top, see `touchstone noise`):")
        var table = TextTable(columns: [
            .init(title: "noise", right: true), .init(title: "first look", right: true),
            .init(title: "last look", right: true),
        ])
        for difference in outline.detectableDifferences {
            table.append(
                [
                    percent(difference.noisePercent), percent(difference.firstLookPercent),
                    difference.lastLookPercent.map(percent) ?? "–",
                ].map { .init(text: $0) })
        }
        page.table(table)
    }

    private static func percent(_ value: Double) -> String {
        DecimalText.grouped(value, places: 1) + " %"
    }

    private static func seconds(_ value: Double) -> String {
        value >= 10 && value < 59.5
            ? "\(Int(value.rounded(.up))) s" : QuantityFormat.duration(seconds: value)
    }
}
