import Foundation
import Testing

/// Commands and options in README.md and docs are those of docs/reference/commands, which a test of
/// the program holds to its definitions.
struct CommandMentionTests {
    private static let folder = "docs/reference/commands/"

    /// The options of each command by its path without `touchstone`, `baseline check`; the root's
    /// path is empty.
    private static let options: [String: Set<String>] = {
        var options: [String: Set<String>] = [
            // `--version --json` is read before the definitions are.
            "": everywhere.union(["--generate-completion-script", "--json"])
        ]
        for page in DocumentTests.pages where page.hasPrefix(folder) {
            var command: String?
            for line in ((try? DocumentTests.text(page)) ?? "").split(separator: "\n") {
                if let match = line.wholeMatch(of: /#+ touchstone (.+)/) {
                    command = String(match.1)
                    options[String(match.1)] = everywhere
                } else if line.hasPrefix("| `-"), let command,
                    let cell = line.dropFirst(3).split(separator: "`").first
                {
                    for name in cell.matches(of: /(?:^|[ \/])(--?[a-z][a-z-]*)/) {
                        options[command]?.insert(String(name.1))
                    }
                }
            }
        }
        return options
    }()

    private static let everywhere: Set<String> = ["-h", "--help", "--version"]

    /// Pages that people wrote.
    private static let written = DocumentTests.pages.filter { !$0.hasPrefix(folder) }

    /// A call of the program, as words.
    struct Call {
        let page: String
        let words: [String]
    }

    /// Every call in a code span or a fenced block, up to a pipe, a redirection or a comment.
    static func calls(on page: String) throws -> [Call] {
        let text = try DocumentTests.text(page)
        // Folded lines of YAML and continued lines of a shell are one line.
        let joined = text.replacing(/\\\n\s*/, with: " ").replacing(/\n\s+(?=--[a-z])/, with: " ")
        let ends: Set<Substring> = ["|", "\\|", "||", "&&", ";", ">", "2>&1", "#", "<", "…"]
        var calls: [Call] = []
        for line in joined.split(separator: "\n") {
            let isProse = line.contains("`")
            let pieces = isProse ? line.matches(of: /`([^`]+)`/).map(\.1) : [line]
            for piece in pieces {
                let words = piece.split(separator: " ")
                for start in words.indices {
                    let word = words[start].drop { $0 == "$" || $0 == "(" }
                    guard word == "touchstone" || word == "./touchstone" else { continue }
                    let end =
                        words[(start + 1)...].firstIndex { ends.contains($0) } ?? words.endIndex
                    // Prose in a fence, such as the line of an output, calls nothing.
                    calls.append(Call(page: page, words: words[(start + 1)..<end].map(String.init)))
                }
            }
        }
        return calls
    }

    /// The longest path of a command that the words begin with, by the reference.
    private static func path(of words: [String]) -> String? {
        for count in [2, 1] where words.count >= count {
            let path = words.prefix(count).joined(separator: " ")
            if options[path] != nil { return path }
        }
        return words.first?.hasPrefix("-") == true ? "" : nil
    }

    @Test func thereIsAReference() {
        #expect(Self.options.count > 20)
        #expect(Self.options["baseline check"]?.contains("--run") == true)
    }

    @Test(arguments: written)
    func callsAreOfCommandsAndOptionsThatExist(page: String) throws {
        for call in try Self.calls(on: page) {
            guard let first = call.words.first,
                first.first?.isLowercase == true || first.hasPrefix("-")
            else { continue }
            let line = "touchstone " + call.words.joined(separator: " ")
            guard let path = Self.path(of: call.words) else {
                Issue.record("\(page): there is no such command: \(line)")
                continue
            }
            for word in call.words where word.wholeMatch(of: /--[a-z-]+(=.*)?/) != nil {
                let name = String(word.prefix { $0 != "=" })
                #expect(Self.options[path]?.contains(name) == true, "\(page): \(name) in \(line)")
            }
        }
    }

    @Test func everyCommandIsNamedOnAPageThatPeopleWrote() throws {
        let named = Set(
            try Self.written.flatMap { try Self.calls(on: $0) }.compactMap {
                Self.path(of: $0.words)
            })
        for command in Self.options.keys.sorted() where !command.isEmpty {
            let isGroup = Self.options.keys.contains { $0.hasPrefix(command + " ") }
            #expect(isGroup || named.contains(command), "touchstone \(command) is not in the docs")
        }
    }
}
