import Foundation
import Testing

/// docs/reference/commands is what the command line's definitions give; `make docs` writes it.
struct CommandReferenceTests {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/reference/commands")

    private static func pages() throws -> [String: String] {
        let dump = try Binary.run(["--experimental-dump-help"]).output
        let definitions = try JSONDecoder().decode(
            CommandDefinition.Dump.self, from: Data(dump.utf8))
        return CommandReference(root: definitions.command).pages
    }

    private static func committed() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
    }

    /// With `WRITE_DOCS=1` the pages are written instead.
    @Test func theReferenceIsWhatTheDefinitionsGive() throws {
        let pages = try Self.pages()
        #expect(pages.count > 10)
        if ProcessInfo.processInfo.environment["WRITE_DOCS"] == "1" {
            try FileManager.default.createDirectory(
                at: Self.folder, withIntermediateDirectories: true)
            for name in try Self.committed() where pages[name] == nil {
                try FileManager.default.removeItem(at: Self.folder.appending(path: name))
            }
            for (name, text) in pages {
                try Data(text.utf8).write(to: Self.folder.appending(path: name))
            }
        }
        #expect(try Self.committed() == Set(pages.keys), "run `make docs`")
        for (name, text) in pages {
            let page = try String(
                contentsOf: Self.folder.appending(path: name), encoding: .utf8)
            #expect(page == text, "docs/reference/commands/\(name) is old: run `make docs`")
        }
    }

    @Test func aPageTellsArgumentsValuesAndDefaults() throws {
        let json = """
            {"command": {"commandName": "tool", "subcommands": [
              {"commandName": "go", "superCommands": ["tool"], "abstract": "Go <there>.",
               "arguments": [
                {"kind": "positional", "shouldDisplay": true, "isOptional": true,
                 "isRepeating": true, "valueName": "place"},
                {"kind": "option", "shouldDisplay": true, "isOptional": true,
                 "isRepeating": false, "valueName": "a|b", "defaultValue": "a",
                 "names": [{"kind": "short", "name": "w"}, {"kind": "long", "name": "way"}],
                 "allValues": ["a", "b"], "abstract": "Which way."},
                {"kind": "flag", "shouldDisplay": false, "isOptional": true,
                 "isRepeating": false, "names": [{"kind": "long", "name": "hidden"}]}]},
              {"commandName": "secret", "superCommands": ["tool"], "shouldDisplay": false}]}}
            """
        let definitions = try JSONDecoder().decode(
            CommandDefinition.Dump.self, from: Data(json.utf8))
        let pages = CommandReference(root: definitions.command).pages
        #expect(pages.keys.sorted() == ["README.md", "go.md"])
        #expect(
            pages["go.md"] == """
                # tool go

                Go &lt;there>.

                ```
                tool go [<place> ...] [options]
                ```

                | argument | meaning |
                |---|---|
                | `<place>` | May be repeated. |
                | `-w, --way <a\\|b>` | Which way. One of `a`, `b`. Default: `a`. |

                """)
    }
}
