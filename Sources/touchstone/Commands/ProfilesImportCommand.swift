import ArgumentParser
import Model
import Profiles
import Runs

extension ProfilesCommand {
    /// `touchstone profiles import`: a node's `reference_hardware.json` as a profile.
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Turn a node's reference_hardware.json into a YAML profile.",
            discussion: """
                The JSON says neither where it comes from nor for whom it is, so the options do.

                An example, with the file that Midnight's node has had since 2026-05:

                  touchstone profiles import midnight_reference_hardware.json --id midnight \\
                    --document "midnight-node, midnight_reference_hardware.json" \\
                    --revision COMMIT --date 2026-05-14 > midnight.yaml
                """)

        @Argument(help: ArgumentHelp("The JSON file; - is standard input.", valueName: "file"))
        var file: String

        @Option(help: "Id of the new profile, which must be its file's name without .yaml.")
        var id: String

        @Option(help: "Title of the new profile. Default: the id.")
        var title: String?

        @Option(help: "Network of the new profile. Default: the id.")
        var network: String?

        @Option(help: "Role the minima are for: collator or validator.")
        var role = "collator"

        @Option(help: "The document the minima come from.")
        var document = "reference_hardware.json"

        @Option(help: "The document's revision: a commit, a tag or a version.")
        var revision: String

        @Option(help: "The document's date: YYYY, YYYY-MM or YYYY-MM-DD.")
        var date: String

        @Option(help: "Per cent below a minimum that still pass with a warning.")
        var tolerance = 10.0

        /// The loader would name a line of a file that is not there yet.
        func validate() throws {
            let isID = id.utf8.allSatisfy {
                "abcdefghijklmnopqrstuvwxyz0123456789-".utf8.contains($0)
            }
            if !isID || id.isEmpty {
                throw ValidationError("--id '\(id)': use lower-case letters, digits and '-'")
            }
            if !["collator", "validator"].contains(role) {
                throw ValidationError("--role '\(role)': give collator or validator")
            }
            let form = /[2-9]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?/
            if date.wholeMatch(of: form) == nil {
                throw ValidationError("--date '\(date)': give YYYY, YYYY-MM or YYYY-MM-DD")
            }
            if !(0..<100).contains(tolerance) {
                throw ValidationError(
                    "--tolerance \(tolerance): give per cent from 0 to below 100")
            }
        }

        func run() throws {
            let bytes = try InputFile.read(file, byteLimit: 1 << 20)
            let conversion = ReferenceHardwareImport(
                id: id, title: title ?? id, network: network ?? id, role: role,
                source: Source(document: document, revision: revision, date: date),
                tolerancePercent: tolerance)
            do {
                try StandardOutput.write(
                    conversion.yaml(
                        from: String(decoding: bytes, as: UTF8.self), fileName: file))
            } catch let error as ProfileError {
                throw CommandFailure(.badInput, error.description)
            }
        }
    }
}
