import Foundation
import Model
import Rendering
import TestSupport
import Testing

/// `--output` in the formats for machines, and `--progress`.
struct FormatsTests {
    private static let small = [
        "--smoke", "--allow-debug-build", "--allow-any-filesystem", "--preset", "quick",
    ]

    @Test func severalFormatsComeOfOneRun() throws {
        try withTemporaryDirectory { directory in
            let formats = ["json", "junit", "openmetrics", "csv", "github", "markdown"]
            let ending = try Binary.run(
                ["qualify", "--path", directory] + Self.small
                    + formats.flatMap { ["--output", "\($0):\(directory)/r.\($0)"] })
            #expect(ending.code == 3)
            #expect(ending.output.contains("VERDICT: INCONCLUSIVE"))
            for format in formats {
                let text = try String(contentsOfFile: "\(directory)/r.\(format)", encoding: .utf8)
                #expect(!text.isEmpty)
            }
            let junit = try String(contentsOfFile: "\(directory)/r.junit", encoding: .utf8)
            #expect(junit.contains("<error type="))
            let files = try FileManager.default.contentsOfDirectory(atPath: directory)
            #expect(Set(files) == Set(formats.map { "r.\($0)" }))
        }
    }

    @Test func theSummaryIsAddedToTheStepsPage() throws {
        try withTemporaryDirectory { directory in
            let page = directory + "/page.md"
            try "before\n".write(toFile: page, atomically: true, encoding: .utf8)
            let report = try String(
                contentsOf: Self.root.appending(path: "Reports/sample.json"), encoding: .utf8)
            let ending = try Binary.run(
                ["report", "-", "--output", "github"], input: report,
                environment: ["GITHUB_STEP_SUMMARY": page])
            #expect(ending.code == 0)
            // The page has the summary, so that standard output is free for the text.
            #expect(ending.output.contains("VERDICT:"))
            #expect(ending.errors.hasPrefix("::error title=Touchstone%3A "))
            let text = try String(contentsOfFile: page, encoding: .utf8)
            #expect(text.hasPrefix("before\n## Touchstone: "))
            #expect(text.hasSuffix("</details>\n"))
        }
    }

    @Test func withoutAPageTheSummaryGoesToStandardOutput() throws {
        let report = try String(
            contentsOf: Self.root.appending(path: "Reports/sample.json"), encoding: .utf8)
        let ending = try Binary.run(
            ["report", "-", "--output", "github"], input: report,
            environment: ["GITHUB_STEP_SUMMARY": ""])
        #expect(ending.output.hasPrefix("## Touchstone: "))
        #expect(!ending.output.contains("::error"))
    }

    @Test func progressAsJSONIsOneEventALineFromPlanToVerdict() throws {
        try withTemporaryDirectory { directory in
            let ending = try Binary.run(
                ["qualify", "--path", directory, "--progress", "json", "--output", "json"]
                    + ["--profile", "kilt-collator"] + Self.small)
            let report = try ReportJSON.decode(Array(ending.output.utf8))
            let events = try ending.errors.split(separator: "\n").map { line in
                try #require(
                    JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                    "\(line)")
            }
            let names = events.compactMap { $0["event"] as? String }
            #expect(names.contains("planned"))
            #expect(names.suffix(2) == ["finished", "verdict"])
            let blockCount = report.record.probes.reduce(0) { $0 + $1.blocks.count }
            #expect(names.count { $0 == "block" } == blockCount)
            #expect(events.last?["exitCode"] as? Int == 3)
            let blocks = events.filter { $0["event"] as? String == "block" }
            for block in blocks {
                let samples = try #require(block["samples"] as? [[String: Any]])
                // A series has no single value, nor has a table of the chain's phases.
                let series = ["disk.sustained", "disk.sustained.level"]
                let single = samples.filter {
                    let metric = $0["metric"] as? String ?? ""
                    return !series.contains(metric) && !metric.hasPrefix("chain.")
                }
                #expect(single.allSatisfy { $0["value"] is Double })
                #expect(samples.allSatisfy { $0["unit"] is String })
            }
            #expect(events.first { $0["run"] != nil }?["run"] as? String == report.record.id)
        }
    }

    @Test func anInterruptedRunLeavesRedFiles() throws {
        try withTemporaryDirectory { directory in
            let running = try Binary.start(
                ["measure", "memory.copy", "--preset", "thorough", "--allow-debug-build"]
                    + ["--output", "junit:\(directory)/r.xml", "--progress", "json"])
            try running.waitForErrors(containing: "\"event\":\"block\"")
            kill(running.process.processIdentifier, SIGTERM)
            let ending = running.ending()
            #expect(ending.code == 143)
            #expect(ending.errors.contains("\"interruptedBy\":\"SIGTERM\""))
            let junit = try String(contentsOfFile: directory + "/r.xml", encoding: .utf8)
            #expect(junit.contains("exit code 143: the run was interrupted by SIGTERM"))
        }
    }

    @Test func noProgressIsSilentAndTheTextStays() throws {
        let ending = try Binary.run(
            ["measure", "cpu.blake2b-256", "--progress", "none"] + Self.small)
        #expect(ending.code == 0)
        #expect(ending.errors.isEmpty)
        #expect(ending.output.contains("BLAKE2b-256"))
    }

    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
