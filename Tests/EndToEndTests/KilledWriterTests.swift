import Foundation
import History
import Model
import Rendering
import TestSupport
import Testing

/// What was stored stays, when its writer is killed and when the disk is full.
struct KilledWriterTests {
    private static let runs = 100

    /// A file of many reports, one a line, and their ids in order.
    private static func reports(in directory: String) throws -> (path: String, ids: [String]) {
        var text: [UInt8] = []
        var ids: [String] = []
        for number in 0..<runs {
            var record = RecordBuilder.record([
                ("cpu.hash", (0..<200).map { 100 + Double($0 % 7) }), ("mem.copy", [50, 51]),
            ])
            record.id = String(0x1_0000_0000_0000 + number, radix: 16)
            record.startedAt = "2026-01-01T00:00:00Z"
            ids.append(record.id)
            text += try DocumentJSON.encodeCompactly(Report(record: record)) + [0x0A]
        }
        let path = directory + "/reports.ndjson"
        try Data(text).write(to: URL(filePath: path))
        return (path, ids)
    }

    /// Ids stored so far; none where the file is not there yet or is just being made.
    private static func stored(_ path: String) -> Set<String> {
        let runs = try? HistoryStore.openExisting(path).runs().values
        return Set((runs ?? []).map(\.id))
    }

    @Test func whatWasStoredIsThereAfterEveryKill() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/h.sqlite"
            let (file, ids) = try Self.reports(in: directory)
            var generator = SeededNumbers(state: 7)
            var kept: Set<String> = []
            var killed = 0
            for _ in 0..<6 {
                let writer = try Binary.start(["history", "import", file, "--history", path])
                let goal = kept.count + Int(generator.next() % 20)
                var seen = kept
                while seen.count < goal, writer.process.isRunning { seen = Self.stored(path) }
                usleep(UInt32(generator.next() % 4000))
                // What another process has read was committed, and must stay.
                seen = Self.stored(path)
                if writer.process.isRunning { kill(writer.process.processIdentifier, SIGKILL) }
                if writer.ending().code == -SIGKILL { killed += 1 }
                // Nobody else has the file open now: the log is replayed by this one.
                let store = try HistoryStore.open(path)
                let now = try store.runs().values.map(\.id)
                #expect(seen.isSubset(of: now))
                // In the order they were written, without a gap, each of them whole.
                #expect(Set(now) == Set(ids.prefix(now.count)))
                for id in now { _ = try store.report(of: id) }
                kept = Set(now)
            }
            #expect(killed > 0)
            let rest = try Binary.run(["history", "import", file, "--history", path])
            #expect(rest.code == 0, "\(rest.errors)")
            #expect(
                rest.output
                    == "added \(Self.runs - kept.count), already there \(kept.count)\n")
        }
    }

    /// The disk is full in the middle of a run, and later has room again; needs root, to mount.
    @Test(.enabled(if: geteuid() == 0))
    func whatWasStoredIsThereAfterAFullDisk() throws {
        try withTemporaryDirectory { directory in
            let (file, ids) = try Self.reports(in: directory)
            let disk = directory + "/disk"
            let path = disk + "/h.sqlite"
            let script = """
                mkdir \(disk) && mount -t tmpfs -o size=900k touchstone \(disk) || exit 99
                $TOUCHSTONE history import \(file) --history \(path); echo "import $?"
                mount -o remount,size=32m \(disk)
                $TOUCHSTONE history export --history \(path) > \(directory)/kept; echo "export $?"
                $TOUCHSTONE history import \(file) --history \(path); echo "again $?"
                umount \(disk)
                """
            let ending = try Binary.shell(script)
            try #require(ending.code == 0, "cannot mount here: \(ending.errors)")
            #expect(ending.output.hasPrefix("import 74\nexport 0\n"), "\(ending.output)")
            #expect(ending.output.hasSuffix("again 0\n"))
            #expect(ending.errors.contains("no room"))
            let lines = try String(contentsOfFile: directory + "/kept", encoding: .utf8)
                .split(separator: "\n")
            let kept = try lines.map { try ReportJSON.decode(Array($0.utf8)).record.id }
            #expect(!kept.isEmpty && kept.count < Self.runs)
            #expect(Set(kept) == Set(ids.prefix(kept.count)))
            #expect(
                ending.output.contains(
                    "added \(Self.runs - kept.count), already there \(kept.count)\n"))
        }
    }
}

/// xorshift64: the moments of the kills, the same in each run of the tests.
private struct SeededNumbers {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
