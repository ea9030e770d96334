import Foundation
import Model
import Rendering
import Testing

/// Reports that no run can have written, made from the committed sample: refused, or shown with
/// what is wrong, and never judged to their advantage.
struct ForgedReportTests {
    fileprivate typealias Object = [String: Any]

    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func sample() throws -> Object {
        let data = try Data(contentsOf: root.appending(path: "Reports/sample.json"))
        return try #require(JSONSerialization.jsonObject(with: data) as? Object)
    }

    private static func text(_ object: Object) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    }

    /// A way to forge the sample.
    enum Forgery: String, CaseIterable, Sendable {
        case unitChanged, method99, debugBuild, incomplete, seriesInOneBlock, infiniteRate
        case chainNegativeTimes, chainSlowAndNegativeExtrinsics, chainPhasesRenamed
        case memoryIntMax, conditionsHuge, numbersHuge

        /// Whether the report is refused with exit code 65.
        var isRefused: Bool { self == .infiniteRate || self == .numbersHuge }

        /// Lines of the sample's profile that must not pass.
        var subjects: [String] {
            switch self {
            case .unitChanged, .seriesInOneBlock: ["cpu.blake2b-256"]
            case .method99, .debugBuild: ["cpu.blake2b-256", "memory.copy"]
            case .chainNegativeTimes, .chainSlowAndNegativeExtrinsics, .chainPhasesRenamed:
                ["chain.import.p99", "chain.import.weight.p99", "chain.author.p95"]
            case .incomplete, .infiniteRate, .memoryIntMax, .conditionsHuge, .numbersHuge: []
            }
        }

        fileprivate func apply(to report: inout Object) {
            var record = report["record"] as? Object ?? [:]
            var probes = record["probes"] as? [Object] ?? []
            for index in probes.indices { change(&probes[index]) }
            record["probes"] = probes
            switch self {
            case .debugBuild:
                var tool = record["tool"] as? Object ?? [:]
                tool["build"] = "debug"
                record["tool"] = tool
            case .incomplete: record["complete"] = false
            case .memoryIntMax:
                var host = record["host"] as? Object ?? [:]
                host["memory"] = ["totalBytes": Int.max]
                record["host"] = host
            default: break
            }
            report["record"] = record
        }

        private func change(_ probe: inout Object) {
            let id = probe["id"] as? String ?? ""
            if self == .method99 { probe["methodVersion"] = 99 }
            if id.hasPrefix("chain.") { return changeChain(&probe) }
            guard id == "cpu.blake2b-256" else { return }
            var blocks = probe["blocks"] as? [Object] ?? []
            switch self {
            case .unitChanged:
                var metrics = probe["metrics"] as? [Object] ?? []
                metrics[0]["unit"] = "op/s"
                probe["metrics"] = metrics
            case .seriesInOneBlock:
                blocks = [blocks[blocks.count - 1]]
                blocks[0]["samples"] = [
                    id: [
                        "form": "series", "seconds": Array(1...30),
                        "values": [Double](repeating: 2e9, count: 30),
                    ]
                ]
            case .infiniteRate, .numbersHuge:
                let least = Double.leastNonzeroMagnitude
                let (work, seconds) = self == .infiniteRate ? (1e9, least) : (1e300, 0.1)
                for index in blocks.indices {
                    blocks[index]["samples"] = [
                        id: ["form": "rate", "work": [work], "seconds": [seconds]]
                    ]
                }
            case .conditionsHuge:
                for index in blocks.indices {
                    blocks[index]["conditions"] = [
                        "stealFraction": 1e17, "foreignCPUFraction": 1e18,
                        "foreignDiskFraction": 1e19,
                    ]
                }
            default: break
            }
            probe["blocks"] = blocks
        }

        private func changeChain(_ probe: inout Object) {
            var parameters = probe["parameters"] as? Object ?? [:]
            if rawValue.hasPrefix("chain") { parameters["accounts"] = "1000000" }
            if self == .chainSlowAndNegativeExtrinsics { parameters["extrinsics"] = "-1000000" }
            probe["parameters"] = parameters
            var blocks = probe["blocks"] as? [Object] ?? []
            for index in blocks.indices {
                var samples = blocks[index]["samples"] as? [String: Object] ?? [:]
                for (name, sample) in samples {
                    let axes = sample["axes"] as? [Object] ?? []
                    guard axes.count == 2 else { continue }
                    samples[name] = changed(sample, axes)
                }
                blocks[index]["samples"] = samples
            }
            probe["blocks"] = blocks
        }

        private func changed(_ sample: Object, _ axes: [Object]) -> Object {
            var (sample, axes) = (sample, axes)
            let values = sample["values"] as? [Double] ?? []
            switch self {
            case .chainNegativeTimes: sample["values"] = values.map { -abs($0) }
            case .chainSlowAndNegativeExtrinsics: sample["values"] = values.map { $0 * 100 }
            case .chainPhasesRenamed:
                sample["values"] = values.map { $0 * 100 }
                let labels = axes[1]["labels"] as? [String] ?? []
                axes[1]["labels"] = labels.map { $0 == "storageReads" ? $0 : "x" + $0 }
                sample["axes"] = axes
            default: break
            }
            return sample
        }
    }

    private static func forged(_ forgery: Forgery) throws -> String {
        var report = try sample()
        forgery.apply(to: &report)
        return try text(report)
    }

    @Test(arguments: Forgery.allCases)
    func aForgedReportGainsNothing(_ forgery: Forgery) throws {
        let input = try Self.forged(forgery)
        let sound = try Self.text(Self.sample())
        let ending = try Binary.run(
            ["judge", "-", "--profile", "kilt-collator", "--quiet", "--output", "json"],
            input: input)
        if forgery.isRefused {
            #expect(ending.code == 65, "\(ending.errors)")
            #expect(ending.errors.contains("not a sound report"))
            #expect(ending.output.isEmpty)
            return
        }
        #expect([1, 3].contains(ending.code), "\(ending.code) \(ending.errors)")
        let verdict = try #require(ReportJSON.decode(Array(ending.output.utf8)).verdict)
        #expect(verdict.overall == .fail || verdict.overall == .inconclusive)
        for line in verdict.requirements
        where forgery.subjects.contains(line.requirement.subjectID) {
            #expect(line.outcome != .pass && line.outcome != .warn, "\(line)")
        }
        for command in [["report", "-"], ["explain", "-", "--profile", "kilt-collator"]] {
            let ending = try Binary.run(command, input: input)
            #expect(ending.code == 0, "\(command) \(ending.code) \(ending.errors)")
        }
        let compared = try Binary.compare(sound, input)
        #expect([0, 5].contains(compared.code), "\(compared.code) \(compared.errors)")
    }

    @Test func anEditedVerdictIsToldWithWhatTheSamplesSay() throws {
        var report = try Self.sample()
        var verdict = try #require(report["verdict"] as? Object)
        let requirements = try #require(verdict["requirements"] as? [Object])
        try #require(verdict["overall"] as? String != "pass")
        verdict["requirements"] = requirements.map { line in
            var line = line
            line["outcome"] = "pass"
            return line
        }
        verdict["overall"] = "pass"
        report["verdict"] = verdict
        report["exitCode"] = 0
        let input = try Self.text(report)
        let phrase = "the stored verdict is not what its samples say"
        for format in ["text", "markdown", "github", "junit", "csv", "json", "openmetrics"] {
            let ending = try Binary.run(["report", "-", "--output", format], input: input)
            #expect(ending.code == 0)
            #expect(Self.words(ending.errors).contains(phrase), "\(format): \(ending.errors)")
            if ["text", "markdown", "github", "junit"].contains(format) {
                #expect(Self.words(ending.output).contains(phrase), "\(format)")
            }
            if format == "junit" { #expect(ending.output.contains("<error ")) }
        }
        let explained = try Binary.run(["explain", "-"], input: input)
        #expect(explained.code == 0)
        #expect(Self.words(explained.output).contains(phrase))
        try Self.checkHistory(input, phrase)
    }

    private static func checkHistory(_ input: String, _ phrase: String) throws {
        try withHistory { history in
            let imported = try Binary.run(
                ["history", "import", "-", "--history", history], input: input)
            #expect(imported.code == 0)
            #expect(words(imported.errors).contains(phrase), "\(imported.errors)")
            let listed = try Binary.run(["history", "list", "--history", history])
            #expect(words(listed.output).contains(phrase), "\(listed.output)")
            #expect(listed.output.contains("doubtful"))
        }
    }

    @Test func aSoundReportIsNotDoubted() throws {
        let ending = try Binary.run(["report", "-"], input: try Self.text(Self.sample()))
        #expect(ending.code == 0)
        #expect(ending.errors.isEmpty, "\(ending.errors)")
    }

    private static func withHistory(_ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.path + "/history-\(UUID().uuidString)"
        defer {
            for ending in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: path + ending)
            }
        }
        try body(path)
    }

    /// A wrapped text on one line.
    private static func words(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension Binary {
    /// Compares two reports.
    fileprivate static func compare(_ first: String, _ second: String) throws -> Ending {
        let path = FileManager.default.temporaryDirectory.path + "/first-\(UUID().uuidString).json"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try first.write(toFile: path, atomically: true, encoding: .utf8)
        return try run(["compare", path, "-"], input: second)
    }
}
