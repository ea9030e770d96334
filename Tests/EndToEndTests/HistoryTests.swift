import Foundation
import Model
import Rendering
import TestSupport
import Testing

/// History, baselines and the gate, with the small sizes of tests.
struct HistoryTests {
    private static let small = ["--smoke", "--allow-debug-build"]
    private static let probes = ["cpu.blake2b-256", "cpu.blake2b-256.parallel-8"]

    /// One run of light probes.
    private static func measured(_ directory: String, _ arguments: [String] = []) throws -> Report {
        let path = directory + "/measured.json"
        let ending = try Binary.run(
            ["measure"] + probes + ["--preset", "quick", "--quiet", "-o", "json:\(path)"] + small
                + arguments)
        try #require(ending.code == 0, "\(ending.errors)")
        return try ReportJSON.decode(Array(Data(contentsOf: URL(filePath: path))))
    }

    /// Files of five earlier runs like a measured one, with figures a hundredth apart, times a
    /// factor for each probe.
    private static func earlier(
        _ report: Report, _ directory: String, factors: [Double], kernel: String? = nil
    ) throws -> [String] {
        try (0..<5).map { number in
            var report = report
            report.record.id = "00000000000000a\(number)"
            report.record.startedAt = "2026-01-0\(number + 1)T00:00:00Z"
            if let kernel { report.record.host?.system.kernelRelease = kernel }
            for (index, factor) in factors.enumerated() {
                let probe = report.record.probes[index]
                let metric = probe.metrics[0].id
                for block in probe.blocks.indices {
                    let rate = probe.blocks[block].samples[metric]?.scalar ?? 1
                    report.record.probes[index].blocks[block].samples[metric] = .rate(
                        RateSample(
                            work: rate * factor * (1 + Double(number) / 100), seconds: 1))
                }
            }
            let path = directory + "/earlier-\(number).json"
            try Data(try ReportJSON.encode(report)).write(to: URL(filePath: path))
            return path
        }
    }

    @Test func runsAreKeptListedShownAndCarriedOver() throws {
        try withTemporaryDirectory { directory in
            let history = ["--history", directory + "/h.sqlite"]
            let report = try Self.measured(directory, history)
            let list = try Binary.run(["history", "list"] + history)
            #expect(list.code == 0)
            #expect(list.output.contains(report.record.id))
            let shown = try Binary.run(
                ["report", String(report.record.id.prefix(6)), "-o", "json"] + history)
            #expect(try ReportJSON.decode(Array(shown.output.utf8)) == report)
            let exported = try Binary.run(["history", "export"] + history)
            #expect(exported.output.split(separator: "\n").count == 1)
            let other = ["--history", directory + "/other.sqlite"]
            let imported = try Binary.run(
                ["history", "import", "-"] + other, input: exported.output)
            #expect(imported.output == "added 1, already there 0\n")
            let again = try Binary.run(
                ["history", "import", directory + "/measured.json"] + other)
            #expect(again.output == "added 0, already there 1\n")
            let trend = try Binary.run(["history", "trend", "cpu.blake2b-256"] + other)
            #expect(trend.code == 0 && trend.output.contains("▄"))
            let pruned = try Binary.run(["history", "prune", "--keep", "0"] + other)
            #expect(pruned.output.contains("deleted 1 run"))
        }
    }

    /// The node's own protocol and a calibration measure too.
    @Test func runsOfOtherCommandsAreKept() throws {
        try withTemporaryDirectory { directory in
            let history = ["--history", directory + "/h.sqlite"]
            let seconds = ["hash", "verify", "memory", "disk"].flatMap {
                ["--\($0)-duration", "0.01"]
            }
            let guards = Self.small + ["--allow-any-filesystem", "--beside-node"]
            let machine = try Binary.run(
                ["machine", "--base-path", directory, "--allow-fail"] + seconds + guards + history)
            #expect([0, 1].contains(machine.code), "\(machine.errors)")
            let noise = try Binary.run(
                ["noise", "--runs", "2", "--only", "cpu.blake2b-256", "--preset", "quick", "-q"]
                    + guards + history)
            #expect(noise.code == 0, "\(noise.errors)")
            let list = try Binary.run(["history", "list", "-o", "json"] + history)
            let decoded = try JSONDecoder().decode([HistoryRun].self, from: Data(list.output.utf8))
            #expect(decoded.map(\.preset).sorted() == ["node", "quick", "quick"])
        }
    }

