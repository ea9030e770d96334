import Foundation
import Model
import Rendering
import TestSupport
import Testing

/// Where results go, and what a command does with what it was started with.
struct OutputTests {
    private static let report = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Reports/sample.json").path

    @Test(arguments: [
        "json:out text:./out", "json:out text:sub/../out", "json:out markdown:link",
        "json:out csv:DIR/out", "json:/dev/stdout text", "json:/dev/stdout text:/dev/fd/1",
    ])
    func theSameFileNamedTwiceIsRefusedHoweverItIsSpelt(outputs: String) throws {
        try withTemporaryDirectory { directory in
            let options = outputs.replacing("DIR", with: directory).split(separator: " ")
                .map { "--output \($0)" }.joined(separator: " ")
            let ending = try Binary.shell(
                "cd \(directory) && mkdir sub && ln -s out link && "
                    + "$TOUCHSTONE report \(Self.report) -q \(options)")
            #expect(ending.code == 64, "\(ending.errors)")
            #expect(ending.errors.contains("give each a path of its own"), "\(ending.errors)")
            #expect(!FileManager.default.fileExists(atPath: directory + "/out"))
        }
    }

    @Test(arguments: ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link"])
    func standardOutputIsWrittenThroughByEveryName(name: String) throws {
        try withTemporaryDirectory { directory in
            let ending = try Binary.shell(
                "cd \(directory) && ln -s /dev/stdout link && echo before > out && "
                    + "$TOUCHSTONE report \(Self.report) --output json:\(name) >> out")
            #expect(ending.code == 0, "\(ending.errors)")
            let text = try String(contentsOfFile: directory + "/out", encoding: .utf8)
            #expect(text.hasPrefix("before\n{"))
            _ = try ReportJSON.decode(Array(text.dropFirst(7).utf8))
        }
    }

    @Test func aPipeWithoutAReaderIsAnErrorForEveryOutput() throws {
        try withTemporaryDirectory { directory in
            let lines = [
                ("report \(Self.report) -q --output json:pipe", 73),
                ("history list --history pipe", 73),
                ("history import \(Self.report) --history pipe", 73),
            ]
            for (line, code) in lines {
                let ending = try Binary.shell(
                    "cd \(directory) && mkfifo pipe; timeout 20 $TOUCHSTONE \(line)")
                #expect(ending.code == code, "\(line): \(ending.code) \(ending.errors)")
            }
            let page = try Binary.shell(
                "cd \(directory) && GITHUB_STEP_SUMMARY=pipe timeout 20 $TOUCHSTONE report "
                    + "\(Self.report) -q --output github")
            #expect(page.code == 73, "\(page.errors)")
        }
    }

    @Test(arguments: [
        ["judge", "--profile", "astar-collator", "r.json", "--profile", "kilt-collator"],
        ["judge", "r.json", "--profile=a", "--profile=b"],
        ["qualify", "--path", ".", "--base-path", "/"], ["--path", ".", "-p", "/"],
        ["history", "list", "--last", "3", "--last", "4"],
        ["baseline", "check", "b", "r.json", "--history", "x", "--history", "y"],
        ["machine", "--tolerance", "5", "--tolerance", "-5"],
    ])
    func anOptionOfOneValueGivenTwiceIsRefused(arguments: [String]) throws {
        let ending = try Binary.run(arguments)
        #expect(ending.code == 64)
        #expect(ending.errors.contains("is given twice"), "\(ending.errors)")
    }

    @Test func repeatableOptionsAreStillRepeatable() throws {
        try withTemporaryDirectory { directory in
            let ending = try Binary.run([
                "report", Self.report, "--output", "json:\(directory)/--output", "--output",
                "text:\(directory)/b",
            ])
            #expect(ending.code == 0, "\(ending.errors)")
        }
    }

    /// The next file opened would take the number of the one that is closed.
    @Test(arguments: ["<&-", "2>&-", "2>&- <&-", ">&- 2>&- <&-"])
    func closedStandardDescriptorsChangeNothing(closed: String) throws {
        try withTemporaryDirectory { directory in
            let ending = try Binary.shell(
                """
                $TOUCHSTONE measure disk.sync.latency disk.write.random.buffered --smoke \
                --allow-debug-build --allow-any-filesystem --path \(directory) --no-history \
                --progress plain --output json:\(directory)/r.json >/dev/null \(closed)
                """)
            #expect(ending.code == 0)
            let bytes = try Data(contentsOf: URL(filePath: directory + "/r.json"))
            let record = try ReportJSON.decode(Array(bytes)).record
            #expect(record.probes.count == 2)
            #expect(record.probes.allSatisfy { $0.status == .measured })
        }
    }

    @Test func anArgumentThatIsNotUTF8IsNamed() throws {
        let ending = try Binary.shell("$TOUCHSTONE judge \"$(printf '\\377')\"")
        #expect(ending.code == 64)
        #expect(ending.errors.contains("argument 2 is not UTF-8"))
    }
}
