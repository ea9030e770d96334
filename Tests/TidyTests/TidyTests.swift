import Foundation
import Testing

/// Habits that a test can see, so that no review has to.
struct TidyTests {
    /// A source file of this repository.
    struct File: Sendable, CustomStringConvertible {
        let path: String
        let lines: [String]

        var description: String { path }
    }

    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let sources = files(under: ["Sources", "Profiles", "Reports"], endings: ["swift"])
    static let all = files(
        under: ["Sources", "Profiles", "Reports", "Tests"], endings: ["swift", "c", "h"])

    private static func files(under folders: [String], endings: [String]) -> [File] {
        folders.flatMap { folder -> [File] in
            let base = root.appending(path: folder)
            let paths =
                FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String }
                ?? []
            return paths.filter { path in
                endings.contains { path.hasSuffix("." + $0) }
            }.sorted().compactMap { path in
                guard
                    let text = try? String(
                        contentsOf: base.appending(path: path), encoding: .utf8)
                else { return nil }
                return File(
                    path: folder + "/" + path,
                    lines: text.split(separator: "\n", omittingEmptySubsequences: false)
                        .map(String.init))
            }
        }
    }

    @Test func thereAreSourcesToLookAt() {
        #expect(Self.sources.count > 50)
        #expect(Self.all.count > Self.sources.count)
    }

    /// Tables as people paste them are wider, and must stay as they are.
    private static let asPasted = ["Tests/InterchangeTests/"]

    @Test(arguments: all)
    func linesHaveAtMostAHundredColumns(file: File) {
        if Self.asPasted.contains(where: file.path.hasPrefix) { return }
        for (number, line) in file.lines.enumerated() where line.count > 100 {
            Issue.record("\(file.path):\(number + 1) has \(line.count) columns")
        }
    }

    @Test(arguments: all)
    func filesAreShort(file: File) {
        #expect(file.lines.count <= 400, "\(file.path) has \(file.lines.count) lines")
    }

    /// Calls that have no place in a library target, with what to do instead.
    private static let banned: [(pattern: String, instead: String)] = [
        (#"\btry!"#, "throw"), (#"\bfatalError\("#, "precondition with a message, or throw"),
        (#"\bprint\("#, "return the text"), (#"(?m)^\s*exit\("#, "throw"),
        (#"\bDate\(\)"#, "take the time as an argument"), (#"\bTODO\b|\bFIXME\b"#, "do it"),
        unseeded,
    ]

    /// One place removes, where no link is followed and no mount entered.
    @Test(arguments: sources)
    func onlyFilesRemoves(file: File) throws {
        if file.path.hasPrefix("Sources/Files/") { return }
        try refuse(
            #"(^|[^.\w])(unlink|unlinkat|rmdir)\(|\.(removeItem|trashItem)\("#,
            "call FileTree.remove or removeFile", in: file)
    }

    /// The database library ends the process at a value of another type, and a history may hold
    /// anything.
    @Test(arguments: sources)
    func rowsAreReadWithTheirFaultsNamed(file: File) throws {
        if !file.path.hasPrefix("Sources/History/") { return }
        try refuse(#"\b(row|run|member)\[\d|\$0\[\d"#, "read it with value(_:of:)", in: file)
    }

    /// The one place that draws at random and reads the wall clock: what tells runs apart.
    private static let identity = "Sources/Runs/Process/RunIdentity.swift"

    /// Randomness without a seed: a failure that nobody can repeat.
    private static let unseeded = (
        pattern: #"SystemRandomNumber|\.random(Element)?\((in: [^,)]*)?\)|\.shuffled?\(\)"#,
        instead: "take a seeded generator"
    )

    @Test(arguments: sources)
    func librariesDoNotCallWhatIsBanned(file: File) throws {
        let isProgram = [
            "Sources/touchstone/", "Sources/TouchstoneBench/", "Sources/TouchstoneFuzz/",
            "Sources/TouchstoneSimulate/",
            "Sources/TouchstoneMutate/",
        ]
        .contains { file.path.hasPrefix($0) }
        if isProgram || file.path == Self.identity { return }
        for (pattern, instead) in Self.banned { try refuse(pattern, instead, in: file) }
    }

    private func refuse(_ pattern: String, _ instead: String, in file: File) throws {
        let expression = try Regex(pattern)
        // One pass over the whole text first: a pass for each line takes seconds.
        if file.lines.joined(separator: "\n").firstMatch(of: expression) == nil { return }
        for (number, line) in file.lines.enumerated() where line.contains(expression) {
            if line.trimmingCharacters(in: .whitespaces).hasPrefix("//") { continue }
            Issue.record("\(file.path):\(number + 1): \(pattern): \(instead)")
        }
    }

    /// Holds the patterns themselves.
    private static let unseededOnPurpose = ["Tests/TidyTests/TidyTests.swift"]

    @Test(arguments: all)
    func testsDrawWithASeed(file: File) throws {
        if !file.path.hasPrefix("Tests/") || Self.unseededOnPurpose.contains(file.path) { return }
        try refuse(Self.unseeded.pattern, Self.unseeded.instead, in: file)
    }

    /// What the compiler is told not to check has its reason beside it.
    @Test(arguments: sources)
    func uncheckedSharingSaysWhyItIsSafe(file: File) {
        for (number, line) in file.lines.enumerated() {
            let code = line.trimmingCharacters(in: .whitespaces)
            let isUnchecked =
                code.contains("@unchecked Sendable") || code.contains("nonisolated(unsafe)")
            if !isUnchecked || code.hasPrefix("//") { continue }
            let near = file.lines[max(0, number - 4)...min(file.lines.count - 1, number + 3)]
            #expect(
                near.contains { $0.contains("SAFETY:") },
                "\(file.path):\(number + 1): say why behind `SAFETY:`")
        }
    }

    /// swift-format's rule sees `public` declarations only, and ours are `package`.
    @Test(arguments: sources)
    func packageTypesAndFunctionsAreDocumented(file: File) throws {
        let declaration = try Regex(
            #"^\s*package (static )?(mutating )?(struct|enum|class|final class|protocol|func)\b"#)
        // Requirements of well-known protocols say nothing new.
        let known = try Regex(#"func (<|==|encode|hash|next|nanoseconds|prepare|measure|check)\b"#)
        for (number, line) in file.lines.enumerated()
        where line.contains("package ") && line.contains(declaration) {
            if line.contains(known) || line.contains("static func <")
                || line.contains("static func ==")
            {
                continue
            }
            var above = number - 1
            while above >= 0,
                file.lines[above].trimmingCharacters(in: .whitespaces).hasPrefix("@")
            {
                above -= 1
            }
            let comment = above >= 0 ? file.lines[above].trimmingCharacters(in: .whitespaces) : ""
            if !comment.hasPrefix("///") {
                Issue.record(
                    "\(file.path):\(number + 1): \(line.trimmingCharacters(in: .whitespaces))")
            }
        }
    }

    /// Longer for a reason: the 25 lanes of a permutation, spelled out since loops cost speed.
    private static let longOnPurpose = ["Sources/Primitives/Hashing/KeccakF1600.swift"]

    /// Functions longer than this do more than one thing.
    @Test(arguments: sources)
    func functionsAreShort(file: File) {
        if Self.longOnPurpose.contains(file.path) { return }
        var start: (line: Int, indent: String)?
        for (number, line) in file.lines.enumerated() {
            let indent = String(line.prefix { $0 == " " })
            if let open = start, line == open.indent + "}" {
                let length = number - open.line
                if length > 70 {
                    Issue.record("\(file.path):\(open.line + 1): a function of \(length) lines")
                }
                start = nil
            }
            let words = line.split(separator: " ")
            if start == nil, words.contains("func") || words.first?.hasPrefix("init(") == true,
                !line.contains("//")
            {
                start = (number, indent)
            }
        }
    }

    /// The commands that the README gives a newcomer are there.
    @Test func theReadmeNamesTargetsThatExist() throws {
        let readme = try String(
            contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        let makefile = try String(
            contentsOf: Self.root.appending(path: "Makefile"), encoding: .utf8)
        let targets = readme.matches(of: /`?make ([a-z]+)/).map { String($0.1) }
        #expect(targets.contains("qualify") && targets.contains("test"))
        for target in Set(targets) {
            #expect(makefile.contains("\n\(target):"), "make \(target) is not in the Makefile")
        }
    }
}
