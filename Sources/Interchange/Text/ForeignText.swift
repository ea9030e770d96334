/// Tells what a text is that is neither a table nor a start log, so that the message can say so.
enum ForeignText {
    /// How many lines are looked at.
    static let linesMax = 200

    /// Each with what only such a text has.
    private static let marks: [(mark: [UInt8], kind: String)] = [
        (
            "\"schemaVersion\"",
            "this is a report of this program: `touchstone judge` and `touchstone explain` read it"
        ),
        (
            "\"Blake2256\"",
            "this is a node's reference_hardware.json: `touchstone profiles import` reads it"
        ),
        ("\"fio version\"", other("fio")), ("fio-3.", other("fio")),
        ("sysbench ", other("sysbench")), ("Yet-Another-Bench-Script", other("yabs")),
        ("Geekbench", other("Geekbench")), ("STREAM version", other("STREAM")),
    ]
    .map { (Array($0.0.utf8), $0.1) }

    /// What the line shows the text to be; nil if it shows nothing.
    static func kind(of line: ArraySlice<UInt8>) -> String? {
        marks.first { line.contains($0.mark) }?.kind
    }

    private static func other(_ program: String) -> String {
        "this is \(program)'s output, which measures otherwise than a node: paste the table of "
            + "`benchmark machine` or the score lines of the node's start"
    }
}