    @Test func aRunCanBeLeftOut() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/h.sqlite"
            _ = try Self.measured(directory, ["--no-history", "--history", path])
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    /// A history that cannot be written costs a warning, not the run.
    @Test func aBadHistoryIsAWarning() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/h.sqlite"
            try Data("not a database at all".utf8).write(to: URL(filePath: path))
            let ending = try Binary.run(
                [
                    "measure", "cpu.blake2b-256", "-o", "json", "--preset", "quick", "--history",
                    path,
                ]
                    + Self.small)
            #expect(ending.code == 0)
            #expect(ending.errors.contains("warning: not in the history"))
            #expect((try? ReportJSON.decode(Array(ending.output.utf8))) != nil)
        }
    }

    /// Needs root, to mount.
    @Test(.enabled(if: geteuid() == 0))
    func aFullDiskIsAWarning() throws {
        try withTemporaryDirectory { directory in
            let ending = try Binary.shell(
                "mount -t tmpfs -o size=64k touchstone \(directory) || exit 99; "
                    + "$TOUCHSTONE measure cpu.blake2b-256 --preset quick --smoke "
                    + "--allow-debug-build --history \(directory)/h.sqlite; a=$?; "
                    + "umount \(directory); echo $a")
            try #require(ending.code == 0, "cannot mount here: \(ending.errors)")
            #expect(ending.output.hasSuffix("\n0\n"))
            #expect(ending.errors.contains("no room"), "\(ending.errors)")
        }
    }

    @Test func fiveEarlierRunsGiveTheProbabilityOfARepetition() throws {
        try withTemporaryDirectory { directory in
            func probability() throws -> Double? {
                let ending = try Binary.run(
                    ["qualify", "--only", "cpu.blake2b-256", "--preset", "quick", "-q", "--smoke"]
                        + ["--allow-debug-build", "--beside-node", "--output", "json"]
                        + ["--history", directory + "/h.sqlite"])
                let report = try ReportJSON.decode(Array(ending.output.utf8))
                return report.verdict?.requirements
                    .first { $0.requirement.subjectID == "cpu.blake2b-256" }?.repeatPassProbability
            }
            for _ in 0..<5 { #expect(try probability() == nil) }
            let known = try #require(try probability())
            #expect((0...1).contains(known))
        }
    }

    @Test func twoProcessesWriteAtOnce() throws {
        try withTemporaryDirectory { directory in
            let history = ["--history", directory + "/h.sqlite"]
            let runs = try (0..<3).map { _ in
                try Binary.start(
                    ["measure", "cpu.blake2b-256", "--preset", "quick", "-q"] + Self.small + history
                )
            }
            for run in runs {
                let ending = run.ending()
                #expect(ending.code == 0 && ending.errors.isEmpty, "\(ending.errors)")
            }
            let list = try Binary.run(["history", "list", "-o", "json"] + history)
            let decoded = try JSONDecoder().decode([HistoryRun].self, from: Data(list.output.utf8))
            #expect(decoded.count == 3)
        }
    }

    /// Three times faster before: worse now, and again in the fresh run.
    @Test func theGateTurnsRedAndSaysWhatChanged() throws {
        try withTemporaryDirectory { directory in
            let history = ["--history", directory + "/h.sqlite"]
            let files = try Self.earlier(
                Self.measured(directory, history), directory, factors: [8, 0.1], kernel: "4.9.0-old"
            )
            let made = try Binary.run(["baseline", "create", "good"] + files + history)
            #expect(made.code == 0, "\(made.errors)")
            #expect(made.output.contains("5 runs are enough; 8 detect smaller changes"))
            let check = try Binary.run(
                ["baseline", "check", "good", "--run"] + Self.small + history)
            #expect(check.code == 2, "\(check.output)\(check.errors)")
            #expect(check.output.contains("VERDICT: REGRESSION"))
            #expect(check.output.contains("system.kernel: 4.9.0-old ->"))
            #expect(check.errors.contains("to confirm"))
            for line in check.output.split(separator: "\n") { #expect(line.count <= 80) }
            let suspected = try Binary.run(
                [
                    "baseline", "check", "good", directory + "/measured.json", "--no-confirm",
                    "-o", "json",
                ]
                    + history)
            #expect(suspected.code == 3)
            let report = try JSONDecoder().decode(
                RegressionReport.self, from: Data(suspected.output.utf8))
            #expect(report.overall == .suspected)
            #expect(report.metrics.first?.detectablePercent != nil)
            #expect(report.exitCode == 3)
            let formats = ["junit", "openmetrics", "github", "text"]
            let written = try Binary.run(
                ["baseline", "check", "good", directory + "/measured.json", "--no-confirm"]
                    + formats.flatMap { ["--output", "\($0):\(directory)/check.\($0)"] } + history)
            #expect(written.code == 3 && written.output.contains("VERDICT"))
            #expect(written.errors.hasPrefix("::error title=Touchstone"))
            for file in formats {
                let text = try String(contentsOfFile: "\(directory)/check.\(file)", encoding: .utf8)
                #expect(text.contains("good"), "\(file)")
            }
            let csv = try Binary.run(
                ["baseline", "check", "good", "r.json", "--output", "csv"] + history)
            #expect(csv.code == 64 && csv.errors.contains("a check is written as"))
            let generous = try Binary.run(
                ["baseline", "check", "good", directory + "/measured.json", "--no-confirm"]
                    + ["--budget", "99"] + history)
            #expect(generous.code == 0, "\(generous.output)")
        }
    }

    @Test func aRunWithAFailedProbeIsNotAmongTheNewestOfABaseline() throws {
        try withTemporaryDirectory { directory in
            let history = ["--history", directory + "/h.sqlite"]
            var report = try Self.measured(directory, ["--no-history"])
            let files = try Self.earlier(report, directory, factors: [1, 1])
            report.record.id = "00000000000000bb"
            report.record.startedAt = "2026-01-09T00:00:00Z"
            report.record.probes[1].status = .failed
            let failed = directory + "/failed.json"
            try Data(try ReportJSON.encode(report)).write(to: URL(filePath: failed))
            #expect(
                try Binary.run(["history", "import", failed, files[0], files[1]] + history).code
                    == 0)
            let ending = try Binary.run(["baseline", "create", "b", "--last", "3"] + history)
            #expect(ending.code == 0, "\(ending.errors)")
            #expect(ending.errors.contains("a probe failed: 00000000000000bb"))
            #expect(ending.errors.contains("only 2 runs"))
        }
    }

    @Test func anotherMachineIsNotCompared() throws {
        try withTemporaryDirectory { directory in
            let history = ["--history", directory + "/h.sqlite"]
            var report = try Self.measured(directory, history)
            let files = try Self.earlier(report, directory, factors: [1, 1])
            #expect(try Binary.run(["baseline", "create", "b"] + files + history).code == 0)
            report.record.host?.cpu.model = "Another CPU"
            let path = directory + "/foreign.json"
            try Data(try ReportJSON.encode(report)).write(to: URL(filePath: path))
            let ending = try Binary.run(["baseline", "check", "b", path] + history)
            #expect(ending.code == 5)
            #expect(ending.errors.contains("cpu.model: "))
            #expect(ending.errors.contains("Another CPU"))
            let compared = try Binary.run(["compare", files[0], path] + history)
            #expect(compared.code == 0)
            #expect(compared.output.contains("two machines"))
        }
    }

    /// As where one machine's disk was driven through io_uring before, and by threads now.
    @Test func anotherEngineIsNotCompared() throws {
        try withTemporaryDirectory { directory in
            let history = ["--history", directory + "/h.sqlite"]
            var report = try Self.measured(directory, history)
            report.record.probes[0].implementation = Implementation(name: "io_uring")
            let files = try Self.earlier(report, directory, factors: [1, 1])
            #expect(try Binary.run(["baseline", "create", "b"] + files + history).code == 0)
            report.record.probes[0].implementation = Implementation(name: "threads")
            let path = directory + "/threads.json"
            try Data(try ReportJSON.encode(report)).write(to: URL(filePath: path))
            let ending = try Binary.run(["baseline", "check", "b", path] + history)
            #expect(ending.code == 5)
            #expect(ending.errors.contains("cpu.blake2b-256: method 1, io_uring"))
            #expect(ending.errors.contains("-> method 1, threads"))
        }
    }

    @Test(
        arguments: [
            (["history", "list"], 66, "history"), (["baseline", "check", "b"], 64, "--run"),
            (["history", "prune"], 64, "--keep"),
            (["history", "prune", "--keep", "-1"], 64, "give a number from 0"),
            (["baseline", "create", "b", "--last", "-1"], 64, "give a number from 1"),
            (["noise", "--path", ".", "--runs", "-1"], 64, "give 2 to 100"),
            (["baseline", "create", "a b", "--last", "5"], 64, "name"),
            (["baseline", "create", "b"], 64, "--last"),
            (["baseline", "check", "b", "--run"], 66, "history"),
            (["selftest", "--gate", "--inject", "no"], 64, "15%"),
            (["baseline", "check", "b", "r", "--budget", "0"], 64, "--budget"),
            (["compare", "/nowhere/a.json", "/nowhere/b.json"], 66, "/nowhere/a.json"),
        ] as [([String], Int32, String)])
    func badInputGetsItsCode(arguments: [String], code: Int32, word: String) throws {
        let ending = try Binary.run(arguments)
        #expect(ending.code == code, "\(ending.errors)")
        #expect(ending.errors.contains(word), "\(ending.errors)")
        #expect(ending.output.isEmpty)
    }

    @Test func whatIsNotThereIsNamed() throws {
        try withTemporaryDirectory { directory in
            let history = ["--history", directory + "/h.sqlite"]
            let report = try Self.measured(directory, history)
            let none = try Binary.run(["baseline", "check", "none", "--run"] + history)
            #expect(none.code == 5 && none.errors.contains("baseline create"))
            let profile = try Binary.run(["history", "list", "--profile", "nope"] + history)
            #expect(profile.code == 5 && profile.errors.contains("nope"), "\(profile.errors)")
            let metric = try Binary.run(["history", "trend", "cpu.blake2b"] + history)
            #expect(metric.code == 66 && metric.errors.contains("cpu.blake2b-256"))
            let twice = try Binary.run(
                ["baseline", "create", "b", report.record.id] + history)
            #expect(twice.code == 0 && twice.output.contains("too few"))
            let list = try Binary.run(["baseline", "list", "-o", "json"] + history)
            let baselines = try JSONDecoder().decode([Baseline].self, from: Data(list.output.utf8))
            #expect(baselines.map(\.name) == ["b"])
            #expect(try Binary.run(["baseline", "remove", "b"] + history).code == 0)
            #expect(try Binary.run(["baseline", "show", "b"] + history).code == 5)
        }
    }

    /// A busy machine may be too noisy to tell, which is said; nothing else may come of it.
    @Test func theSelftestTellsWhetherTheGateWorks() throws {
        let ending = try Binary.run(
            ["selftest", "--gate", "--inject", "200%", "--smoke", "--allow-debug-build"])
        #expect([0, 3].contains(ending.code), "\(ending.output)")
        #expect(ending.output.contains(ending.code == 0 ? "turns red" : "too noisy"))
    }
}
