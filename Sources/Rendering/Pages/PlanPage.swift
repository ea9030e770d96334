package import Model

/// What a run would do.
package enum PlanPage {
    /// Time, disk and steps of the run, and the differences it would detect.
    package static func page(_ outline: RunEstimate) -> Page {
        var page = Page(title: "Plan: preset \(outline.preset)")
        page.body.labelled(
            "rounds",
            "\(outline.warmupRounds) of warm-up, \(outline.keptRounds) kept"
                + (outline.keptRoundsMax > outline.keptRounds
                    ? "; up to \(outline.keptRoundsMax) for what is undecided" : ""))
        page.body.labelled("time", time(outline))
        page.body.labelled("disk", disk(outline))
        for probe in outline.leftOut {
            page.body.labelled(
                "left out",
                "\(SafeText.line(probe.probe, limit: 60)): "
                    + SafeText.line(probe.reason, limit: 200))
        }
        page.body.gap()
        var table = Page.Table([
            .text("step"), .figures("blocks"),
            .figures("at least"), .figures("scratch"),
        ])
        table.append(
            ["noise of the machine", "–", seconds(outline.noiseFloorSeconds), "–"]
                .map { Page.Cell($0) })
        for step in outline.steps {
            table.append(
                [
                    SafeText.line(step.probe, limit: 60),
                    step.isStaged ? "stage" : "\(step.blocks)",
                    seconds(step.secondsMin),
                    step.scratchBytes > 0
                        ? bytesText(step.scratchBytes) : "–",
                ].map { Page.Cell($0) })
        }
        page.body.table(table)
        detectableDifferences(outline, &page.body)
        return page
    }

    private static func time(_ outline: RunEstimate) -> String {
        let typical = outline.noiseFloorSeconds + outline.secondsTypical
        var text = "about \(seconds(typical)), longer on a slow disk"
        if outline.fillBytes > 0 {
            text += ", and the time to write \(bytesText(outline.fillBytes)) first"
        }
        if outline.timeBudgetSeconds > 0 {
            text += "; with further rounds it ends within \(seconds(outline.timeBudgetSeconds))"
        }
        if outline.steps.contains(where: \.isOpenEnded) {
            text += "; stages that last as long as the machine takes come on top"
        }
        return text
    }

    private static func disk(_ outline: RunEstimate) -> String {
        if outline.scratchBytes == 0 { return "nothing is written" }
        if let limit = outline.writeLimitBytes {
            return
                "\(bytesText(outline.scratchBytes)) at once; never more than \(bytesText(limit)) "
                + "written in all (--max-write), at most \(bytesText(outline.writtenBytes)) before "
                + "further rounds"
        }
        var text =
            "\(bytesText(outline.scratchBytes)) at once, written over and over: at most "
            + bytesText(outline.writtenBytes)
        if outline.writtenBytesMax > outline.writtenBytes {
            text += ", or \(bytesText(outline.writtenBytesMax)) with all further rounds"
        }
        return text + ", reached only by a disk of "
            + QuantityFormat.text(outline.diskRate, .bytesPerSecond)
            + "; blocks end by time, so a slower one is written less"
    }

    private static func detectableDifferences(_ outline: RunEstimate, _ page: inout Page.Blocks) {
        guard !outline.detectableDifferences.isEmpty else { return }
        page.gap()
        page.paragraph(
            "Smallest difference from a limit that this run would detect (80 % power), by the "
                + "noise of its blocks (drift between runs comes on top, see `touchstone noise`):")
        var table = Page.Table([
            .figures("noise"), .figures("first analysis"), .figures("last analysis"),
        ])
        for difference in outline.detectableDifferences {
            table.append(
                [
                    difference.noisePercent, difference.firstLookPercent,
                    difference.lastLookPercent,
                ].map { percent in
                    Page.Cell(percent.map { QuantityFormat.percent($0, places: 1) } ?? "–")
                })
        }
        page.table(table)
    }

    private static func seconds(_ value: Double) -> String {
        value >= 10 && value < 59.5
            ? "\(Int(value.rounded(.up))) s" : QuantityFormat.duration(seconds: value)
    }
}
