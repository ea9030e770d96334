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
                    scratch(step),
                ].map { .init(text: $0) })
        }
        page.table(table)
        for step in outline.steps {
            guard let reason = step.leftOut else { continue }
            page.paragraph("\(SafeText.line(step.probe, limit: 60)) is left out: \(reason)")
        }
        sights(outline, &page)
        return page.text
    }

    private static func scratch(_ step: RunOutline.Step) -> String {
        if step.leftOut != nil { return "left out" }
        let own =
            step.scratchBytes > 0 ? QuantityFormat.text(Double(step.scratchBytes), .bytes) : nil
        let parts = [own, step.sharesFile ? "shared" : nil].compactMap(\.self)
        return parts.isEmpty ? "–" : parts.joined(separator: " + ")
    }

    private static func time(_ outline: RunOutline) -> String {
        let typical = outline.noiseFloorSeconds + outline.secondsTypical
        var text = "about \(seconds(typical)), longer on a slow disk"
        if outline.timeBudgetSeconds > 0 {
            text += "; further rounds must end within \(seconds(outline.timeBudgetSeconds))"
        }
        if outline.steps.contains(where: \.isOpenEnded) { text += "; stages come on top" }
        return text
    }

    private static func disk(_ outline: RunOutline) -> String {
        let disk = outline.disk
        if disk.occupiedBytes == 0 { return "nothing is written" }
        func bytes(_ count: Int) -> String { QuantityFormat.text(Double(count), .bytes) }
        func rate(_ value: Double) -> String { QuantityFormat.text(value, .bytesPerSecond) }
        var text = "\(bytes(disk.occupiedBytes)) at once"
        if disk.sharedFileBytes > 0 {
            text += ", \(bytes(disk.sharedFileBytes)) of it one file that disk probes share"
        }
        if let margin = disk.marginBytes { text += "; \(bytes(margin)) or more stay free" }
        text +=
            "; written in all: about \(bytes(disk.writtenBytesTypical)) on a disk of "
            + "\(rate(disk.typicalRate)), "
        if let cap = disk.capBytes { return text + "never more than \(bytes(cap)) (--max-write)" }
        text += "at most \(bytes(disk.writtenBytesMax)) "
        if disk.writtenBytesMaxExtended > disk.writtenBytesMax {
            text += "(\(bytes(disk.writtenBytesMaxExtended)) with all further rounds) "
        }
        return text + "on one of \(rate(disk.fastestRate)), since blocks end by time; "
            + "--max-write SIZE sets a limit"
    }

    private static func sights(_ outline: RunOutline, _ page: inout TextPage) {
        guard !outline.sights.isEmpty else { return }
        page.blank()
        page.paragraph(
            "Smallest distance from a limit that is seen four times in five, by the noise of the "
                + "blocks (drift between runs comes on top, see `touchstone noise`):")
        var table = TextTable(columns: [
            .init(title: "noise", right: true), .init(title: "first look", right: true),
            .init(title: "last look", right: true),
        ])
        for sight in outline.sights {
            table.append(
                [
                    percent(sight.noisePercent), percent(sight.firstLookPercent),
                    sight.lastLookPercent.map(percent) ?? "–",
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
