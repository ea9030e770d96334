import Foundation
import Model
import Rendering
import Testing

/// Every scalar that means something to a format, in every text of a report, alone and glued to
/// others: a writer's output keeps the shape that harmless texts give it.
///
/// Swift compares characters, and a character may be several scalars: U+0D4E before a quote, or
/// U+0903 after it, makes one character of both, which is no quote to a comparison.
struct EveryScalarTests {
    /// Attaches to what follows, to what precedes, and joins both sides.
    private static let glue = (before: "\u{D4E}", after: "\u{903}", joiner: "\u{200D}")

    /// What means something to text, Markdown, HTML, CSV, OpenMetrics, GitHub, XML, JSON, and what
    /// steers a terminal, hides, or ends a line.
    private static let meaningful: [String] = marks + wide + invisible + words

    private static let marks: [String] = #"\`*_{}[]()<>#+-.!|~$&"'%:;,=@/?^"#.unicodeScalars
        .map { String($0) }

    private static let wide: [String] = ["＝", "＋", "－", "＠"]

    private static let invisible: [String] = [
        "\n", "\r", "\t", "\r\n", "\u{0}", "\u{7}", "\u{8}", "\u{B}", "\u{1B}", "\u{7F}",
        "\u{85}", "\u{9B}", "\u{A0}", "\u{AD}", "\u{115F}", "\u{200B}", "\u{200E}", "\u{2028}",
        "\u{2029}", "\u{202E}", "\u{2066}", "\u{3164}", "\u{FEFF}", "\u{FFFE}", "\u{E0001}",
        "\u{F0000}",
    ]

    private static let words: [String] = [
        "::", "##[", "-->", "]]>", "# ", "- ", "+ ", "1. ", "2) ", "    ", "---", "[a](b)",
        "![a](b)", "<b>", "&lt;", "=1+1", "::error::", "##[error]", "\\u{1b}",
    ]

    /// Alone first, since some mean something at a beginning only; then glued on either side.
    private static func payload(_ text: String) -> String {
        "\(text)\(glue.before)\(text)x \(text)\(glue.after)\(text)\(glue.joiner)\(text)"
    }

    /// A report with one of everything, small enough to be written a thousand times, and the paths
    /// of its texts that are words of the format.
    private static let base: (json: Data, words: Set<String>) = {
        var report = HostileTexts.report("T")
        for index in report.record.probes.indices {
            report.record.probes[index].blocks = Array(report.record.probes[index].blocks.suffix(2))
        }
        guard let json = try? Data(ReportJSON.encode(report)),
            let root = try? JSONSerialization.jsonObject(with: json),
            let words = try? formatWords(root)
        else { return (Data(), []) }
        return (json, words)
    }()

    /// The report with every text replaced that may be any.
    private static func report(_ text: String) throws -> Report {
        let root = try JSONSerialization.jsonObject(with: base.json)
        let changed = walk(root, path: "") { path, old in
            base.words.contains(path) ? old : text
        }
        return try ReportJSON.decode([UInt8](JSONSerialization.data(withJSONObject: changed)))
    }

    /// Paths of texts that are words of the format: a report with another there is refused.
    private static func formatWords(_ root: Any) throws -> Set<String> {
        var paths: Set<String> = []
        _ = walk(root, path: "") { path, old in
            paths.insert(path)
            return old
        }
        return try paths.filter { path in
            let changed = walk(root, path: "") { $0 == path ? "no such word" : $1 }
            let bytes = try JSONSerialization.data(withJSONObject: changed)
            return (try? ReportJSON.decode([UInt8](bytes))) == nil
        }
    }

    /// The same tree with every text as `change` has it; indexes are left out of the paths.
    private static func walk(
        _ node: Any, path: String, _ change: (String, String) -> String
    ) -> Any {
        switch node {
        case let object as [String: Any]:
            Dictionary(
                uniqueKeysWithValues: object.map { key, value in
                    (key, walk(value, path: "\(path).\(key)", change))
                })
        case let list as [Any]: list.map { walk($0, path: path, change) }
        case let text as String: change(path, text)
        default: node
        }
    }

    private static let plain = try? Shapes(report("plain"))

    @Test func everyTextOfAReportIsReplaced() throws {
        let text = String(decoding: try ReportJSON.encode(Self.report("QQQ")), as: UTF8.self)
        for key in [
            "title", "seen", "matters", "remedy", "model", "reason", "document", "note", "path",
            "source", "compiler", "startedAt", "implementation", "advisories", "boundBy", "id",
        ] { #expect(text.contains("\"\(key)\"")) }
        #expect(text.components(separatedBy: "QQQ").count > 150)
    }

    @Test(arguments: meaningful)
    func aWritersShapeStays(_ scalar: String) throws {
        let sound = try #require(Self.plain)
        let report = try Self.report(Self.payload(scalar))
        let shapes = try Shapes(report)
        #expect(shapes == sound)
        #expect(try ReportJSON.decode(ReportJSON.encode(report)) == report)
    }
}
