import Foundation
import Testing

/// Folders of a target are rooms: small, one above the other, each with a word on what it is for.
struct RoomTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Files of a target by their folders; the target's own folder is `.`.
    struct Target: Sendable, CustomStringConvertible {
        let name: String
        let folders: [String: [TidyTests.File]]

        var description: String { name }
    }

    static let targets: [Target] = {
        var files: [String: [String: [TidyTests.File]]] = [:]
        for file in TidyTests.sources {
            let parts = file.path.split(separator: "/").map(String.init)
            let isSource = parts[0] == "Sources"
            let folder = parts.dropFirst(isSource ? 2 : 1).dropLast().joined(separator: "/")
            files[parts[isSource ? 1 : 0], default: [:]][folder.isEmpty ? "." : folder, default: []]
                .append(file)
        }
        return files.sorted { $0.key < $1.key }.map { Target(name: $0.key, folders: $0.value) }
    }()

    /// Ours: what a reader takes in at a glance.
    private static let filesMax = 20

    @Test func aFolderHasAtMostTwentyFiles() {
        #expect(Self.targets.count > 15)
        for target in Self.targets {
            for (folder, files) in target.folders {
                #expect(
                    files.count <= Self.filesMax,
                    "\(target)/\(folder) has \(files.count) files: make rooms of it")
            }
        }
    }

    /// One file of each folder opens with what lives there, what it may use and what it never does.
    @Test func everyFolderSaysWhatItIsFor() {
        for target in Self.targets {
            for (folder, files) in target.folders where files.count > 1 {
                let heads = files.filter { $0.lines.first?.hasPrefix("// Here: ") == true }
                #expect(heads.count == 1, "\(target)/\(folder) needs one file with three lines")
                for file in heads {
                    let head = file.lines.prefix { $0.hasPrefix("// ") }
                    for word in ["// May use: ", "// Never: "] {
                        #expect(
                            head.contains { $0.hasPrefix(word) }, "\(file.path) lacks \(word)")
                    }
                }
            }
        }
    }

    /// Whoever reads a folder needs to read only those below it.
    @Test(arguments: targets)
    func noFolderIsBelowItself(target: Target) {
        var sources: [(folder: String, source: SwiftWords)] = []
        for (folder, files) in target.folders {
            sources += files.map { (folder, SwiftWords($0.lines.joined(separator: "\n"))) }
        }
        var homes: [String: Set<String>] = [:]
        var namesakes: [String: Set<String>] = [:]
        for (folder, source) in sources {
            for name in source.shared { homes[name, default: []].insert(folder) }
            for name in source.declared { namesakes[name, default: []].insert(folder) }
        }
        var uses: [String: [String: String]] = [:]
        for (folder, source) in sources {
            for name in source.used {
                // A name of several folders tells nothing, nor one that a folder has of its own.
                guard let home = homes[name], home.count == 1, let other = home.first,
                    other != folder, namesakes[name]?.contains(folder) != true
                else { continue }
                uses[folder, default: [:]][other] = name
            }
        }
        if let circle = Self.circle(in: uses) {
            let steps = zip(circle, circle.dropFirst()).map { from, to in
                "\(from) uses \(uses[from]?[to] ?? "") of \(to)"
            }
            Issue.record("\(target): \(steps.joined(separator: ", "))")
        }
    }

    /// The folders of one circle, the first one again at the end; nil if there is none.
    private static func circle(in uses: [String: [String: String]]) -> [String]? {
        var done: Set<String> = []
        func visit(_ folder: String, _ path: [String]) -> [String]? {
            if let start = path.firstIndex(of: folder) { return path[start...] + [folder] }
            if done.contains(folder) { return nil }
            for next in (uses[folder] ?? [:]).keys.sorted() {
                if let circle = visit(next, path + [folder]) { return circle }
            }
            done.insert(folder)
            return nil
        }
        for folder in uses.keys.sorted() {
            if let circle = visit(folder, []) { return circle }
        }
        return nil
    }

    @Test func aCircleIsSeen() {
        let low = SwiftWords("struct Low { func take(_ high: High) {} }")
        let high = SwiftWords("private let hidden = 1\nstruct High { let low = \"\\(Low())\" }")
        #expect(low.shared == ["Low"] && high.shared == ["High"])
        #expect(low.used.contains("High") && high.used.contains("Low"))
        #expect(!SwiftWords("// High\nlet text = \"High\" /* High */").used.contains("High"))
        #expect(Self.circle(in: ["a": ["b": ""], "b": ["c": ""], "c": ["a": ""]])?.count == 4)
        #expect(Self.circle(in: ["a": ["b": "", "c": ""], "b": ["c": ""]]) == nil)
    }

    @Test func theArchitectureNamesEveryTarget() throws {
        let text = try String(
            contentsOf: Self.root.appending(path: "docs/ARCHITECTURE.md"), encoding: .utf8)
        let manifest = try String(
            contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
        let names = manifest.matches(of: /(?:arget|Library)\(\s*name: "([A-Za-z]+)"/)
            .map { String($0.1) }.filter { !$0.hasSuffix("Tests") }
        #expect(names.contains("Host") && names.contains("CRocksDB") && names.contains("Reports"))
        for name in names { #expect(text.contains(name), "\(name) is not in ARCHITECTURE.md") }
    }

    /// What a process asks of itself alone: its program, its open files, its libraries.
    private static let ofOneself = ["/proc/self/exe", "/proc/self/fd", "/proc/self/maps"]

    /// One target reads what the kernel tells of the machine, so that tests can script it.
    @Test func onlyHostReadsProcAndSys() {
        for file in TidyTests.sources where !file.path.hasPrefix("Sources/Host/") {
            for (number, line) in file.lines.enumerated() {
                var code = line.trimmingCharacters(in: .whitespaces)
                if code.hasPrefix("//") { continue }
                for path in Self.ofOneself { code = code.replacing("\"\(path)", with: "") }
                #expect(
                    !code.contains("\"/proc/") && !code.contains("\"/sys/"),
                    "\(file.path):\(number + 1): read it in Host")
            }
        }
    }
}

/// The names of a source file: what it declares and what it mentions.
private struct SwiftWords {
    /// Declared at the top of the file and seen by others.
    private(set) var shared: Set<String> = []
    /// Declared anywhere in it.
    private(set) var declared: Set<String> = []
    /// Mentioned outside of comments and texts.
    private(set) var used: Set<String> = []

    private static let keywords: Set<String> = [
        "struct", "class", "enum", "protocol", "actor", "typealias", "func", "let", "var", "case",
    ]
    private static let modifiers: Set<String> = ["private", "fileprivate"]

    init(_ text: String) {
        var scan = Scan(bytes: Array(text.utf8))
        var before = ""
        var isHidden = false
        while let word = scan.next() {
            if scan.wordBeginsLine { isHidden = false }
            if Self.modifiers.contains(word), scan.depth == 0 { isHidden = true }
            if Self.keywords.contains(before) {
                declared.insert(word)
                if scan.depth == 0, !isHidden, !Self.keywords.contains(word) { shared.insert(word) }
            }
            used.insert(word)
            before = word
        }
    }

    /// Goes from word to word, and knows comments, texts and braces.
    private struct Scan {
        let bytes: [UInt8]
        /// Open braces and brackets.
        private(set) var depth = 0
        /// Whether the last word stands at the beginning of its line.
        private(set) var wordBeginsLine = false
        private var place = 0
        /// For each text whose interpolation is being read: its quotes, and the depth outside.
        private var texts: [(quotes: Int, depth: Int)] = []

        init(bytes: [UInt8]) { self.bytes = bytes }

        mutating func next() -> String? {
            while place < bytes.count {
                let byte = bytes[place]
                switch byte {
                case UInt8(ascii: "/") where starts(with: "//"):
                    while place < bytes.count, bytes[place] != 0x0A { place += 1 }
                case UInt8(ascii: "/") where starts(with: "/*"):
                    while place < bytes.count, !starts(with: "*/") { place += 1 }
                    place += 2
                case UInt8(ascii: "\""):
                    let quotes = starts(with: "\"\"\"") ? 3 : 1
                    place += quotes
                    skipText(quotes)
                case UInt8(ascii: "{"), UInt8(ascii: "("), UInt8(ascii: "["):
                    depth += 1
                    place += 1
                case UInt8(ascii: "}"), UInt8(ascii: ")"), UInt8(ascii: "]"):
                    depth -= 1
                    place += 1
                    if let text = texts.last, text.depth == depth {
                        texts.removeLast()
                        skipText(text.quotes)
                    }
                case _ where Self.isLetter(byte): return word()
                default: place += 1
                }
            }
            return nil
        }

        private mutating func word() -> String {
            let start = place
            wordBeginsLine = start == 0 || bytes[start - 1] == 0x0A
            while place < bytes.count, Self.isLetter(bytes[place]) || Self.isDigit(bytes[place]) {
                place += 1
            }
            return String(decoding: bytes[start..<place], as: UTF8.self)
        }

        /// To the end of a text, or into its next interpolation.
        private mutating func skipText(_ quotes: Int) {
            while place < bytes.count {
                if bytes[place] == UInt8(ascii: "\\") {
                    place += 2
                    guard place <= bytes.count, bytes[place - 1] == UInt8(ascii: "(") else {
                        continue
                    }
                    texts.append((quotes, depth))
                    depth += 1
                    return
                }
                if starts(with: quotes == 3 ? "\"\"\"" : "\"") {
                    place += quotes
                    return
                }
                place += 1
            }
        }

        private func starts(with text: String) -> Bool { bytes[place...].starts(with: text.utf8) }

        private static func isLetter(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: "_") || byte >= 0x80
                || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
        }

        private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    }
}
