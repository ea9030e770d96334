/// What `touchstone --experimental-dump-help` tells of a command, as far as the reference needs it.
///
/// - Source: swift-argument-parser, ArgumentParserToolInfo/ToolInfo.swift, serialization version 0.
struct CommandDefinition: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let shouldDisplay: Bool?
    let superCommands: [String]?
    let defaultSubcommand: String?
    let subcommands: [CommandDefinition]?
    let arguments: [Argument]?

    /// The whole dump.
    struct Dump: Decodable {
        let command: CommandDefinition
    }

    /// An option, a flag or a positional argument.
    struct Argument: Decodable {
        let kind: Kind
        let shouldDisplay: Bool
        let sectionTitle: String?
        let isOptional: Bool
        let isRepeating: Bool
        let names: [Name]?
        let valueName: String?
        let defaultValue: String?
        let allValues: [String]?
        let abstract: String?
        let discussion: String?
    }

    enum Kind: String, Decodable {
        case positional, option, flag
    }

    struct Name: Decodable {
        let kind: String
        let name: String

        /// As it is written on a command line.
        var written: String { (kind == "long" ? "--" : "-") + name }
    }

    /// As it is called, `touchstone baseline check`.
    var path: String { ((superCommands ?? []) + [commandName]).joined(separator: " ") }

    /// The commands below that are shown, without `help`, which every program has.
    var shown: [CommandDefinition] {
        (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
    }
}
