import Foundation
import Model
import Rendering
import TestSupport
import Testing

/// `explain`, `qualify --dry-run` and `noise`.
struct ExplainTests {
    private static let small = [
        "--smoke", "--allow-debug-build", "--allow-any-filesystem", "--beside-node",
        "--preset", "quick",
    ]

    /// A judged report of a machine whose disk is a third too slow.
    private func report() throws -> String {
        let minima: [(NodeMetric, Double)] = [
            (.blake2b256, 1200 * 1048576), (.sr25519Verify, 25_000),
            (.memoryCopy, 15_000 * 1048576), (.diskSequentialWrite, 570 * 1048576),
            (.diskRandomWrite, 500 * 1048576),
        ]
        let record = RecordBuilder.record(
            minima.map { ($0.0.metric, [Double](repeating: $0.1, count: 12)) })
        let judged = try Binary.run(
            ["judge", "-", "--profile", "parity-2024-09-collator", "--output", "json"],
            input: String(decoding: try ReportJSON.encode(Report(record: record)), as: UTF8.self))
        #expect(judged.code == 1)
        return judged.output
    }

    @Test func aMissIsExplainedInWords() throws {
        let ending = try Binary.run(["explain", "-"], input: report())
        #expect(ending.code == 0)
        #expect(ending.output.contains("NOT QUALIFIED"))
        #expect(ending.output.contains("the disk must be faster by 50 %"))
        #expect(ending.output.contains("NVMe"))
        #expect(ending.output.contains("nearest"))
        #expect(!ending.output.contains("BLAKE2"))
    }

    @Test func oneLineCanBeAskedForAndATypoIsMended() throws {
        let report = try report()
        let one = try Binary.run(["explain", "-", "memory.copy"], input: report)
        #expect(one.code == 0)
        #expect(one.output.contains("Memory copy") || one.output.contains("memory.copy"))
        let typo = try Binary.run(["explain", "-", "memory.cpy"], input: report)
        #expect(typo.code == 64)
        #expect(typo.errors.contains("memory.copy"))
    }

    @Test func aReportWithoutAVerdictNeedsAProfile() throws {
        let record = RecordBuilder.record([("cpu.blake2b-256", [1e9])])
        let text = String(
            decoding: try ReportJSON.encode(Report(record: record)), as: UTF8.self)
        #expect(try Binary.run(["explain", "-"], input: text).code == 64)
        let named = try Binary.run(
            ["explain", "-", "--profile", "kilt-collator"], input: text)
        #expect(named.code == 0)
        #expect(named.output.contains("INCONCLUSIVE"))
    }

    @Test func aDryRunSaysWhatWouldBeDoneAndWritesNothing() throws {
        try withTemporaryDirectory { directory in
            let words = ["qualify", "--dry-run", "--profile", "kilt-collator", "--preset", "quick"]
            let plan = try Binary.run(words)
            let here = try Binary.run(words + ["--path", directory])
            #expect(plan.code == 0 && here.code == 0)
            #expect(plan.output == here.output)
            #expect(plan.output.contains("2 of warm-up, 12 kept; up to 48"))
            #expect(plan.output.contains("disk.write.random.buffered"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
        }
    }

    @Test func probesAreNamedByGroupsToo() throws {
        let words = ["qualify", "--dry-run", "--preset", "quick", "--only"]
        let disk = try Binary.run(words + ["disk.read,cpu.stall"])
        #expect(disk.code == 0, "\(disk.errors)")
        #expect(disk.output.contains("disk.read.sequential"))
        #expect(disk.output.contains("cpu.stall"))
        #expect(!disk.output.contains("disk.write"))
        #expect(try Binary.run(words + ["disc"]).code == 64)
    }

    @Test func withoutATimeBudgetThereAreNoFurtherRounds() throws {
        let plan = try Binary.run([
            "qualify", "--dry-run", "--preset", "quick", "--time-budget", "0",
        ])
        #expect(plan.output.contains("12 kept\n"))
        #expect(try Binary.run(["qualify", "--dry-run", "--time-budget", "soon"]).code == 64)
    }

    @Test func aCalibrationIsSavedAndGivenToAJudge() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/noise.json"
            let noise = try Binary.run(
                ["noise", "--only", "cpu.blake2b-256", "--runs", "2", "--output", "json:\(path)"]
                    + Self.small)
            #expect(noise.code == 0, "\(noise.errors)")
            #expect(noise.output.contains("2 runs"))
            var calibration = try CalibrationJSON.decode(
                Array(Data(contentsOf: URL(filePath: path))))
            #expect(calibration.metrics.map(\.metric) == ["cpu.blake2b-256"])
            func probability() throws -> Double? {
                let judged = try Binary.run(
                    ["judge", "-", "--noise", path, "--output", "json"], input: report())
                #expect(judged.code == 1)
                return try ReportJSON.decode(Array(judged.output.utf8)).verdict?.requirements
                    .first?.repeatPassProbability
            }
            // The report that is judged names no kernel, so that the noise of one says nothing.
            #expect(try calibration.metrics[0].implementation != nil && probability() == nil)
            calibration.metrics[0].implementation = nil
            try Data(CalibrationJSON.encode(calibration)).write(to: URL(filePath: path))
            #expect(try probability() != nil)
            let wrong = try Binary.run(["judge", "-", "--noise", "-"], input: report())
            #expect(wrong.code == 65)
            #expect(wrong.errors.contains("`touchstone noise --output json:FILE` makes one"))
        }
    }

    @Test func aRunRecordsClockNoiseAndLooks() throws {
        try withTemporaryDirectory { directory in
            let ending = try Binary.run(
                ["qualify", "--path", directory, "--quiet", "--output", "json"] + Self.small)
            let record = try ReportJSON.decode(Array(ending.output.utf8)).record
            #expect((record.clock?.overheadSeconds ?? 0) > 0)
            #expect((record.noiseFloor?.one.gapSecondsMax ?? 0) > 0)
            #expect(record.plan.plannedLooks == 3)
            #expect(record.looks?.count == 1)
            #expect(record.looks?[0].undecided == [])
        }
    }
}
