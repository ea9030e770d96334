/// What happens to a table between the terminal it was printed on and the file it is read from.
enum Dressing: CaseIterable {
    case windowsLineEnds, carriageReturns, codeFence, quotation, doubleSpacing, colour
    case titleSequence, logPrefixes, prefixesWithBar, prefixesWithDashes, byteOrderMark
    case noBreakIndentation, otherTables, hiddenInWords, softHyphens, bareColourWithColons
    case journalExport, timedPairs

    func dress(_ text: String) -> String {
        switch self {
        case .windowsLineEnds: eachLine(text, end: "\r\n") { $0 }
        case .carriageReturns: eachLine(text, end: "\r") { $0 }
        case .codeFence: "Here you go:\n```\n\(text)\n```\nThanks | all"
        case .quotation: eachLine(text) { "> " + $0 }
        case .doubleSpacing: eachLine(text, end: "\n\n") { $0 }
        case .colour: eachLine(text) { "\u{1B}[1;32m\($0)\u{1B}[0m" }
        case .titleSequence: "\u{1B}]0;node\u{07}" + text
        case .logPrefixes: eachLine(text) { "2024-09-05T10:11:12Z  INFO main machine: " + $0 }
        case .prefixesWithBar: eachLine(text) { "node-1  | " + $0 }
        case .prefixesWithDashes:
            eachLine(text) { "<30>1 2025-12-05T10:00:01Z host node 1 - - " + $0 }
        case .hiddenInWords: text.replacing("o", with: "o\u{200B}")
        case .softHyphens: text.replacing("r", with: "\u{AD}r")
        case .bareColourWithColons: eachLine(text) { "[38:5:2m\($0)[0m" }
        case .journalExport:
            eachLine(text) { "__CURSOR=s=1\n_PID=1\nSYSLOG_IDENTIFIER=node\nMESSAGE=\($0)\n" }
        case .timedPairs:
            #"{"values":["#
                + eachLine(text, end: "") { "[\"1733392801000\", \"\($0)\"]," } + "]}"
        case .byteOrderMark: "\u{FEFF}" + text
        case .noBreakIndentation: eachLine(text) { "\u{A0}\u{A0}" + $0 }
        case .otherTables: "+---+\n| a |\n+---+\n\n\(text)\n\n| b | c |\n|---|---|\n| 1 | 2 |"
        }
    }

    private func eachLine(
        _ text: String, end: String = "\n", _ change: (String) -> String
    ) -> String {
        text.split(separator: "\n").map { change(String($0)) }.joined(separator: end)
    }
}
