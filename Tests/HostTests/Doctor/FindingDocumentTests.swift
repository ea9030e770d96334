import Foundation
import Host
import Model
import Testing

/// The pages below docs/reference/findings have a section for each finding, and none for anything
/// else; docs/FINDINGS.md lists them all.
struct FindingDocumentTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The file that a finding's link names, and the anchor in it.
    private static func parts(_ link: String) -> (page: String, anchor: String) {
        let parts = link.split(separator: "#").map(String.init)
        return (parts.first ?? "", parts.count == 2 ? parts[1] : "")
    }

    @Test func everyFindingHasItsSection() throws {
        let pages = Set(FindingID.allCases.map { Self.parts($0.documentation).page })
        let headings = try pages.flatMap { try Self.text($0).split(separator: "\n") }
            .filter { $0.hasPrefix("### ") }.map { String($0.dropFirst(4)) }
        #expect(headings.sorted() == FindingID.allCases.map(\.rawValue).sorted())
    }

    @Test(arguments: FindingID.allCases)
    func everySectionSaysWhyAndHow(id: FindingID) throws {
        let document = try Self.text(Self.parts(id.documentation).page)
        let start = try #require(document.range(of: "### \(id.rawValue)\n"))
        let rest = document[start.upperBound...]
        let section = rest[..<(rest.range(of: "\n### ")?.lowerBound ?? rest.endIndex)]
        #expect(section.contains("**Why it matters.**"), "\(id.rawValue)")
        #expect(section.contains("**How to fix it.**"), "\(id.rawValue)")
    }

    @Test(arguments: FindingID.allCases)
    func linksAreTheAnchorsOfTheHeadings(id: FindingID) throws {
        let (page, anchor) = Self.parts(id.documentation)
        let expected = id.rawValue.lowercased()
            .filter { $0.isLetter || $0.isNumber || $0 == "-" }
        #expect(page.hasPrefix("docs/reference/findings/"))
        #expect(anchor == expected)
        let link = "[`\(id.rawValue)`](\(page.dropFirst("docs/".count))#\(anchor))"
        #expect(try Self.text("docs/FINDINGS.md").contains(link))
    }
}
