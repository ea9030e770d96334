import Foundation
import Model
import Rendering

/// A fenced block of a page, as a reader copies it.
struct Recipe: Sendable {
    let page: String
    /// The heading above it.
    let heading: String
    let language: String
    let text: String

    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The blocks of a language on a page below docs, in their order.
    static func all(_ page: String, _ language: String) -> [Recipe] {
        let file = root.appending(path: "docs/" + page)
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        var recipes: [Recipe] = []
        var heading = ""
        var open: (language: String, lines: [String])?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                if let block = open {
                    if block.language == language {
                        recipes.append(
                            Recipe(
                                page: page, heading: heading, language: language,
                                text: block.lines.joined(separator: "\n") + "\n"))
                    }
                    open = nil
                } else {
                    open = (String(line.dropFirst(3)), [])
                }
            } else if open != nil {
                open?.lines.append(String(line))
            } else if line.hasPrefix("#") {
                heading = line.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces)
            }
        }
        return recipes
    }

    /// The scripts that a YAML job hands to a shell, in their order: `run: command`, and the lines
    /// below `run: |` or `- |`.
    var scripts: [String] {
        var scripts: [String] = []
        var block: (indent: Int, lines: [String])?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            let indent = line.prefix { $0 == " " }.count
            if let open = block {
                if line.isEmpty || indent > open.indent {
                    block?.lines.append(line)
                    continue
                }
                scripts.append(open.lines.joined(separator: "\n") + "\n")
                block = nil
            }
            let key = line.trimmingCharacters(in: .whitespaces)
            if key == "run: |" || key == "- |" {
                block = (indent, [])
            } else if key.hasPrefix("run: ") {
                scripts.append(key.dropFirst("run: ".count) + "\n")
            }
        }
        if let open = block { scripts.append(open.lines.joined(separator: "\n") + "\n") }
        return scripts
    }
}

/// A machine for recipes: a folder in place of /var/lib, and a `touchstone` that takes the
/// sample's report for every measurement and leaves the rest to the program.
struct RecipeWorld {
    let folder: String
    /// Exit codes of `qualify`, and of a `baseline check` that measures.
    var qualify = 0
    var check = 0

    private static let standIn = """
        #!/bin/sh
        # Arguments are logged. What would measure ends with the code that the test chose.
        echo "touchstone $*" >> "$WORLD/log"
        command=$1
        case "$command $*" in
        baseline*--run*) exit "$CHECK" ;;
        doctor*)
            exec "$TOUCHSTONE" "$@" --allow-debug-build --allow-any-filesystem --beside-node ;;
        measure*) exec "$TOUCHSTONE" "$@" --preset quick --smoke --allow-debug-build ;;
        qualify*) ;;
        *) exec "$TOUCHSTONE" "$@" ;;
        esac
        shift
        [ "$QUALIFY" = 4 ] && exit 4
        for argument in "$@"; do
            case "$wanted" in
            yes) set -- "$@" "$argument"; wanted= ;;
            *)
                case "$argument" in
                --profile|--output) set -- "$@" "$argument"; wanted=yes ;;
                --quiet) set -- "$@" "$argument" ;;
                esac ;;
            esac
            shift
        done
        "$TOUCHSTONE" judge "$SAMPLE" --fail-on never "$@" || exit
        exit "$QUALIFY"

        """

    private static let systemctl = """
        #!/bin/sh
        echo "systemctl $*" >> "$WORLD/log"

        """

    private static let sudo = """
        #!/bin/sh
        exec "$@"

        """

    init(_ folder: String) throws {
        self.folder = folder
        let places = ["bin", "home", "work", "var/lib/touchstone", "var/lib/kilt/touchstone"]
        for place in places + ["var/lib/prometheus/node-exporter"] {
            try FileManager.default.createDirectory(
                atPath: folder + "/" + place, withIntermediateDirectories: true)
        }
        try Data(ReportJSON.encode(Self.sample.get())).write(
            to: URL(filePath: folder + "/sample.json"))
        let programs = ["touchstone": Self.standIn, "systemctl": Self.systemctl, "sudo": Self.sudo]
        for (name, text) in programs {
            let path = folder + "/bin/" + name
            try Data(text.utf8).write(to: URL(filePath: path))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: path)
        }
    }

    /// Runs a script as a job does: `sh -e` in a folder of its own.
    func run(_ script: String, prelude: String = "") throws -> Binary.Ending {
        let text = prelude + script.replacing("/var/lib/", with: folder + "/var/lib/")
        return try Running(
            executable: "/bin/sh", arguments: ["-ec", "cd '\(folder)/work'\n" + text], input: nil,
            environment: [
                "PATH": folder + "/bin:" + (ProcessInfo.processInfo.environment["PATH"] ?? ""),
                "HOME": folder + "/home", "WORLD": folder, "TOUCHSTONE": try Binary.path,
                "SAMPLE": folder + "/sample.json",
                "XDG_STATE_HOME": folder + "/var/lib/touchstone",
                "GITHUB_STEP_SUMMARY": folder + "/summary.md",
                "QUALIFY": String(qualify), "CHECK": String(check),
            ]
        ).ending()
    }

    /// What was called, a line each.
    var log: String { text("log") }

    func text(_ path: String) -> String {
        (try? String(contentsOfFile: folder + "/" + path, encoding: .utf8)) ?? ""
    }

    func isThere(_ path: String) -> Bool {
        let size = try? FileManager.default.attributesOfItem(atPath: folder + "/" + path)[.size]
        return (size as? Int ?? 0) > 0
    }

    /// Puts eight runs like the sample into the history, and makes them a baseline if a name is
    /// given.
    func remember(baseline: String?) throws {
        let state = folder + "/var/lib/touchstone/touchstone"
        try FileManager.default.createDirectory(
            atPath: state, withIntermediateDirectories: true)
        try Self.history.get().write(to: URL(filePath: state + "/history.sqlite"))
        guard let baseline else { return }
        let ending = try run("\"$TOUCHSTONE\" baseline create \(baseline) --last 8\n")
        guard ending.code == 0 else { throw Failure(text: ending.errors) }
    }

    /// The sample with three of its probes, since debug builds read all of it slowly.
    private static let sample = Result { () throws -> Report in
        let file = Recipe.root.appending(path: "Reports/sample.json")
        var report = try ReportJSON.decode(Array(Data(contentsOf: file)))
        let kept: Set<String> = ["cpu.blake2b-256", "cpu.sr25519-verify", "memory.copy"]
        report.record.probes.removeAll { !kept.contains($0.id) }
        return report
    }

    /// A history of eight runs like the sample's, made once.
    private static let history = Result { () throws -> Data in
        var runs = ""
        for number in 1...8 {
            var report = try sample.get()
            report.record.id = "00000000000000a\(number)"
            report.record.startedAt = "2026-11-0\(number)T00:00:00Z"
            runs +=
                String(decoding: try ReportJSON.encode(report), as: UTF8.self)
                .replacing("\n", with: "") + "\n"
        }
        let path = FileManager.default.temporaryDirectory
            .appending(path: "touchstone-recipes-\(UUID().uuidString).sqlite")
        defer { try? FileManager.default.removeItem(at: path) }
        let ending = try Binary.run(
            ["history", "import", "-", "--history", path.path], input: runs)
        guard ending.code == 0 else { throw Failure(text: ending.errors) }
        return try Data(contentsOf: path)
    }

    struct Failure: Error {
        let text: String
    }
}
