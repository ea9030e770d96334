import Foundation
import Model
import Rendering
import TestSupport
import Testing

/// Texts of others reach neither a terminal nor a CI log as commands, whichever way they come.
struct HostileMessageTests {
    private static let evil =
        "\u{1B}[2J\u{1B}]0;x\u{7}\u{9B}31m\u{202E}\n::error::pwn\r\n##[error]pwn\u{85}x"

    /// Checks what a command wrote; colours and the progress line are off without a terminal.
    private static func checkHarmless(_ ending: Binary.Ending, _ what: String) {
        for text in [ending.output, ending.errors] {
            // A line of CSV ends with CR LF.
            let harmful = text.replacing("\r\n", with: "\n").unicodeScalars.first {
                !$0.isHarmless && $0 != "\n"
            }
            #expect(harmful == nil, "\(what): \(text.debugDescription)")
            let lines = text.unicodeScalars.split(separator: "\n").map(String.init)
            #expect(
                !lines.contains { $0.trimmingCharacters(in: .whitespaces).hasPrefix("::") },
                "\(what): \(text.debugDescription)")
            #expect(!text.contains("##["), "\(what)")
        }
    }

    /// A judged report with every text that is no word of the format made hostile.
    private static func report() throws -> String {
        let minima: [(MetricID, Double)] = [("cpu.blake2b-256", 1e9), ("memory.copy", 1e9)]
        var record = RecordBuilder.record(
            minima.map { ($0.0, [Double](repeating: $0.1, count: 12)) })
        record.id = evil
        record.startedAt = evil
        record.tool.version = evil
        record.host?.cpu.model = evil
        record.findings = [
            Finding(id: evil, severity: .advisory, seen: evil, matters: evil, remedy: evil)
        ]
        record.probes[0].advisories = [Advisory(id: evil, text: evil)]
        let judged = try Binary.run(
            ["judge", "-", "--profile", "parity-2024-09-collator", "--output", "json"],
            input: String(decoding: try ReportJSON.encode(Report(record: record)), as: UTF8.self))
        var report = try ReportJSON.decode(Array(judged.output.utf8))
        report.verdict?.profile.id = evil
        report.verdict?.reason = evil
        for index in report.verdict?.requirements.indices ?? 0..<0 {
            report.verdict?.requirements[index].title = evil
            report.verdict?.requirements[index].reason = evil
            report.verdict?.requirements[index].outcome = .pass
        }
        return String(decoding: try ReportJSON.encode(report), as: UTF8.self)
    }

    @Test func aForeignReportIsHarmlessInEveryCommand() throws {
        let report = try Self.report()
        let formats = ["json", "markdown", "text", "junit", "openmetrics", "csv"]
        let commands =
            [["explain", "-", "zz"], ["explain", "-"], ["judge", "-"], ["judge", "-", "--all"]]
            + formats.map { ["report", "-", "--output", $0] }
        for command in commands {
            Self.checkHarmless(try Binary.run(command, input: report), "\(command)")
        }
    }

    @Test func aForeignHistoryIsHarmless() throws {
        try withTemporaryDirectory { directory in
            let history = ["--history", directory + "/h.sqlite"]
            let report = try Self.report()
            for command in [["import", "-"], ["list"], ["list", "-o", "json"], ["export"]] {
                Self.checkHarmless(
                    try Binary.run(["history"] + command + history, input: report), "\(command)")
            }
        }
    }

    @Test(arguments: [
        #""\e[2J\e]0;x\a\N::error::pwn": 1"#, #""x\n::add-mask::y": 1"#, "schema: \"\\n::error::\"",
    ])
    func aForeignProfileIsHarmless(_ line: String) throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/evil.yaml"
            try "schema: 1\nid: evil\n\(line)\n".write(
                toFile: path, atomically: true, encoding: .utf8)
            for command in [["profiles", "validate", path], ["judge", "-", "--profile", path]] {
                let ending = try Binary.run(command, input: Self.report())
                #expect(ending.code == 78)
                Self.checkHarmless(ending, "\(command)")
            }
        }
    }

    @Test func foreignNamesAreHarmless() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/" + Self.evil.replacing("/", with: "")
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: false)
            for command in [
                ["doctor", "--path", path], ["judge", path + "/none"], ["report", Self.evil],
                [Self.evil], ["judge", "a", Self.evil], ["judge", "-", "--rule=" + Self.evil],
                ["report", "-", "--output", "json:" + path], ["import", path],
                ["history", "list", "--history", path], ["profiles", "show", path],
                ["measure", Self.evil], ["report", Self.evil, "--history", path],
            ] {
                Self.checkHarmless(try Binary.run(command), "\(command)")
            }
        }
    }

    @Test func aFaultOfTheInputIsNotAVerdict() throws {
        for input in [
            #"{"schemaVersion": 1, "record": 1e400}"#, #"{"schemaVersion": 1e19}"#,
            #"{"schemaVersion": 1, "record": [1e300]}"#, "{}", "[1]", "\u{0}",
            String(repeating: "{\"a\":", count: 100_000),
            "{\"a\": [" + String(repeating: "0,", count: 600_000),
        ] {
            for command in ["judge", "report", "explain"] {
                let ending = try Binary.run([command, "-"], input: input)
                #expect(ending.code == 65, "\(command) \(input.prefix(40)): \(ending.errors)")
            }
        }
    }
}
