import Interchange
import Model
import Testing

struct PastedErrorsTests {
    private func failure(_ text: String) -> InterchangeError? {
        do throws(InterchangeError) {
            _ = try PastedScores(text: text)
            return nil
        } catch {
            return error
        }
    }

    private func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test(arguments: ["", "\n\n", "hello", "| a | b |\n|---|---|\n| 1 | 2 |", "🏁 done: 1.00 GiBs"])
    func aTextWithoutScoresSaysWhatToPaste(text: String) throws {
        let error = try #require(failure(text))
        guard case .nothingFound = error else {
            Issue.record("\(error)")
            return
        }
        #expect(error.description.contains("| Category | Function | Score |"))
    }

    @Test(arguments: [
        PastedTables.current, PastedTables.old, PastedTables.boxed, PastedTables.heavyBoxed,
    ])
    func aTableCutAfterAnyLineIsAnErrorThatNamesThatLine(text: String) {
        let all = lines(text)
        guard let header = all.firstIndex(where: { $0.contains("Category") }),
            let last = all.lastIndex(where: { $0.hasPrefix("+--") || $0.hasPrefix("└") })
        else {
            Issue.record("no table")
            return
        }
        for end in (header + 1)..<last {
            let cut = all[..<end].joined(separator: "\n")
            // With a table of repeated borders, its last row and border may be what is missing.
            #expect(throws: InterchangeError.self, "cut after line \(end)") {
                _ = try PastedScores(text: cut)
            }
            #expect(failure(cut)?.description.hasPrefix("line \(end): ") == true)
            #expect(failure(cut + "\n$ exit\n")?.description.hasPrefix("line \(end): ") == true)
        }
    }

    @Test func aTableCutAtAnyCharacterIsNeverTakenForAWholeOne() {
        let text = lines(PastedTables.current)[2...14].joined(separator: "\n")
        let characters = Array(text)
        // The last border is told by its first few strokes.
        for end in 0..<(characters.count - 90) {
            #expect(throws: InterchangeError.self) {
                _ = try PastedScores(text: String(characters[..<end]))
            }
        }
    }

    @Test func aMarkdownTableNeedsTheFiveRowsOfEveryNode() {
        let cut = lines(PastedTables.markdown)[..<8].joined(separator: "\n")
        #expect(failure(cut) == .tableCut(line: 8, detail: "Rnd Write missing"))
    }

    @Test func aTableOfRepeatedBordersNeedsTheFiveRowsOfEveryNode() {
        let cut = lines(PastedTables.old)[..<7].joined(separator: "\n")
        #expect(
            failure(cut) == .tableCut(line: 7, detail: "Copy, Seq Write, Rnd Write missing"))
    }

    @Test func aClosedTableOfFewerRowsIsRead() throws {
        var all = lines(PastedTables.current)
        all.removeSubrange(7...8)
        let five = all.joined(separator: "\n").replacing("From 6", with: "From 5")
        #expect(try PastedScores(text: five).scores.count == 5)
        #expect(
            failure(five.replacing("From 5", with: "From 6"))
                == .rowCountDiffers(line: 16, said: 6, found: 5))
    }

    @Test func aRowLostFromTheMiddleIsNoticedByTheCountBelow() {
        var all = lines(PastedTables.current)
        all.remove(at: 9)
        #expect(
            failure(all.joined(separator: "\n"))
                == .rowCountDiffers(line: 17, said: 6, found: 5))
    }

    @Test func aSecondTableIsNamedByItsLine() {
        for second in [PastedTables.current, PastedTables.markdown] {
            let text = PastedTables.current + "\n\n" + second
            guard case .secondTable(_, first: 4)? = failure(text) else {
                Issue.record("\(String(describing: failure(text)))")
                continue
            }
        }
        let text = PastedTables.current + "\n" + PastedTables.current
        #expect(failure(text) == .secondTable(line: 23, first: 4))
        // Right below the last border of the first, with no line between.
        let table = lines(PastedTables.old)
        #expect(
            failure((table + table).joined(separator: "\n")) == .secondTable(line: 15, first: 2))
    }

    @Test func theSameRowTwiceIsNamed() {
        var all = lines(PastedTables.current)
        all.insert(all[9], at: 11)
        #expect(
            failure(all.joined(separator: "\n"))
                == .scoreTwice(line: 12, function: "SR25519-Verify", first: 10))
    }

    @Test(arguments: [
        "", "fast", "637.62", "637.62 KBs", "637,62 KiBs", "6e2 KiBs", "1.2.3 KiBs",
        "637.62 KiBs9", ". KiBs", "- KiBs", "٣ KiBs", "637.62 TiBs",
    ])
    func aFigureThatCannotBeReadIsNamed(figure: String) {
        let text = PastedTables.current.replacing("| 637.62 KiBs | 637", with: "| \(figure) | 637")
        #expect(
            failure(text)
                == .unreadableScore(line: 10, function: "SR25519-Verify", excerpt: figure))
        #expect(
            failure("🏁 Memory score: \(figure)")
                == .unreadableScore(line: 1, function: "Copy", excerpt: figure))
    }

    @Test(arguments: [
        "0.00 KiBs", "-1.00 KiBs", "NaN KiBs", "inf GiBs", "-inf GiBs", "+1 GiBs",
        "99999999999.00 GiBs", "0.00000000000000000000000001 KiBs",
    ])
    func anImpossibleFigureIsRefused(figure: String) {
        let text = PastedTables.current.replacing("| 637.62 KiBs | 637", with: "| \(figure) | 637")
        #expect(
            failure(text)
                == .impossibleScore(line: 10, function: "SR25519-Verify", excerpt: figure))
    }

    @Test func anUnknownFunctionIsNamed() {
        let text = PastedTables.current.replacing("SR25519-Verify", with: "ED25519-Verify")
        #expect(failure(text) == .unknownFunction(line: 10, excerpt: "CPU ED25519-Verify"))
        let moved = PastedTables.current.replacing("Memory   | Copy", with: "Disk     | Copy")
        #expect(failure(moved) == .unknownFunction(line: 12, excerpt: "Disk Copy"))
    }

    @Test func aParallelScoreOfOtherCoresIsRefused() {
        let table = PastedTables.current.replacing("Parallel-8", with: "Parallel-4")
        #expect(failure(table) == .otherCoreCount(line: 8, excerpt: "CPU BLAKE2-256-Parallel-4"))
        let log = PastedTables.startLogNew.replacing("cores: 8", with: "cores: 16")
        #expect(failure(log) == .otherCoreCount(line: 1, excerpt: "with expected cores: 16"))
    }

    @Test func aRowWithoutItsHeaderIsNamed() {
        let row = "| CPU | BLAKE2-256 | 1.00 GiBs | 1000.00 MiBs | Pass |"
        #expect(failure("look:\n" + row) == .rowWithoutHeader(line: 2, excerpt: row))
        #expect(
            failure(PastedTables.current + "\n" + row) == .rowWithoutHeader(line: 20, excerpt: row))
    }

    @Test func aLineBeyondAllLogsIsRefusedBeforeItIsHeld() {
        var reader = PastedScoresReader()
        #expect(throws: InterchangeError.lineTooLong(line: 3, limitBytes: 65_536)) {
            try reader.read(ArraySlice("a\nb\n".utf8))
            for _ in 0..<100 { try reader.read(ArraySlice(repeating: 0x7C, count: 1000)) }
        }
        let longest = String(repeating: "x", count: 65_536)
        #expect(failure(longest) == .nothingFound(lines: 1))
    }

    @Test func aHostileTextCannotSteerTheTerminal() throws {
        let hostile = "\u{1B}[2J\u{202E}\u{0}`evil`" + String(repeating: "y", count: 500)
        let text = PastedTables.current.replacing("SR25519-Verify", with: hostile)
        let message = try #require(failure(text)).description
        #expect(message.hasPrefix("line 10: unknown benchmark `CPU evilyyy"))
        #expect(message.count < 250)
        #expect(!message.unicodeScalars.contains { $0.properties.generalCategory == .control })
    }

    @Test func bytesThatAreNoTextAreNothing() {
        var reader = PastedScoresReader()
        var seed: UInt64 = 1
        var bytes: [UInt8] = []
        for _ in 0..<20_000 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes.append(UInt8(truncatingIfNeeded: seed >> 33))
        }
        #expect(throws: InterchangeError.self) {
            try reader.read(bytes[...])
            _ = try reader.finish()
        }
    }

    /// A start is chosen in a log; that a table is no log is the reason, and not that none is there.
    @Test func aTableHasNoStarts() throws {
        let text = "hello\n" + PastedTables.current
        let header = try #require(lines(text).firstIndex { $0.contains("Category") }) + 1
        for start in [StartNumber.first, .last, .number(2)] {
            do throws(InterchangeError) {
                _ = try PastedScores(text: text, start: start)
                Issue.record("it was read")
            } catch {
                #expect(error == .tableWithoutStart(line: header))
                #expect(error.description.contains("leave --start out"))
            }
        }
        // A log beside the table has a start.
        let both = try PastedScores(text: text + "\n" + PastedTables.startLogNew, start: .last)
        #expect(both.form == .startLog)
    }

    @Test(arguments: ["0.000000000000000000001 KiBs", "0.0001 KiBs", "0.0000000001 GiBs"])
    func aScoreNextToNothingIsNone(score: String) {
        guard case .impossibleScore? = failure("🏁 Memory score: " + score) else {
            Issue.record("\(score) was read")
            return
        }
        #expect(failure("🏁 Memory score: 0.01 KiBs") == nil)
    }
}
