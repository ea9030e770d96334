import Model
import Testing

@testable import Profiles

/// Profiles are plain YAML: what expands or hides is refused, and at once.
struct PlainYamlTests {
    private static func error(_ text: String) -> String {
        message { () throws(ProfileError) in
            _ = try catalog.load(text: text, fileName: "mine.yaml")
        }
    }

    private static func changed(_ piece: String, _ other: String) -> String {
        error(BadProfileTests.sound.replacing(piece, with: other))
    }

    /// Each level holds eight of the one before; keys are compared, so that all are expanded.
    private static func bomb(levels: Int, asKeys: Bool) -> String {
        let sign = asKeys ? "? " : "a: "
        let lines = (1...levels).map { level in
            let aliases = [String](repeating: "*a\(level - 1)", count: 8).joined(separator: ",")
            return asKeys
                ? "? &a\(level) [\(aliases)]\n: 1\n" : "k\(level): &a\(level) [\(aliases)]\n"
        }
        return (asKeys ? "\(sign)&a0 [x,x]\n: 1\n" : "k0: &a0 [x,x]\n") + lines.joined()
    }

    @Test(arguments: [true, false], [6, 30, 5000])
    func aliasesAreRefusedBeforeTheyAreExpanded(asKeys: Bool, levels: Int) {
        let error = Self.error(Self.bomb(levels: levels, asKeys: asKeys))
        #expect(error.hasPrefix("mine.yaml:1: an anchor (&name) and an alias"), "\(error)")
        #expect(error.contains("write the value itself"))
    }

    @Test(arguments: [
        ("title: Mine", "title: &a Mine", "an anchor (&)"),
        ("title: Mine", "title: !!str Mine", "a tag (!)"),
        ("title: Mine", "title: !x Mine", "a tag (!)"),
        ("title: Mine", "title: ! Mine", "a tag (!)"),
        ("title: Mine", "&a title: Mine", "an anchor (&)"),
        ("title: Mine", "!!str title: Mine", "a tag (!)"),
        ("title: Mine", "title: *a", "undefined alias"),
        ("title: Mine", "? [title]\n: Mine", "a key that is no plain text"),
        ("title: Mine", "? {a: b}\n: Mine", "a key that is no plain text"),
        ("title: Mine", "? \n: Mine", "a key that is no plain text"),
        ("title: Mine", "\"\": Mine", "a key that is no plain text"),
        ("  doc: {", "  [doc]: {", "a key that is no plain text"),
        ("  - A note.", "  - &n A note.", "an anchor (&)"),
        ("  - A note.", "  - !!binary A note.", "a tag (!)"),
        ("{state: current}", "!!map {state: current}", "a tag (!)"),
        ("title: Mine", "title: &a Mine\u{2028}network: *a", "an anchor (&name) and an alias"),
        ("value: 1000", "value: 01000", "is not a number above 0"),
        ("value: 1000", "value: 1e300", "nothing can reach or miss"),
        ("value: 1000", "value: 1e-300", "nothing can reach or miss"),
        ("weight_limit: 500 ms", "weight_limit: 1e300 s", "is no value of 'weight_limit'"),
    ])
    func whatIsNotPlainIsRefused(_ piece: String, _ other: String, _ problem: String) {
        let error = Self.changed(piece, other)
        #expect(error.contains(problem), "\(error)")
    }

    @Test(arguments: [
        ("title: Mine", "title: Mine & yours"), ("title: Mine", "title: R&D"),
        ("title: Mine", "title: 2 * 3"), ("title: Mine", "title: \"*stars* and !\""),
        ("title: Mine", "title: '!'"), ("title: Mine", "\"title\": Mine"),
        ("title: Mine", "title: Mine # &a"), ("  - A note.", "  - >\n    * a list\n    ! it"),
    ])
    func whatIsPlainIsRead(_ piece: String, _ other: String) {
        #expect(Self.changed(piece, other) == "(no error)")
    }

    @Test func aByteOrderMarkIsRead() throws {
        let text = "\u{FEFF}" + BadProfileTests.sound
        #expect(try catalog.load(text: text, fileName: "mine.yaml").id == "mine")
        let crlf = text.replacing("\n", with: "\r\n")
        #expect(try catalog.load(text: crlf, fileName: "mine.yaml").id == "mine")
    }

    @Test func theSizeLimitIsNamed() {
        let error = message { () throws(ProfileError) in
            _ = try catalog.load(path: "/dev/zero")
        }
        #expect(error.contains("too large"))
        #expect(error.contains("at most 256 KiB"))
    }

    @Test func largeFilesEndAtOnce() {
        let keys = (0..<20_000).map { "key\($0): [a, b]\n" }.joined()
        #expect(Self.error(keys).contains("schema"))
        let sources = (0..<5000).map { "  s\($0): {document: d, revision: r, date: 2024}\n" }
        #expect(Self.changed("sources:\n", "sources:\n" + sources.joined()) == "(no error)")
        let name = String(repeating: "x", count: 200_000)
        #expect(Self.changed("cpu.blake2b-256", name).contains("unknown metric"))
    }
}
