import Judgement
import Model
import TestSupport
import Testing

struct CalibrationTests {
    private func record(_ centre: Double) -> RunRecord {
        RecordBuilder.record([("a.b", samples(around: centre))])
    }

    private let profile = RecordBuilder.profile([("a.b", 100)], tolerancePercent: 0)

    @Test func theDriftIsThatOfTheMediansBetweenRuns() throws {
        let calibration = try #require(
            NoiseCalibration([98, 99, 100, 101, 102].map(record)))
        let noise = try #require(calibration.metrics.first)
        #expect(calibration.runs == 5)
        #expect(noise.medians.count == 5)
        #expect(abs(noise.driftPercent - 1.581) < 0.01)
        // (2.132 + 0.941) times 1.581 % times the root of 1.2.
        #expect(abs(noise.smallestLossPercent - 5.18) < 0.05)
        #expect(noise.spreadPercent < 1)
    }

    @Test func oneRunIsNoCalibration() {
        #expect(NoiseCalibration([record(100)]) == nil)
        #expect(NoiseCalibration([]) == nil)
    }

    @Test func aProbeThatFailedInARunIsLeftOutOfIt() throws {
        var failed = record(100)
        failed.probes[0].status = .failed
        let calibration = try #require(
            NoiseCalibration([record(100), failed, record(101)]))
        #expect(calibration.metrics[0].medians.count == 2)
        #expect(try #require(NoiseCalibration([record(100), failed])).metrics.isEmpty)
    }

    @Test func aRepetitionPassesTheSurerTheFurtherTheLine() throws {
        let calibration = try #require(
            NoiseCalibration([98, 99, 100, 101, 102].map(record)))
        func probability(_ centre: Double) -> Double? {
            BoundsRule.judge(record(centre), by: profile, calibration: calibration)
                .repeatPassProbability
        }
        let near = try #require(probability(100.5))
        let far = try #require(probability(110))
        #expect(abs(near - 0.5) < 0.1)
        #expect(far > 0.98 && far < 1)
        #expect(try #require(probability(90)) < 0.02)
        #expect(BoundsRule.judge(record(110), by: profile).repeatPassProbability == nil)
    }

    @Test func anotherMethodsDriftIsNotUsed() throws {
        var calibration = try #require(NoiseCalibration([98, 99, 100].map(record)))
        calibration.metrics[0].methodVersion = 2
        let verdict = BoundsRule.judge(record(110), by: profile, calibration: calibration)
        #expect(verdict.repeatPassProbability == nil)
    }

    /// A disk asked by threads has another drift than the same disk asked by io_uring.
    @Test func anotherImplementationsDriftIsNotUsed() throws {
        func timed(_ centre: Double, by name: String?) -> RunRecord {
            var record = record(centre)
            record.probes[0].implementation = name.map { Implementation(name: $0) }
            return record
        }
        let calibration = try #require(
            NoiseCalibration([98, 99, 100].map { timed($0, by: "io_uring") }))
        #expect(calibration.metrics.first?.implementation == "io_uring")
        func probability(_ name: String?) -> Double? {
            BoundsRule.judge(timed(110, by: name), by: profile, calibration: calibration)
                .repeatPassProbability
        }
        #expect(probability("io_uring") != nil)
        #expect(probability("pread/pwrite threads") == nil && probability(nil) == nil)
        let mixed = [("io_uring", 98.0), ("threads", 50), ("io_uring", 99)]
        let pooled = try #require(NoiseCalibration(mixed.map { timed($1, by: $0) }))
        #expect(pooled.metrics.first?.medians.count == 2)
    }
}

struct ExplanationTests {
    private func explanation(_ samples: [Double], subject: String? = nil) -> Explanation {
        let record = RecordBuilder.record([
            ("disk.a", samples), ("cpu.b", [Double](repeating: 200, count: 12)),
        ])
        let profile = RecordBuilder.profile([("disk.a", 100), ("cpu.b", 100)])
        let verdict = BoundsRule.judge(record, by: profile)
        return Explanation(
            verdict, of: record, subject: subject, matrix: ProfileMatrix([verdict]),
            why: { "for \($0)" })
    }

    @Test func aMissSaysHowMuchIsMissing() throws {
        let explanation = explanation([Double](repeating: 60, count: 12))
        let line = try #require(explanation.lines.first)
        #expect(explanation.lines.count == 1)
        #expect(line.part == .disk)
        #expect(line.why == "for disk.a")
        #expect(line.passLine == 90)
        #expect(abs((line.missingPercent ?? 0) - 50) < 1e-9)
        #expect(line.roundsToDecide == nil)
        #expect(explanation.nearest?.passes == false)
    }

    @Test func whatPassesIsExplainedWhenItDecidedOrIsAskedFor() {
        let passes = explanation([Double](repeating: 120, count: 12))
        #expect(passes.lines.map(\.verdict.requirement.subjectID) == ["disk.a"])
        #expect(passes.nearest?.passes == true)
        let asked = explanation([Double](repeating: 120, count: 12), subject: "cpu.b")
        #expect(asked.lines.map(\.part) == [.cpu])
        #expect(asked.lines[0].missingPercent == 0)
    }

    /// The line of samples about a median of 95, lower by `shift`.
    private func openLine(shift: Double = 0) throws -> Explanation.Line {
        let samples = [83, 87, 89, 91, 93, 95, 95, 97, 99, 101, 103, 107.0]
        let order = [5, 0, 9, 3, 11, 1, 6, 10, 2, 8, 4, 7]
        return try #require(explanation(order.map { samples[$0] - shift }).lines.first)
    }

    /// No more rounds are named than are worth asking for: 160 tell a third of a spread, and what
    /// lies nearer to the pass line has no answer.
    @Test func noMoreRoundsAreNamedThanAreWorthIt() throws {
        #expect(try openLine(shift: 2.48).roundsToDecide == 160)
        #expect(try openLine(shift: 2.92).roundsToDecide == nil)
    }

    @Test func anOpenLineSaysHowManyRoundsWouldDecide() throws {
        // A spread of 6 %: the pass line of 90 is most of one spread away.
        let line = try openLine()
        #expect(line.verdict.outcome == .inconclusive)
        #expect(line.missingPercent == 0)
        #expect((line.missingForBoundPercent ?? 0) > 0)
        #expect([24, 48].contains(line.roundsToDecide))
    }
}
