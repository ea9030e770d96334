package import Model

/// That a stored verdict is not what its samples say, in words.
package enum DoubtText {
    /// The most lines that are named; the others are counted.
    private static let linesMax = 4

    /// One sentence, with both verdicts and the lines that differ.
    package static func sentence(_ doubt: VerdictDoubt) -> String {
        let stored = doubt.stored.machineWords
        var text = "the stored verdict is not what its samples say: "
        text +=
            doubt.stored == doubt.samples
            ? "\(stored) as stored, but by other lines"
            : "stored is \(stored), the samples say \(doubt.samples.machineWords)"
        let lines = doubt.lines.prefix(linesMax).map { line in
            let title = SafeText.line(line.title, limit: 60)
            return line.samples == line.stored
                ? "\(title): another figure"
                : "\(title): \(line.stored.word) stored, \(line.samples?.word ?? "no such line")"
        }
        let rest = doubt.lines.count - lines.count
        let named = lines + (rest > 0 ? ["\(rest) more"] : [])
        if !named.isEmpty { text += " (\(named.joined(separator: "; ")))" }
        let version = SafeText.line(doubt.writtenBy, limit: 20)
        return text
            + "; the report says that Touchstone \(version) wrote it: it was changed since, or "
            + "that version had other rules"
    }
}
