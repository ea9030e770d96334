import ArgumentParser
import Profiles

extension ProfilesCommand {
    /// `touchstone profiles import`: Parity's `reference_hardware.json` as a profile.
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Turn a node's reference_hardware.json into a YAML profile.",
            discussion: """
                Example: touchstone profiles import reference_hardware.json \\
                  --id mychain-collator --title "My chain collator" \\
                  --document "mychain-node reference_hardware.json" --revision v2.1 \\
                  --date 2026-05-01 > mychain-collator.yaml
                """)

        @Argument(help: ArgumentHelp("The JSON file; - is standard input.", valueName: "file"))
        var file: String

        @Option(help: "Id of the new profile, which must be its file's name.")
        var id = "imported-reference"

        @Option(help: "Title of the new profile.")
        var title = "Imported reference hardware"

        @Option(help: "The document the minima come from.")
        var document = "reference_hardware.json"

        @Option(help: "The document's revision.")
        var revision: String

        @Option(help: "The document's date, YYYY-MM-DD.")
        var date: String

        func run() throws {}
    }
}
