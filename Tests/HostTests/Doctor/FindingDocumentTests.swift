import Foundation
import Host
import Model
import Testing

/// docs/FINDINGS.md has a section for each finding, and none for anything else.
struct FindingDocumentTests {
    private static func document() throws -> String {
        let file = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "docs/FINDINGS.md")
        return try String(contentsOf: file, encoding: .utf8)
    }

    @Test func everyFindingHasItsSection() throws {
        let headings = try Self.document().split(separator: "\n")
            .filter { $0.hasPrefix("### ") }.map { String($0.dropFirst(4)) }
        #expect(headings.sorted() == FindingID.allCases.map(\.rawValue).sorted())
    }

    @Test(arguments: FindingID.allCases)
    func everySectionSaysWhyAndHow(id: FindingID) throws {
        let document = try Self.document()
        let start = try #require(document.range(of: "### \(id.rawValue)\n"))
        let rest = document[start.upperBound...]
        let section = rest[..<(rest.range(of: "\n### ")?.lowerBound ?? rest.endIndex)]
        #expect(section.contains("**Why it matters.**"), "\(id.rawValue)")
        #expect(section.contains("**How to mend it.**"), "\(id.rawValue)")
    }

    @Test(arguments: FindingID.allCases)
    func linksAreTheAnchorsOfTheHeadings(id: FindingID) {
        let anchor = id.documentation.split(separator: "#").last ?? ""
        let expected = id.rawValue.lowercased()
            .filter { $0.isLetter || $0.isNumber || $0 == "-" }
        #expect(id.documentation.hasPrefix("docs/FINDINGS.md#"))
        #expect(anchor == expected)
    }
}
