import Interchange
import Model
import Testing

/// The score lines of a node's start: twice from a collator, of several starts, with lost emoji.
struct StartLogTests {
    private func scores(_ text: String, start: StartNumber? = nil) throws -> [NodeMetric: String] {
        let pasted = try PastedScores(text: text, start: start)
        #expect(pasted.form == .startLog)
        return Dictionary(
            uniqueKeysWithValues: pasted.scores.map { ($0.metric, $0.printed.text) })
    }

    private func failure(_ text: String, start: StartNumber? = nil) -> InterchangeError? {
        do throws(InterchangeError) {
            _ = try PastedScores(text: text, start: start)
            return nil
        } catch {
            return error
        }
    }

    static let four: [NodeMetric: String] = [
        .blake2b256: "1.16 GiBs", .memoryCopy: "1.11 GiBs", .diskSequentialWrite: "2.35 GiBs",
        .diskRandomWrite: "1.06 GiBs",
    ]

    private func log(_ figures: [String], prefix: String = "2023-03-04 14:12:55 🏁 ") -> [String] {
        zip(PastedTables.startWords, figures).map { prefix + $0 + " " + $1 }
    }

    private static let figures = ["1.16 GiBs", "1.11 GiBs", "2.35 GiBs", "1.06 GiBs"]

    /// Scores that collators printed in public logs, once for each half of the node.
    @Test(arguments: [
        ["608.25 MiBs", "27.60 GiBs", "1.19 GiBs", "271.92 MiBs"],
        ["23.81 MiBs", "716.52 MiBs", "1.24 GiBs", "45.66 MiBs"],
        ["76.98 MiBs", "2.67 GiBs", "1.72 GiBs", "37.64 MiBs"],
        ["1.40 GiBs", "15.42 GiBs", "1.39 GiBs", "690.56 MiBs"],
    ])
    func aCollatorsScoresPrintedTwiceAreOneSet(figures: [String]) throws {
        let relay = log(
            figures, prefix: "2023-10-30 14:32:45.628  INFO main sc_sysinfo: [Relaychain] 🏁 ")
        let para = log(
            figures, prefix: "2023-10-30 14:32:45.681  INFO  main sc_sysinfo: [Parachain] 🏁 ")
        let single = try scores(log(figures).joined(separator: "\n"))
        #expect(single.count == 4)
        for lines in [
            relay + para, relay + ["[Relaychain] Starting"] + para, para + relay,
            // Two halves that write at the same time.
            zip(relay, para).flatMap { [$0, $1] },
        ] {
            #expect(try scores(lines.joined(separator: "\n")) == single)
            #expect(try scores(lines.joined(separator: "\n"), start: .last) == single)
            #expect(try scores(lines.joined(separator: "\n"), start: .number(1)) == single)
        }
    }

    /// Two starts whose first lines agree.
    private static let twoStarts = """
        Dec 05 10:00:01 node polkadot[1]: 🏁 CPU single core score: 1.45 GiBs, parallelism score: 1.39 GiBs with expected cores: 8
        Dec 05 10:00:01 node polkadot[1]: 🏁 Memory score: 4.16 GiBs
        Dec 05 10:00:01 node polkadot[1]: 🏁 Disk score (seq. writes): 1.62 GiBs
        Dec 05 10:00:01 node polkadot[1]: 🏁 Disk score (rand. writes): 399.00 MiBs
        Dec 05 10:20:01 node polkadot[9]: 🏁 CPU single core score: 1.45 GiBs, parallelism score: 1.39 GiBs with expected cores: 8
        Dec 05 10:20:01 node polkadot[9]: 🏁 Memory score: 8.35 GiBs
        Dec 05 10:20:01 node polkadot[9]: 🏁 Disk score (seq. writes): 1.62 GiBs
        Dec 05 10:20:01 node polkadot[9]: 🏁 Disk score (rand. writes): 418.00 MiBs
        """

    @Test func twoStartsAreNamedWithTheirLinesAndTheChoice() throws {
        let error = try #require(failure(Self.twoStarts))
        #expect(error == .severalStarts(first: 1...4, second: 5...8))
        #expect(error.description.contains("lines 1 to 4 and lines 5 to 8"))
        #expect(error.description.contains("--start last"))
    }

