import Foundation
import Model
import Rendering
import Reports
import Testing

/// What a reader of each format sees as structure, whatever the texts in it are.
struct Shapes: Equatable {
    var markdown: [String]
    var csv: [Int]
    var metrics: [String]
    var annotations: [String]
    var junit: [String]
    var html: [String]

    /// Writes a report in every format and reads the structure back by the format's own rules.
    init(_ report: Report) throws {
        // The page of a report is a part of it.
        let page = GitHubSummary.render(report)
        markdown = Self.markdown(page)
        csv = Self.csv(CSVReport.render(report))
        let prometheus = OpenMetricsText.render(report)
        metrics = Self.metrics(prometheus)
        let commands = GitHubSummary.annotations(report)
        annotations = commands.map(Self.annotation)
        let xml = JUnitReport.render(report)
        junit = try XMLOutline(xml).elements.map { "\($0.name) \($0.attributes.keys.sorted())" }
        let browser = try HTMLReport.render([report], template: PageTemplate.html)
        html = try HTMLOutline(browser).elements.map { "\($0.name) \($0.attributes.keys.sorted())" }
        let text = ReportPage.page(report).text()
        let json = String(decoding: try ReportJSON.encode(report), as: UTF8.self)
        let event = NDJSONEvents.line(.verdict(report), elapsedSeconds: 0)
        for output in [page, CSVReport.render(report), prometheus, xml, browser, text, json, event]
        {
            Self.checkHarmless(output)
            #expect(!Self.lines(output).contains { Self.isCommand($0) })
            #expect(output.range(of: "##[", options: .literal) == nil)
        }
        for command in commands {
            Self.checkHarmless(command)
            #expect(!command.unicodeScalars.contains("\n"))
        }
        #expect(Self.lines(event).count == 2)
    }

    private static func lines(_ text: String) -> [String] {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
    }

    /// What a CI log takes for a command at the beginning of a line.
    private static func isCommand(_ line: String) -> Bool {
        let scalars = line.unicodeScalars.drop { $0.properties.isWhitespace }
        return scalars.starts(with: "::".unicodeScalars)
    }

    private static func checkHarmless(_ text: String) {
        let harmful = text.unicodeScalars.first {
            !$0.isHarmless && $0 != "\n" && $0 != "\r"
        }
        #expect(harmful == nil)
    }

    /// For each line what is left of Markdown and HTML without escapes, entities and words.
    private static func markdown(_ text: String) -> [String] {
        lines(text).map { line in
            var left = ""
            var rest = line.unicodeScalars[...]
            var isAtBeginning = true
            while let scalar = rest.popFirst() {
                if scalar == "\\" {
                    _ = rest.popFirst()
                } else if "`*_[]|~$#<>".unicodeScalars.contains(scalar) {
                    left.unicodeScalars.append(scalar)
                } else if isAtBeginning, "-+=".unicodeScalars.contains(scalar) {
                    left.unicodeScalars.append(scalar)
                } else if isAtBeginning, ("0"..."9").contains(scalar) {
                    rest = rest.drop { ("0"..."9").contains($0) }
                    if rest.first == "." || rest.first == ")" { left += "1." }
                } else if isAtBeginning, scalar == " " {
                    continue
                }
                // A list's own sign keeps the next word at a beginning.
                isAtBeginning = isAtBeginning && (scalar == "-" || scalar == "|")
            }
            // A cell's figure may begin with a sign; a table's line is told by its bars.
            return left.contains("|") ? String(left.filter { $0 == "|" }) : left
        }
    }

    /// The number of fields of each record, none of which is a formula.
    private static func csv(_ text: String) -> [Int] {
        var counts: [Int] = []
        var fields = 1
        var field = ""
        var isQuoted = false
        func end() {
            let first = field.unicodeScalars.first { !$0.properties.isWhitespace }
            let number = Double(field) != nil
            #expect(number || !"=+-@＝＋－＠".unicodeScalars.contains(first ?? "x"), "\(field)")
            field = ""
        }
        var before: Unicode.Scalar = ","
        for scalar in text.unicodeScalars {
            if scalar == "\"" {
                isQuoted.toggle()
            } else if !isQuoted, scalar == "," {
                fields += 1
                end()
            } else if !isQuoted, scalar == "\n" {
                #expect(before == "\r")
                counts.append(fields)
                fields = 1
                end()
            } else if scalar != "\r" {
                field.unicodeScalars.append(scalar)
            }
            before = scalar
        }
        #expect(!isQuoted)
        return counts
    }

    /// Each line's name and labels without their values.
    private static func metrics(_ text: String) -> [String] {
        lines(text).map { line in
            var left = ""
            var isQuoted = false
            var rest = line.unicodeScalars[...]
            while let scalar = rest.popFirst() {
                if scalar == "\\" {
                    let escaped = rest.popFirst()
                    #expect(isQuoted && (escaped == "\\" || escaped == "\""))
                } else if scalar == "\"" {
                    isQuoted.toggle()
                } else if !isQuoted {
                    left.unicodeScalars.append(scalar)
                }
            }
            #expect(!isQuoted)
            return left
        }
    }

    /// The command and the names of its properties.
    private static func annotation(_ line: String) -> String {
        let parts = line.unicodeScalars.dropFirst(2)
        let head = String(parts.prefix { $0 != ":" })
        let names = head.unicodeScalars.split(separator: ",").map { property in
            String(property.prefix { $0 != "=" })
        }
        #expect(line.unicodeScalars.starts(with: "::".unicodeScalars))
        return names.joined(separator: ",")
    }
}
