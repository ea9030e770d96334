import Foundation
import Model
import Rendering
import TestSupport
import Testing

/// `judge` and the exit codes of verdicts.
struct JudgeTests {
    /// A report of the six metrics of the node at a multiple of parity-2024-09-collator's minima.
    private func report(times factor: Double, spread: Double = 0) throws -> String {
        let minima: [(NodeMetric, Double)] = [
            (.blake2b256, 1000 * 1048576), (.sr25519Verify, 20_403.9),
            (.memoryCopy, 11768.341 * 1048576), (.diskSequentialWrite, 950 * 1048576),
            (.diskRandomWrite, 420 * 1048576),
        ]
        let record = RecordBuilder.record(
            minima.map { metric, minimum in
                // In no order, as noise has none.
                let samples = (0..<12).map { (place: Int) -> Double in
                    let offset = Double(place * 5 % 12) - 5.5
                    return minimum * factor * (1 + spread * offset / 5.5)
                }
                return (metric.metric, samples)
            })
        return String(decoding: try ReportJSON.encode(Report(record: record)), as: UTF8.self)
    }

    @Test(
        arguments: [
            (1.2, 0.01, "fail", 0, "QUALIFIED"), (0.95, 0.01, "inconclusive", 0, "WARNINGS"),
            (0.95, 0.01, "warn", 1, "WARNINGS"), (0.5, 0.01, "inconclusive", 1, "NOT QUALIFIED"),
            (0.5, 0.01, "never", 0, "NOT QUALIFIED"), (0.9, 0.2, "inconclusive", 3, "INCONCLUSIVE"),
            (0.9, 0.2, "fail", 0, "INCONCLUSIVE"),
        ] as [(Double, Double, String, Int32, String)])
    func theExitCodeFollowsTheVerdict(
        factor: Double, spread: Double, failOn: String, code: Int32, word: String
    ) throws {
        let ending = try Binary.run(
            ["judge", "-", "--profile", "parity-2024-09-collator", "--fail-on", failOn],
            input: report(times: factor, spread: spread))
        #expect(ending.code == code, "\(ending.output)\(ending.errors)")
        #expect(ending.output.contains(word))
    }

    @Test func aToleranceMovesThePassLine() throws {
        let strict = try Binary.run(
            ["judge", "-", "--tolerance", "0"], input: report(times: 0.95, spread: 0.01))
        #expect(strict.code == 1)
    }

    @Test func allPrintsAMatrixOfProfiles() throws {
        let ending = try Binary.run(["judge", "-", "--all"], input: report(times: 1.2))
        #expect(ending.code == 0)
        for id in ["kilt-collator", "phala-collator", "parity-2022-04"] {
            #expect(ending.output.contains(id))
        }
    }

    @Test(
        arguments: [
            ["--output", "json"], ["--quiet"], ["--fail-on", "warn"],
            ["--profile", "parity-2024-09-collator"], ["--noise", "noise.json"],
        ])
    func aMatrixRefusesWhatItWouldIgnore(option: [String]) throws {
        let ending = try Binary.run(["judge", "-", "--all"] + option, input: report(times: 1.2))
        #expect(ending.code == 64)
        #expect(ending.errors.contains(option[0]))
    }

    @Test func aReaderThatHasReadEnoughIsNoError() throws {
        try withTemporaryDirectory { directory in
            // Longer than a pipe holds, so that the writer meets the closed end.
            let path = directory + "/r.json"
            let samples = (0..<1900).map { Double($0 % 7 + 1000) * 1e6 }
            let record = RecordBuilder.record([("cpu.blake2b-256", samples)])
            try Data(try ReportJSON.encode(Report(record: record))).write(
                to: URL(filePath: path))
            let ending = try Binary.shell(
                "(TMPDIR=\(directory) $TOUCHSTONE report \(path) -o json; echo $? >&2) "
                    + "| head -c 10")
            #expect(ending.errors == "0\n")
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["r.json"])
        }
    }

    /// The sample is a quick run of KILT's profile at 100,000 accounts, by version 0.1.0.
    @Test func aQuickRecordPassesNoChainLineOfAnyProfile() throws {
        let sample = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Reports/sample.json").path
        var lines = 0
        for id in [
            "kilt-collator", "astar-collator", "moonbeam-collator", "hydration-collator",
            "bifrost-collator", "system-chain-2s-collator", "system-chain-6s-collator",
            "system-chain-12s-collator",
        ] {
            let ending = try Binary.run(
                ["judge", sample, "--profile", id, "--output", "json", "--fail-on", "never"])
            let verdict = try #require(
                try ReportJSON.decode(Array(ending.output.utf8)).verdict, "\(ending.errors)")
            for line in verdict.requirements
            where line.requirement.subjectID.hasPrefix("chain.") {
                lines += 1
                #expect(line.outcome != .pass, "\(id): \(line.reason)")
            }
        }
        #expect(lines == 25)
    }

    @Test func aJudgedReportIsAReportAgain() throws {
        let first = try Binary.run(
            ["judge", "-", "--output", "json"], input: report(times: 1.2))
        let second = try Binary.run(["judge", "-", "--output", "json"], input: first.output)
        #expect(first.output == second.output)
        let shown = try Binary.run(["report", "-"], input: first.output)
        #expect(shown.code == 0)
        #expect(shown.output.contains("QUALIFIED"))
    }

    @Test func noLineIsWiderThanATerminal() throws {
        let ending = try Binary.run(["judge", "-"], input: report(times: 0.9, spread: 0.2))
        #expect(ending.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(!ending.output.contains("\u{1B}"))
    }
}

/// `profiles` and `--help`.
struct ProfilesCommandTests {
    @Test func listNamesEveryProfile() throws {
        let ending = try Binary.run(["profiles", "list"])
        #expect(ending.code == 0)
        for id in ["kilt-collator", "phala-collator", "parity-2024-09-validator"] {
            #expect(ending.output.contains(id))
        }
    }

    @Test func showGivesLimitsAndTheirSources() throws {
        let ending = try Binary.run(["profiles", "show", "kilt-collator"])
        #expect(ending.code == 0)
        #expect(ending.output.contains("parity-2024-09-collator"))
        #expect(ending.output.contains("1700X"))
    }

    @Test func validateNamesFileLineAndMend() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/mine.yaml"
            try "schema: 1\nid: mine\ntitel: Mine\n".write(
                toFile: path, atomically: true, encoding: .utf8)
            let ending = try Binary.run(["profiles", "validate", path])
            #expect(ending.code == 78)
            #expect(ending.errors.contains("mine.yaml:3"))
            #expect(ending.errors.contains("title"))
        }
    }

    @Test func helpNamesTheExitCodes() throws {
        let ending = try Binary.run(["--help"])
        #expect(ending.code == 0)
        #expect(ending.output.contains("3 inconclusive"))
    }
}