    @Test func theStartThatIsAskedForIsTaken() throws {
        let chosen: [(StartNumber, String)] = [
            (.first, "4.16 GiBs"), (.last, "8.35 GiBs"), (.number(1), "4.16 GiBs"),
            (.number(2), "8.35 GiBs"),
        ]
        for (start, memory) in chosen {
            let found = try scores(Self.twoStarts, start: start)
            #expect(found[.memoryCopy] == memory)
            #expect(found[.blake2b256Parallel8] == "1.39 GiBs")
            #expect(found.count == 5)
        }
        #expect(
            failure(Self.twoStarts, start: .number(3)) == .noSuchStart(number: 3, found: 2))
        let three = Self.twoStarts + "\n" + Self.twoStarts.replacing("8.35", with: "9.99")
        #expect(try scores(three, start: .number(4))[.memoryCopy] == "9.99 GiBs")
    }

    @Test func theSecondStartIsToldAsSoonAsItIsWhole() {
        var reader = PastedScoresReader()
        #expect(throws: InterchangeError.severalStarts(first: 1...4, second: 5...8)) {
            try reader.read(ArraySlice((Self.twoStarts + "\n").utf8))
            let filler = String(repeating: "an older line\n", count: 100)
            try reader.read(ArraySlice(filler.utf8))
        }
    }

    @Test func twoNodesInOnePageAreNotMixed() {
        let first = log(["1020MB/s", "37732MB/s", "1496MB/s", "421MB/s"], prefix: "🏁 ")
        let second = log(["875MB/s", "38353MB/s", "1497MB/s", "421MB/s"], prefix: "🏁 ")
        let page = (["👤 Role"] + first + ["👶"] + second).joined(separator: "\n")
        #expect(failure(page) == .severalStarts(first: 2...5, second: 7...10))
        let mixed = zip(first, second).flatMap { [$0, $1] }.joined(separator: "\n")
        #expect(throws: InterchangeError.self) { try PastedScores(text: mixed) }
        for start in [StartNumber.first, .last, .number(2)] {
            guard case .startIncomplete? = failure(mixed, start: start) else {
                Issue.record("\(start): \(String(describing: failure(mixed, start: start)))")
                continue
            }
        }
    }

    @Test func aStartCutByTheJournalIsNotTakenForAWholeOne() throws {
        let cut = log(["9.99 GiBs", "9.99 GiBs", "9.99 GiBs", "999.00 MiBs"])[2...]
        let text = (cut + log(Self.figures)).joined(separator: "\n")
        #expect(failure(text) == .severalStarts(first: 1...2, second: 3...6))
        #expect(try scores(text, start: .last) == Self.four)
        #expect(
            failure(text, start: .first)
                == .startIncomplete(lines: 1...2, missing: "BLAKE2-256, Copy"))
    }

    @Test(arguments: [
        "", "?", "??", "\u{FFFD}\u{FFFD}", "ð", "ðŸ", "ðŸ\u{8F}\u{81}", "&#127937; ", "&#x1F3C1;",
        ":checkered_flag: ", "\\ud83c\\udfc1 ", "🏁\u{FE0F} ", "[Parachain] ", "* ", "> - ",
    ])
    func aLostFlagIsNotMissed(flag: String) throws {
        let lines = log(Self.figures, prefix: "2023-03-04 14:12:55 " + flag + " ")
        #expect(try scores(lines.joined(separator: "\n")) == Self.four)
        #expect(try scores(lines.joined(separator: "\r\n\r\n")) == Self.four)
    }

    @Test(arguments: ["", "2023-03-04 14:12:55 ", "14:12:55 ", "Dec 05 10:00:01 ", "[INFO] "])
    func lostLineEndsAreFound(prefix: String) throws {
        for flag in ["🏁 ", ""] {
            let lines = log(Self.figures, prefix: prefix + flag)
            #expect(try scores(lines.joined()) == Self.four, "\(lines.joined())")
            #expect(try scores("at #0" + lines.joined() + prefix + "👶 Starting") == Self.four)
        }
        let new = PastedTables.startLogNew.split(separator: "\n").joined()
        #expect(try scores(new).count == 5)
    }

    @Test(arguments: ["1,16 GiBs", "1.16 GiBsx", "1.16GiBs9", "GiBs", "1.16 TiBs 2.0 GiBs"])
    func aBadFigureWithoutItsFlagIsNamedAllTheSame(figure: String) {
        var figures = Self.figures
        figures[1] = figure
        let text = log(figures, prefix: "2023-03-04 ").joined(separator: "\n")
        guard case .unreadableScore(line: 2, function: "Copy", _)? = failure(text) else {
            Issue.record("\(figure): \(String(describing: failure(text)))")
            return
        }
    }

    @Test func scoresOfOtherProgramsAreNotTheNodes() {
        let other = "CPU Score: 0.00, Memory Score: 0.96\nCPU score: 12345\nMemory score: 99 points"
        #expect(failure(other) == .nothingFound(lines: 3))
        // Beside the node's own they would leave a metric out.
        let mixed = other + "\n" + log(Self.figures)[2...].joined(separator: "\n")
        #expect(throws: InterchangeError.self) { try PastedScores(text: mixed) }
        #expect(
            (try? scores(other + "\n" + log(Self.figures).joined(separator: "\n"))) == Self.four)
    }

    @Test func whatIsWrongIsToldBeforeTheTextEnds() {
        for line in ["🏁 CPU score: nonsense", "| CPU | BLAKE2-256 | 1.00 GiBs |"] {
            var reader = PastedScoresReader()
            #expect(throws: InterchangeError.self) {
                try reader.read(
                    ArraySlice((line + "\n" + String(repeating: ".", count: 2000)).utf8))
            }
        }
    }

    @Test func aTextWithoutEndIsToldSo() {
        let lines = Array(repeating: "🏁 CPU score: 1.00 GiBs\n", count: 1000).joined()
        var reader = PastedScoresReader()
        #expect(throws: InterchangeError.tooLong(limit: "100000 score lines")) {
            for _ in 0..<101 { try reader.read(ArraySlice(lines.utf8)) }
        }
        var quiet = PastedScoresReader()
        let chunk = ArraySlice(
            Array(repeating: Array("nothing here\n".utf8), count: 80_000).joined())
        #expect(throws: InterchangeError.tooLong(limit: "256 MiB")) {
            for _ in 0..<300 { try quiet.read(chunk) }
        }
    }

    @Test func aTableOfScoresAndUnitsIsToldAsTheOldestForm() {
        for unit in ["MB/s", "K/s"] {
            let text = """
                +----------+------------+-------+------+
                | Category | Function   | Score | Unit |
                +----------+------------+-------+------+
                | CPU      | BLAKE2-256 | 1056  | \(unit) |
                +----------+------------+-------+------+
                """
            #expect(failure(text) == .unitColumn(line: 2))
        }
    }
}
