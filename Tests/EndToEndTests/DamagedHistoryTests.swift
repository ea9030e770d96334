import Foundation
import GRDB
import Model
import Rendering
import TestSupport
import Testing

/// A history with a row that this program cannot have written costs no report.
struct DamagedHistoryTests {
    @Test(arguments: [
        "UPDATE run SET startedAt = x'ff00' WHERE sequence = 2",
        "UPDATE run SET durationSeconds = 'xyz' WHERE sequence = 2",
        "UPDATE run SET complete = 'abc' WHERE sequence = 2",
        "UPDATE run SET exitCode = 9223372036854775807 WHERE sequence = 2",
        "UPDATE figure SET median = 'abc' WHERE run = 2",
        "UPDATE run SET id = x'ff00' WHERE sequence = 2",
        "UPDATE report SET json = 'abc' WHERE run = 2",
    ])
    func itIsNamedTheOthersAreListedAndTheReportIsWritten(statement: String) throws {
        try withTemporaryDirectory { directory in
            let history = directory + "/h.sqlite"
            let (reports, ids) = try Self.reports(in: directory)
            #expect(
                try Binary.run(["history", "import", "--history", history] + reports).code == 0)
            try DatabaseQueue(path: history).write { try $0.execute(sql: statement) }

            let report = directory + "/r.json"
            let run = try Binary.run([
                "qualify", "--only", "cpu.blake2b-256", "--preset", "quick", "--smoke",
                "--allow-debug-build", "--time-budget", "0", "--history", history, "--output",
                "json:" + report,
            ])
            #expect(run.code == 3, "\(run.errors)")
            let bytes = try Array(Data(contentsOf: URL(filePath: report)))
            #expect(try ReportJSON.decode(bytes).record.complete)

            let list = try Binary.run(["history", "list", "--history", history])
            #expect(list.code == 0, "\(list.errors)")
            for id in [ids[0], ids[2]] { #expect(list.output.contains(id)) }
            let isListed = list.output.contains(ids[1])
            let isNamed =
                list.errors.contains("the run \(ids[1]) cannot be read")
                || list.errors.contains("a run without an id cannot be read")
            #expect(isListed != isNamed, "\(list.output)\(list.errors)")
            for command in [
                ["history", "trend", "cpu.hash"], ["history", "export"],
                ["baseline", "create", "b", "--last", "2"], ["baseline", "show", "b"],
                ["baseline", "check", "b", ids[2], "--no-confirm"],
                ["baseline", "check", "b", ids[0], "--confirm-later"],
                ["history", "prune", "--keep", "9"],
            ] {
                let ending = try Binary.run(command + ["--history", history])
                #expect([0, 3, 5, 65, 66].contains(ending.code), "\(command): \(ending.errors)")
            }
        }
    }

    /// Three reports, the oldest first, and their ids.
    private static func reports(in directory: String) throws -> (paths: [String], ids: [String]) {
        var paths: [String] = []
        var ids: [String] = []
        for number in 0..<3 {
            var record = RecordBuilder.record([("cpu.hash", [100, 101, 102])])
            record.id = String(0x1_0000_0000_0000 + number, radix: 16)
            record.startedAt = "2026-01-0\(number + 1)T00:00:00Z"
            let path = "\(directory)/\(number).json"
            try Data(ReportJSON.encode(Report(record: record))).write(to: URL(filePath: path))
            paths.append(path)
            ids.append(record.id)
        }
        return (paths, ids)
    }
}
