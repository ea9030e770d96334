/// The pages below docs/reference/commands, made of the command line's own definitions.
struct CommandReference {
    let root: CommandDefinition

    /// Every page by its file name: one for each command, and README.md that lists them.
    var pages: [String: String] {
        var pages = ["README.md": index]
        for command in root.shown {
            pages[command.commandName + ".md"] = Self.page(of: command)
        }
        return pages
    }

    private var index: String {
        var text = "# Commands\n\n\(Self.origin)\n\n\(root.abstract.map(Self.prose) ?? "")\n\n"
        text += "Every command takes `--help` and `--version`.\n\n"
        text += "| command | what it does |\n|---|---|\n"
        for command in root.shown {
            let file = command.commandName + ".md"
            text += Self.row(command, link: file)
            for below in command.shown {
                text += Self.row(below, link: file + "#" + Self.anchor(below.path))
            }
        }
        return text
    }

    private static let origin =
        "Made by `make docs` from the program's own definitions: a change here is lost."

    private static func row(_ command: CommandDefinition, link: String) -> String {
        "| [`\(command.path)`](\(link)) | \(cell(command.abstract ?? "")) |\n"
    }

    private static func page(of command: CommandDefinition) -> String {
        var text = "# \(command.path)\n\n" + body(of: command)
        for below in command.shown { text += "\n## \(below.path)\n\n" + body(of: below) }
        return text
    }

    private static func body(of command: CommandDefinition) -> String {
        var parts = [prose(command.abstract ?? "")]
        if command.shown.isEmpty { parts.append("```\n\(usage(of: command))\n```") }
        if let discussion = command.discussion, !discussion.isEmpty {
            parts.append(paragraphs(discussion))
        }
        if !command.shown.isEmpty, let name = command.defaultSubcommand {
            parts.append("Without a subcommand it is `\(command.path) \(name)`.")
        }
        let arguments = (command.arguments ?? []).filter { $0.shouldDisplay && !isEverywhere($0) }
        for title in sections(of: arguments) {
            let rows = arguments.filter { $0.sectionTitle == title }.map(row)
            let heading = title.map { "**\(prose($0))**\n\n" } ?? ""
            let table = ["| argument | meaning |", "|---|---|"] + rows
            parts.append(heading + table.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// `--help` and `--version`, which the index tells once.
    private static func isEverywhere(_ argument: CommandDefinition.Argument) -> Bool {
        (argument.names ?? []).contains { $0.name == "help" || $0.name == "version" }
    }

    /// Titles in the order they are given; `nil` is the section without one.
    private static func sections(of arguments: [CommandDefinition.Argument]) -> [String?] {
        var titles: [String?] = []
        for argument in arguments where !titles.contains(argument.sectionTitle) {
            titles.append(argument.sectionTitle)
        }
        return titles
    }

    private static func usage(of command: CommandDefinition) -> String {
        let arguments = (command.arguments ?? []).filter(\.shouldDisplay)
        let positional = arguments.filter { $0.kind == .positional }.map { argument in
            let name = "<\(argument.valueName ?? "")>" + (argument.isRepeating ? " ..." : "")
            return argument.isOptional ? "[\(name)]" : name
        }
        let required = arguments.filter { $0.kind == .option && !$0.isOptional }.map(written)
        return ([command.path] + positional + required + ["[options]"]).joined(separator: " ")
    }

    /// An argument with its value, by its longest name.
    private static func written(_ argument: CommandDefinition.Argument) -> String {
        let value = "<\(argument.valueName ?? "")>"
        if argument.kind == .positional { return value }
        let names = (argument.names ?? []).map(\.written).joined(separator: ", ")
        return argument.kind == .flag ? names : names + " " + value
    }

    private static func row(_ argument: CommandDefinition.Argument) -> String {
        var sentences = [argument.abstract, argument.discussion].compactMap { $0 }
        if argument.isRepeating { sentences.append("May be repeated.") }
        if let values = argument.allValues, !values.isEmpty {
            sentences.append("One of " + values.map { "`\($0)`" }.joined(separator: ", ") + ".")
        }
        if let value = argument.defaultValue { sentences.append("Default: `\(value)`.") }
        let name = written(argument).replacing("|", with: #"\|"#)
        return "| `\(name)` | \(cell(sentences.joined(separator: " "))) |"
    }

    /// A discussion, in which indented lines are what one types.
    private static func paragraphs(_ text: String) -> String {
        var lines: [String] = []
        var isTyped = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("  ") != isTyped {
                if !isTyped, lines.last?.isEmpty == false { lines.append("") }
                lines.append("```")
                isTyped.toggle()
            }
            lines.append(isTyped ? String(line.dropFirst(2)) : prose(String(line)))
        }
        if isTyped { lines.append("```") }
        return lines.joined(separator: "\n")
    }

    /// Text outside of a table, in which an angle bracket is no tag.
    private static func prose(_ text: String) -> String {
        var isCode = false
        return text.map { character in
            if character == "`" { isCode.toggle() }
            return character == "<" && !isCode ? "&lt;" : String(character)
        }.joined()
    }

    private static func cell(_ text: String) -> String {
        prose(text).replacing("\n", with: " ").replacing("|", with: #"\|"#)
    }

    /// - Source: GitHub's anchors of headings.
    private static func anchor(_ heading: String) -> String {
        heading.lowercased().replacing(" ", with: "-")
    }
}
