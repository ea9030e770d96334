import ArgumentParser

/// The node's options that every one of its commands takes and that change no figure; a line made
/// for a node runs here unchanged.
///
/// - Source: polkadot-sdk substrate/client/cli/src/params/shared_params.rs, `SharedParams`.
struct NodeSharedOptions: ParsableArguments {
    @Option(name: .long, help: Self.help(valueName: "spec"))
    var chain: String?

    @Flag(name: .long, help: Self.help())
    var dev = false

    @Option(
        name: [.customShort("l"), .long], parsing: .upToNextOption,
        help: Self.help(valueName: "pattern"))
    var log: [String] = []

    @Flag(name: .long, help: Self.help())
    var detailedLogOutput = false

    @Flag(name: .long, help: Self.help())
    var disableLogColor = false

    @Flag(name: .long, help: Self.help())
    var enableLogReloading = false

    @Option(name: .long, help: Self.help(valueName: "targets"))
    var tracingTargets: String?

    @Option(name: .long, help: Self.help(valueName: "receiver"))
    var tracingReceiver: String?

    /// The arguments with `-lPATTERN`, as the node takes it, spelled `-l PATTERN`.
    ///
    /// The parser knows no value that is joined to a letter and has an `=` in it.
    static func spelledOut(_ arguments: [String]) -> [String] {
        guard arguments.first == "machine" else { return arguments }
        return arguments.flatMap { argument in
            argument.hasPrefix("-l") && argument.count > 2
                ? ["-l", String(argument.dropFirst(2))] : [argument]
        }
    }

    private static func help(valueName: String? = nil) -> ArgumentHelp {
        ArgumentHelp("Of the node; taken and ignored.", valueName: valueName)
    }

    /// What was given and has no effect; nil means nothing.
    var note: String? {
        let given: [(name: String, isGiven: Bool)] = [
            ("--chain", chain != nil), ("--dev", dev), ("--log", !log.isEmpty),
            ("--detailed-log-output", detailedLogOutput),
            ("--disable-log-color", disableLogColor),
            ("--enable-log-reloading", enableLogReloading),
            ("--tracing-targets", tracingTargets != nil),
            ("--tracing-receiver", tracingReceiver != nil),
        ]
        let names = given.filter(\.isGiven).map(\.name)
        if names.isEmpty { return nil }
        var note = "ignored, being of the node alone: \(names.joined(separator: ", "))"
        if chain != nil { note += "; --profile says whose minima apply" }
        if dev { note += "; the disk tested is that of --base-path" }
        return note
    }
}
