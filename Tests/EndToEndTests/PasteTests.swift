import Foundation
import TestSupport
import Testing

/// What people paste, from `import` to the verdict.
struct PasteTests {
    /// A node's table with this score of the parallel metric, which alone decides it.
    private func table(parallel: String = "1400.00 MiBs", random: String = "402.00 MiBs") -> String
    {
        """
        | Category | Function              | Score       | Minimum      | Result |
        |----------|-----------------------|-------------|--------------|--------|
        | CPU      | BLAKE2-256            | 1.45 GiBs   | 1000.00 MiBs | Pass   |
        | CPU      | BLAKE2-256-Parallel-8 | \(parallel) | 1000.00 MiBs | Pass   |
        | CPU      | SR25519-Verify        | 1.02 MiBs   | 637.62 KiBs  | Pass   |
        | Memory   | Copy                  | 18.25 GiBs  | 11.49 GiBs   | Pass   |
        | Disk     | Seq Write             | 2.42 GiBs   | 950.00 MiBs  | Pass   |
        | Disk     | Rnd Write             | \(random) | 420.00 MiBs  | Pass   |
        """
    }

    private static let startLog = """
        🏁 CPU score: 1.16 GiBs
        🏁 Memory score: 1.11 GiBs
        🏁 Disk score (seq. writes): 2.35 GiBs
        🏁 Disk score (rand. writes): 1.06 GiBs
        """

    private func imported(_ text: String) throws -> String {
        let ending = try Binary.run(["import", "-"], input: text)
        try #require(ending.code == 0, "\(ending.errors)")
        return ending.output
    }

    @Test(arguments: ["parity-2024-09-collator", "kilt-collator", "parity-2024-09-validator"])
    func theNodesRuleAsksTheParallelScoreOfCollatorsToo(profile: String) throws {
        for (parallel, code, count) in [
            ("1400.00 MiBs", Int32(0), "6 passed and 0 failed"),
            ("500.00 MiBs", 1, "5 passed and 1 failed"),
        ] {
            let report = try imported(table(parallel: parallel))
            let node = try Binary.run(
                ["judge", "-", "--rule", "node", "--profile", profile], input: report)
            #expect(node.code == code)
            #expect(node.output.contains(count), "\(node.output)")
        }
    }

    @Test func theCheckAtStartDoesNotAskItOfCollators() throws {
        let report = try imported(table(parallel: "500.00 MiBs", random: "450.00 MiBs"))
        for (profile, code) in [
            ("parity-2024-09-collator", Int32(0)), ("parity-2024-09-validator", 1),
        ] {
            let ending = try Binary.run(
                ["judge", "-", "--rule", "node-start", "--profile", profile], input: report)
            #expect(ending.code == code, "\(ending.output)")
        }
    }

    @Test func aMatrixOfAPasteIsJudgedByTheNodesRuleAndSaysSo() throws {
        let matrix = try Binary.run(["judge", "-", "--all"], input: imported(table()))
        #expect(matrix.code == 0)
        #expect(matrix.errors.contains("--rule node)"))
        #expect(matrix.output.contains("nearest profile"))
        #expect(!matrix.output.contains("INCONCLUSIVE"))
        let start = try Binary.run(["judge", "-", "--all"], input: imported(Self.startLog))
        #expect(start.errors.contains("--rule node-start"))
        let own = try Binary.run(
            ["judge", "-", "--all", "--rule", "bounds"], input: imported(table()))
        #expect(own.errors.isEmpty)
    }

    @Test func anExplanationOfAPasteIsByTheNodesRuleAndSaysSo() throws {
        let report = try imported(table(random: "42.00 MiBs"))
        let ending = try Binary.run(
            ["explain", "-", "--profile", "kilt-collator"], input: report)
        #expect(ending.code == 0)
        #expect(ending.errors.contains("--rule node"))
        #expect(ending.output.contains("be faster by"))
        #expect(ending.output.contains("--base-path"))
        #expect(!ending.output.contains("run `touchstone qualify`"))
        let bounds = try Binary.run(
            ["explain", "-", "--profile", "kilt-collator", "--rule", "bounds"], input: report)
        #expect(bounds.errors.isEmpty)
        #expect(bounds.output.contains("touchstone qualify"))
    }

