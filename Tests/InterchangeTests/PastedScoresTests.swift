import Interchange
import Model
import Testing

struct PastedScoresTests {
    private func scores(_ text: String) throws -> [NodeMetric: Double] {
        let pasted = try PastedScores(text: text)
        return Dictionary(
            uniqueKeysWithValues: pasted.scores.map { ($0.metric, $0.printed.bytesPerSecond) })
    }

    private static let five: [NodeMetric] = [
        .blake2b256, .sr25519Verify, .memoryCopy, .diskSequentialWrite, .diskRandomWrite,
    ]

    @Test func readsTheCurrentTableToItsPrintedFigures() throws {
        let pasted = try PastedScores(text: PastedTables.current)
        #expect(pasted.form == .table)
        #expect(pasted.scores.map(\.metric) == NodeMetric.allCases)
        #expect(
            pasted.scores.map(\.printed.text) == [
                "1.00 GiBs", "1001.50 MiBs", "637.62 KiBs", "12.19 GiBs", "971.25 MiBs",
                "445.00 MiBs",
            ])
        #expect(pasted.scores[2].printed.bytesPerSecond == 637.62 * 1024)
        #expect(pasted.scores[2].line == 10)
    }

    @Test(arguments: [
        PastedTables.old, PastedTables.boxed, PastedTables.heavyBoxed, PastedTables.markdown,
    ])
    func readsEveryLayoutToTheSameScores(text: String) throws {
        let found = try scores(text)
        #expect(found.count == 5)
        for (metric, kibibytes) in zip(Self.five, PastedTables.fiveKibibytes) {
            #expect(found[metric] == kibibytes * 1024)
        }
    }

    @Test(arguments: Dressing.allCases)
    func readsTheSameThroughEveryDressing(dressing: Dressing) throws {
        for text in [PastedTables.current, PastedTables.old, PastedTables.boxed] {
            #expect(try scores(dressing.dress(text)) == scores(text))
        }
    }

    @Test func readsTheStartLogInItsThreeWordings() throws {
        let new = try PastedScores(text: PastedTables.startLogNew)
        #expect(new.form == .startLog)
        #expect(
            new.scores.map(\.metric) == [
                .blake2b256, .blake2b256Parallel8, .memoryCopy, .diskSequentialWrite,
                .diskRandomWrite,
            ])
        #expect(new.scores[1].printed.text == "1001.50 MiBs")
        let old = try scores(PastedTables.startLogOld)
        #expect(old == [.blake2b256: 1.37 * 0x1p30, .memoryCopy: 12.19 * 0x1p30])
        // The first nodes divided by 1024 twice, cut the fraction off and wrote MB/s.
        let first = try PastedScores(text: PastedTables.startLogFirst)
        #expect(first.scores.map(\.printed.bytesPerSecond).first == 667 * 0x1p20)
        #expect(first.scores.map(\.printed.roundingBytesPerSecond).first == 0x1p20)
    }

    @Test(arguments: [
        "🏁 CPU score: 1.42 GiBs (✅ Blake2256: expected minimum 1.00 GiBs)",
        "\u{1B}[33m🏁\u{FE0F}  CPU score:\u{1B}[0m 1.42GiBs",
        "[12:00] bob: :checkered_flag: CPU score: 1.42 GiB/s, not bad",
    ])
    func readsAScoreLineWithWhatStandsAroundIt(line: String) throws {
        #expect(try scores(line) == [.blake2b256: 1.42 * 0x1p30])
    }

    @Test func theTableCountsWhereThereAreScoreLinesToo() throws {
        for text in [
            PastedTables.startLogNew + "\n" + PastedTables.current,
            PastedTables.current + "\n" + PastedTables.startLogNew,
            PastedTables.current + "\n🏁 CPU score: nonsense\n",
        ] {
            let pasted = try PastedScores(text: text)
            #expect(pasted.form == .table)
            #expect(pasted.scores.count == 6)
        }
        let both = try PastedScores(text: PastedTables.startLogNew + "\n" + PastedTables.current)
        #expect(both.startLogScoresIgnored == 5)
    }

    @Test(arguments: [1, 2, 3, 7, 64])
    func chunksMayBeCutAnywhere(size: Int) throws {
        let text = PastedTables.current.split(separator: "\n").joined(separator: "\r\n")
        var reader = PastedScoresReader()
        var rest = ArraySlice(text.utf8)
        while !rest.isEmpty {
            try reader.read(ArraySlice(Array(rest.prefix(size))))
            rest = rest.dropFirst(size)
        }
        #expect(try reader.finish() == PastedScores(text: text))
    }

    @Test func aLongPasteAroundTheTableIsReadChunkByChunk() throws {
        let chunk = ArraySlice(
            Array(
                repeating: "2024-09-05 10:11:12 💤 Idle (8 peers), best: #123 | a | b\n", count: 500
            )
            .joined().utf8)
        var reader = PastedScoresReader()
        for _ in 0..<20 { try reader.read(chunk) }
        try reader.read(ArraySlice((PastedTables.current + "\n").utf8))
        for _ in 0..<20 { try reader.read(chunk) }
        let pasted = try reader.finish()
        #expect(pasted.scores.count == 6)
        #expect(pasted.scores[0].line == 10_000 + 6)
    }

    @Test func theRecordHoldsThePrintedFiguresInOurUnits() throws {
        let tool = ToolFacts(version: "0.1.0", build: "debug", compiler: "Swift 6.3")
        let record = try PastedScores(text: PastedTables.current).record(
            id: "0123456789abcdef", startedAt: "2026-11-21T12:00:00Z", tool: tool)
        #expect(record.origin == .imported)
        #expect(record.plan.preset == "node" && record.plan.keptRounds == 0)
        #expect(record.complete && record.host == nil && record.tool == tool)
        #expect(record.probes.map(\.id) == NodeMetric.allCases.map(\.metric.rawValue))
        let signatures = try #require(record.probes.first { $0.id == "cpu.sr25519-verify" })
        #expect(signatures.keptScalars(of: "cpu.sr25519-verify") == [637.62 * 1024 / 32])
        #expect(signatures.metrics.map(\.unit) == [.verificationsPerSecond])
        #expect(signatures.parameters["printed"] == "637.62 KiBs")
        #expect(signatures.parameters["readFrom"] == "table")
        let rounding = try #require(
            signatures.parameters["roundingBytesPerSecond"].flatMap(Double.init))
        #expect(abs(rounding - 5.12) < 1e-9)
        #expect(record.probes.allSatisfy { $0.metrics.allSatisfy { $0.title.count <= 28 } })
    }
}
