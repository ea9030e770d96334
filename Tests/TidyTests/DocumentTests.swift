import Foundation
import Testing

/// README.md and the pages below docs: links lead somewhere, pages are short, every command is
/// named, and what is named exists.
struct DocumentTests {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// README.md and every page below docs, by its path from the root.
    static let pages: [String] =
        ["README.md"]
        + (FileManager.default.enumerator(atPath: root.appending(path: "docs").path)?
        .compactMap { $0 as? String } ?? [])
        .filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The anchors of a page's headings.
    ///
    /// - Source: GitHub's anchors: lower case, spaces as hyphens, without other punctuation.
    static func anchors(of page: String) throws -> Set<String> {
        let headings = prose(try text(page)).split(separator: "\n")
            .filter { $0.hasPrefix("#") }
            .map { $0.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces) }
        return Set(
            headings.map { heading in
                String(
                    heading.lowercased().replacing(" ", with: "-")
                        .filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
            })
    }

    /// The lines outside of fenced blocks.
    static func prose(_ text: String) -> String {
        var isFenced = false
        return text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            if line.hasPrefix("```") { isFenced.toggle() }
            return !isFenced && !line.hasPrefix("```")
        }.joined(separator: "\n")
    }

    @Test func thereArePagesToLookAt() {
        #expect(Self.pages.count > 20)
    }

    @Test(arguments: pages)
    func relativeLinksLeadSomewhere(page: String) throws {
        let folder = Self.root.appending(path: page).deletingLastPathComponent()
        for match in Self.prose(try Self.text(page)).matches(of: /\]\(([^)\s]+)\)/) {
            let link = String(match.1)
            if link.contains("://") || link.hasPrefix("mailto:") { continue }
            let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            let target =
                parts[0].isEmpty
                ? Self.root.appending(path: page)
                : folder.appending(path: String(parts[0])).standardizedFileURL
            guard FileManager.default.fileExists(atPath: target.path) else {
                Issue.record("\(page): \(link): there is no such file")
                continue
            }
            if parts.count == 2 {
                let path = String(target.path.dropFirst(Self.root.path.count + 1))
                #expect(
                    try Self.anchors(of: path).contains(String(parts[1])),
                    "\(page): \(link): there is no such heading")
            }
        }
    }

    /// What a reader can take in at once: 16 kB.
    @Test(arguments: pages)
    func pagesAreShort(page: String) throws {
        let size = try Self.text(page).utf8.count
        #expect(size <= 16_000, "\(page) has \(size) bytes: split it by the reader's questions")
    }

    @Test(arguments: pages.filter { $0 != "README.md" && $0 != "docs/README.md" })
    func theIndexNamesThePage(page: String) throws {
        let folder = "docs/reference/commands/"
        let isCommand = page.hasPrefix(folder) && page != folder + "README.md"
        let isFinding = page.hasPrefix("docs/reference/findings/")
        if isCommand || isFinding { return }  // Named by the indexes of their own folders.
        let index = try Self.text("docs/README.md")
        #expect(index.contains("(\(page.dropFirst("docs/".count)))"), "\(page)")
    }

    /// A comment or a message that names a page which has moved sends its reader nowhere.
    @Test(arguments: TidyTests.all)
    func pagesNamedInTheCodeExist(file: TidyTests.File) {
        for (number, line) in file.lines.enumerated() where line.contains("docs/") {
            let page = /(?:^|[^\w\/.])(docs\/(?:(?:\w|-)+\/)*(?:\w|-)+\.md)/
            for match in line.matches(of: page) where !line.contains("actions/toolkit") {
                let isThere = FileManager.default.fileExists(
                    atPath: Self.root.appending(path: String(match.1)).path)
                #expect(isThere, "\(file.path):\(number + 1): \(match.1)")
            }
        }
    }
}
