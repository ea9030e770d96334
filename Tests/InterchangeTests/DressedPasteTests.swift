import Interchange
import Model
import Testing

/// A paste says the same in whatever dress it comes.
struct DressedPasteTests {
    private func scores(_ bytes: [UInt8]) throws -> [NodeMetric: String] {
        let pasted = try PastedScores(bytes: bytes)
        return Dictionary(
            uniqueKeysWithValues: pasted.scores.map { ($0.metric, $0.printed.text) })
    }

    private func scores(_ text: String) throws -> [NodeMetric: String] {
        try scores(Array(text.utf8))
    }

    static let startLogs = [
        PastedTables.startLogNew, PastedTables.startLogOld, PastedTables.startLogFirst,
        PastedTables.startLogOfACollator,
    ]

    @Test(arguments: WebDressing.allCases)
    func tablesAreReadThroughEveryDressing(dressing: WebDressing) throws {
        for text in [PastedTables.current, PastedTables.old, PastedTables.boxed] {
            // Characters of box drawing are lost with the emoji.
            if text == PastedTables.boxed, [.emojiLost, .questionMarks].contains(dressing) {
                continue
            }
            let dressed = dressing.dress(text)
            #expect(try scores(dressed) == scores(text), "\(dressed.prefix(2000))")
        }
    }

    @Test(arguments: WebDressing.allCases)
    func startLogsAreReadThroughEveryDressing(dressing: WebDressing) throws {
        for text in Self.startLogs {
            let dressed = dressing.dress(text)
            #expect(try scores(dressed) == scores(text), "\(dressed.prefix(2000))")
        }
    }

    @Test(arguments: SavedAs.allCases)
    func everyEncodingOfUnicodeIsRead(encoding: SavedAs) throws {
        for text in [PastedTables.current, PastedTables.boxed] + Self.startLogs {
            // Behind the older log the zeros are dropped, and box drawing is lost with them.
            if encoding == .appendedUTF16, text == PastedTables.boxed { continue }
            let bytes = encoding.bytes(text)
            #expect(try scores(bytes) == scores(text))
            #expect(try scores(encoding.bytes(text.replacing("\n", with: "\r\n"))) == scores(text))
            // Cut between the halves of a character.
            for size in [1, 3, 1000] {
                var reader = PastedScoresReader()
                var rest = bytes[...]
                while !rest.isEmpty {
                    try reader.read(rest.prefix(size))
                    rest = rest.dropFirst(size)
                }
                #expect(try reader.finish() == PastedScores(bytes: bytes))
            }
        }
    }

    @Test func aLineInWindows1252IsRead() throws {
        let text = PastedTables.old.replacing("✅", with: "").replacing("❌", with: "")
        let bytes = text.utf8.flatMap { $0 == 0x20 ? [0xA0] : [$0] }
        #expect(try scores(bytes) == scores(PastedTables.old))
    }

    /// Columns without bars, as spreadsheets and pages give them.
    @Test(arguments: ["\t", " \t ", ",", ", ", ";", "  ", "    "])
    func columnsMayBeSeparatedOtherwise(separator: String) throws {
        let lines = PastedTables.markdown.split(separator: "\n").filter {
            $0.contains("|") && !$0.contains("---")
        }
        let rows = lines.map { line in
            line.split(separator: "|").map { $0.trimmingPrefix(" ") }
                .map { $0.last == " " ? $0.dropLast() : $0 }
        }
        let plain = rows.map { $0.joined(separator: separator) }.joined(separator: "\n")
        #expect(try scores(plain + "\n\nIs that, enough; or not?") == scores(PastedTables.markdown))
        if separator.contains("  ") { return }
        let quoted = rows.map { $0.map { "\"\($0)\"" }.joined(separator: separator) }
        #expect(try scores(quoted.joined(separator: "\n")) == scores(PastedTables.markdown))
        // A row that got lost.
        #expect(throws: InterchangeError.self) {
            try scores(plain.split(separator: "\n").dropLast().joined(separator: "\n"))
        }
    }

    @Test(arguments: [
        ("", "", ""), ("\n", "", ""), ("\n", "\n  ", " class=\"x\""), ("", "\n", "\n  style=\"a\""),
    ])
    func tablesOfHTMLAreRead(afterRow: String, afterCell: String, attribute: String) throws {
        let lines = PastedTables.markdown.split(separator: "\n").filter {
            $0.contains("|") && !$0.contains("---")
        }
        let rows = lines.enumerated().map { index, line in
            let tag = index == 0 ? "th" : "td"
            let cells = line.split(separator: "|").map {
                "<\(tag)\(attribute)><b>\($0)</b></\(tag)>" + afterCell
            }
            return "<tr>" + afterCell + cells.joined() + "</tr>" + afterRow
        }
        let page = "<p>My box:</p><table>" + rows.joined() + "</table><p>Is it | enough?</p>"
        #expect(try scores(page) == scores(PastedTables.markdown))
        // Ends that may be left out.
        let open = page.replacing("</td>", with: "").replacing("</th>", with: "")
            .replacing("</tr>", with: "")
        #expect(try scores(open) == scores(PastedTables.markdown))
    }

    @Test func aMarkdownTableOnOneLineIsRead() throws {
        for end in [" ", ""] {
            let lines = PastedTables.markdown.split(separator: "\n")
            let text = lines.joined(separator: end)
            #expect(try scores(text) == scores(PastedTables.markdown), "\(text)")
        }
        let spaced = PastedTables.markdown.replacing(
            "|:---|:---|---:|---:|---|", with: "| :--- | :--- | ---: | ---: | --- |")
        #expect(
            try scores(spaced.split(separator: "\n").joined(separator: " "))
                == scores(PastedTables.markdown))
    }

    @Test(arguments: [
        ([0x1F, 0x8B, 8, 0, 0], "gzip"), ([0x28, 0xB5, 0x2F, 0xFD, 0], "Zstandard"),
        ([0x50, 0x4B, 3, 4], "ZIP"), ([0x25, 0x50, 0x44, 0x46, 0x2D], "PDF"),
        ([0x89, 0x50, 0x4E, 0x47], "picture"), ([0x7F, 0x45, 0x4C, 0x46], "program"),
    ])
    func aFileThatIsNoTextIsToldAsWhatItIs(bytes: [UInt8], kind: String) throws {
        let error = #expect(throws: InterchangeError.self) { try scores(bytes) }
        #expect(error?.description.contains(kind) == true)
    }

    @Test(arguments: [
        ("{\n  \"record\": {},\n  \"schemaVersion\" : 1\n}", "touchstone judge"),
        ("[{\"metric\": \"Blake2256\", \"minimum\": 783.27}]", "profiles import"),
        ("{\n  \"fio version\" : \"fio-3.33\"\n}", "fio"),
        ("sysbench 1.0.20 (using system LuaJIT 2.1.0-beta3)", "sysbench"),
    ])
    func aTextOfAnotherKindIsToldAsWhatItIs(text: String, kind: String) throws {
        let error = #expect(throws: InterchangeError.self) { try scores(text) }
        #expect(error?.description.contains(kind) == true)
    }
}
