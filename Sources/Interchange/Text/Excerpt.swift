internal import Model

/// Foreign text made fit for an error message: one short line that cannot steer a terminal.
enum Excerpt {
    /// Longest excerpt in characters; ours: about half a terminal line.
    static let limit = 60

    /// The trimmed text with every control, format or unassigned character shown as `?`.
    static func of(_ text: some StringProtocol) -> String {
        var result = ""
        var count = 0
        for scalar in text.trimmingSpace().unicodeScalars {
            if count == limit { return result + "…" }
            count += 1
            // The excerpt stands between backquotes.
            let isShown = scalar.isHarmless && scalar != "`"
            result.unicodeScalars.append(isShown ? scalar : "?")
        }
        return result
    }
}

extension StringProtocol {
    /// The text without white space at its ends, no-break spaces included.
    func trimmingSpace() -> SubSequence {
        let isSpace: (Character) -> Bool = { $0.isWhitespace }
        guard let start = firstIndex(where: { !isSpace($0) }),
            let last = lastIndex(where: { !isSpace($0) })
        else { return self[endIndex..<endIndex] }
        return self[start...last]
    }
}
