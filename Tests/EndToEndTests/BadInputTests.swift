import Foundation
import Model
import Rendering
import TestSupport
import Testing

/// Bad input gets one clear line that names the thing and the mend, and its exit code.
struct BadInputTests {
    @Test(
        arguments: [
            (["qualify", "--profile", "kilt-colator", "--path", "."], 5, "kilt-collator"),
            (["qualify", "--profile", "./nowhere.yaml", "--path", "."], 66, "nowhere.yaml"),
            (["qualify", "--path", "/nowhere/at/all"], 66, "/nowhere/at/all"),
            (["qualify", "--path", "/etc/hostname"], 4, "/etc/hostname"),
            (["qualify"], 64, "--path"),
            (["qualfy"], 64, "did you mean 'qualify'"),
            (["qualify", "--path", ".", "--preset", "fast"], 64, "thorough"),
            (["qualify", "--path", ".", "--tolerance", "100"], 64, "--tolerance"),
            (["qualify", "--path", ".", "--fail-on", "always"], 64, "inconclusive"),
            (["qualify", "--path", ".", "--output", "yaml"], 64, "--output"),
            (["qualify", "--path", ".", "--progress", "loud"], 64, "json"),
            (["judge", "-", "--output", "csv:r", "--output", "junit:r"], 64, "twice"),
            (["qualify", "--path", ".", "--only", "cpu.blake2"], 64, "cpu.blake2b-256"),
            (["qualify", "--path", ".", "--output", "json:/nowhere/r.json"], 73, "/nowhere"),
            (["qualify", "--path", ".", "--output", "json:/"], 73, "directory"),
            (["machine", "--hash-duration", "-1"], 64, "seconds above 0"),
            (["machine", "--disk-duration", "1e9"], 64, "at most a day"),
            (["machine", "--tolerance", "-5"], 64, "from 0 to 100"),
            (["measure"], 64, "--list"),
            (["measure", "cpu.sr25519"], 64, "cpu.sr25519-verify"),
            (["judge", "/nowhere/r.json"], 66, "/nowhere/r.json"),
            (["judge", "/"], 66, "/"),
            (["profiles", "show", "atsar-collator"], 5, "astar-collator"),
            (["qualfy"], 64, "qualfy"),
            (["qualify", "--dry-run", "--path", "/nowhere/at/all"], 66, "/nowhere/at/all"),
            (["qualify", "--dry-run", "--path", "/dev/null"], 4, "character device"),
            (
                ["qualify", "--path", ".", "--only", "memory.copy", "--skip", "memory.copy"], 64,
                "leaves no probe"
            ),
            (["qualify", "--path", ".", "--only", "nope"], 64, "Usage: touchstone qualify"),
            (["qualify", "--path", ".", "--tolerance", "200"], 64, "Usage: touchstone qualify"),
            (["history", "list", "--history", "/etc/passwd"], 65, "no history of Touchstone"),
            (["baseline", "check", "b", "r.json", "--run"], 64, "not both"),
            (["selftest", "-o", "json"], 64, "--gate"),
            (["selftest", "--inject", "5%"], 64, "--gate"),
            (
                ["profiles", "import", "r", "--id", "a", "--revision", "1", "--date", "foo"], 64,
                "--date 'foo'"
            ),
            (
                ["profiles", "import", "r", "--id", "A", "--revision", "1", "--date", "2026"], 64,
                "--id 'A'"
            ),
        ] as [([String], Int32, String)])
    func getsItsCodeAndNamesTheThing(arguments: [String], code: Int32, word: String) throws {
        let ending = try Binary.run(arguments)
        #expect(ending.code == code, "\(ending.errors)")
        #expect(ending.errors.contains(word), "\(ending.errors)")
        #expect(ending.output.isEmpty)
        #expect(!ending.errors.contains("Fatal error"))
    }

    @Test func aTruncatedReportIsBadInput() throws {
        let whole = try ReportJSON.encode(Report(record: RecordBuilder.record([("a.b", [1, 2])])))
        let half = String(decoding: whole.prefix(whole.count / 2), as: UTF8.self)
        let ending = try Binary.run(["judge", "-"], input: half)
        #expect(ending.code == 65)
        #expect(ending.errors.split(separator: "\n").count == 1, "\(ending.errors)")
    }

    @Test func aReportOfANewerFormatSaysSo() throws {
        let report = Report(record: RecordBuilder.record([("a.b", [1, 2])]))
        let text = String(decoding: try ReportJSON.encode(report), as: UTF8.self)
            .replacing("\"schemaVersion\": 1", with: "\"schemaVersion\": 99")
            .replacing("\"schemaVersion\" : 1", with: "\"schemaVersion\" : 99")
        let ending = try Binary.run(["judge", "-"], input: text)
        #expect(ending.code == 65)
        #expect(ending.errors.contains("99"))
    }

    /// Needs root, to become somebody else.
    @Test(.enabled(if: geteuid() == 0))
    func aDirectoryWithoutPermissionIsBlocked() throws {
        try withTemporaryDirectory { directory in
            let ending = try Binary.shell(
                "chmod 755 \(directory); setpriv --reuid 65534 --clear-groups "
                    + "$TOUCHSTONE measure disk.write.random.buffered --path \(directory) "
                    + "--allow-debug-build --allow-any-filesystem")
            #expect(ending.code == 4, "\(ending.errors)")
            #expect(ending.errors.contains(directory))
        }
    }

    /// Needs root, to mount.
    @Test(.enabled(if: geteuid() == 0))
    func aDiskWithoutRoomAndADiskInMemoryAreBlocked() throws {
        try withTemporaryDirectory { directory in
            let run = "$TOUCHSTONE measure disk.write.random.buffered --path \(directory) "
            let ending = try Binary.shell(
                "mount -t tmpfs -o size=8m touchstone \(directory) || exit 99; "
                    + run + "--allow-debug-build; a=$?; "
                    + run + "--allow-debug-build --allow-any-filesystem; b=$?; "
                    + "umount \(directory); echo $a $b")
            try #require(ending.code == 0, "cannot mount here: \(ending.errors)")
            #expect(ending.output == "4 4\n")
            #expect(ending.errors.contains("tmpfs"))
            #expect(ending.errors.contains("storage.no-space"))
        }
    }

    /// SQLite would keep a file without a name until the program ends, and the report with it.
    @Test func aHistoryWithoutAPathIsAUsageError() throws {
        for command in [["history", "list"], ["history", "import", "Reports/sample.json"]] {
            let ending = try Binary.run(command + ["--history", ""])
            #expect(ending.code == 64)
            #expect(ending.errors.contains("--history: give the path of a file"))
        }
    }
}