    @Test func aFigureJustBelowItsMinimumIsNotShownAsAllOfIt() throws {
        let log = Self.startLog.replacing("1.11 GiBs", with: "11.49 GiBs")
        let ending = try Binary.run(["judge", "-", "--rule", "node-start"], input: imported(log))
        #expect(ending.code == 1)
        #expect(ending.output.contains("lowest is Memory Copy at 99.98 % of"), "\(ending.output)")
        #expect(ending.output.contains("-0.02 %"))
    }

    @Test(
        arguments: [
            ("| Category | Function | Score |", "touchstone import"),
            (startLog, "touchstone import"),
            ("[{\"metric\": \"Blake2256\", \"minimum\": 783.27}]", "touchstone profiles import"),
            ("", "standard input is empty"), ("hello", "does not begin with {"),
        ])
    func aFileForAnotherCommandNamesThatCommand(text: String, words: String) throws {
        for command in ["judge", "explain", "report"] {
            let ending = try Binary.run([command, "-"], input: text)
            #expect(ending.code == 65)
            #expect(ending.errors.contains(words), "\(ending.errors)")
        }
    }

    /// A pipe that stays open, as `journalctl -f` keeps it.
    @Test(
        arguments: [
            (["import", "-"], "🏁 CPU score: nonsense\n", "line 1:"),
            (["import", "-"], "a log\n| CPU | BLAKE2-256 | 1.00 GiBs |\n", "line 2:"),
            (["judge", "-"], "a table\n", "does not begin with {"),
        ])
    func whatIsWrongIsToldWhileTheInputStaysOpen(
        arguments: [String], text: String, words: String
    ) throws {
        try withTemporaryDirectory { directory in
            try Data(text.utf8).write(to: URL(filePath: directory + "/text"))
            let line = """
                cd \(directory) && mkfifo pipe && exec 3<>pipe && cat text >&3 \
                && timeout 20 "$TOUCHSTONE" \(arguments.joined(separator: " ")) <&3
                """
            let ending = try Binary.shell(line)
            #expect(ending.code == 65)
            #expect(ending.errors.contains(words), "\(ending.errors)")
        }
    }

    @Test func aLogOfTwoStartsOffersTheChoice() throws {
        let log = Self.startLog + "\n" + Self.startLog.replacing("1.11", with: "12.00")
        let refused = try Binary.run(["import", "-"], input: log)
        #expect(refused.code == 65)
        #expect(refused.errors.contains("lines 1 to 4 and lines 5 to 8"))
        let last = try Binary.run(["import", "-", "--start", "last"], input: log)
        #expect(last.code == 0)
        #expect(last.output.contains("12.00 GiBs"))
        #expect(!last.output.contains("1.11 GiBs"))
        #expect(try Binary.run(["import", "-", "--start", "0"], input: log).code == 64)
    }

    @Test func machineTakesTheNodesOwnOptionsAndExitsAsTheNodeDoes() throws {
        try withTemporaryDirectory { directory in
            let quick = ["hash", "verify", "memory", "disk"].flatMap {
                ["--\($0)-duration", "0.01"]
            }
            let own =
                ["--base-path", directory, "--smoke", "--no-history"]
                + ["--allow-any-filesystem", "--beside-node", "--allow-debug-build"]
            let nodes = [
                "--chain", "kilt", "--dev", "-lsync=debug", "--detailed-log-output",
                "--disable-log-color", "--enable-log-reloading", "--tracing-targets", "a",
                "--tracing-receiver", "log", "--log", "error", "grandpa=warn",
            ]
            let ending = try Binary.run(["machine"] + own + quick + ["--allow-fail"] + nodes)
            #expect(ending.code == 0, "\(ending.errors)")
            #expect(
                ending.errors.contains(
                    "ignored, being of the node alone: --chain, --dev, --log,"))
            #expect(ending.output.contains("From 6 benchmarks in total"))
        }
    }
}
