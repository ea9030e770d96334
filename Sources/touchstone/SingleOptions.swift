import ArgumentParser
import Foundation
import Runs

/// Refuses an option of one value that is given twice: the parser would take the last in silence.
enum SingleOptions {
    /// An option of the command, as the parser describes itself.
    private struct Option: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String

            var text: String { (kind == "long" ? "--" : "-") + name }
        }

        let kind: String
        let isRepeating: Bool
        let names: [Name]?
    }

    private struct Command: Decodable {
        let commandName: String
        let arguments: [Option]?
        let subcommands: [Command]?
        let defaultSubcommand: String?
    }

    private struct Tool: Decodable {
        let command: Command
    }

    /// - Throws: exit code 64 that names the option and both its values.
    static func check(_ arguments: [String]) throws {
        // The description takes milliseconds to make: only where something could be twice.
        guard arguments.count(where: { $0.hasPrefix("-") }) > 1,
            let tool = try? JSONDecoder().decode(
                Tool.self, from: Data(Touchstone._dumpHelp().utf8))
        else { return }
        let (command, words) = command(tool.command, arguments[...])
        let options = (command.arguments ?? []).filter { $0.kind == "option" }
        var values: [String: String] = [:]
        var rest = words
        while let word = rest.popFirst() {
            if word == "--" { return }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let found = options.first { option in
                option.names?.contains { $0.text == parts[0] } ?? false
            }
            guard word.hasPrefix("-"), let found, let name = found.names?.first?.text else {
                continue
            }
            let value = parts.count > 1 ? String(parts[1]) : rest.popFirst() ?? ""
            if found.isRepeating { continue }
            if let first = values.updateValue(value, forKey: name) {
                throw CommandFailure(
                    .usage,
                    "\(parts[0]) is given twice, '\(first)' and '\(value)': give it once")
            }
        }
    }

    /// The command that the first words name, and the words behind them.
    private static func command(
        _ command: Command, _ words: ArraySlice<String>
    ) -> (Command, ArraySlice<String>) {
        let named = command.subcommands?.first { $0.commandName == words.first }
        if let named { return Self.command(named, words.dropFirst()) }
        let usual = command.subcommands?.first { $0.commandName == command.defaultSubcommand }
        if let usual { return Self.command(usual, words) }
        return (command, words)
    }
}
