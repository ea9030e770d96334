import Testing

@testable import Runtime

struct JSONValueTests {
    private func read(_ text: String) throws -> JSONValue { try JSONReader.read(Array(text.utf8)) }

    private func text(_ value: JSONValue) -> String { String(decoding: value.text, as: UTF8.self) }

    /// - Source: RFC 7396, appendix A.
    @Test(
        arguments: [
            (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
            (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
            (#"{"a":"b"}"#, #"{"a":null}"#, #"{}"#),
            (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
            (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
            (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
            (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
            (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#),
            (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#), (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#),
            (#"{"a":"foo"}"#, "null", "null"), (#"{"a":"foo"}"#, #""bar""#, #""bar""#),
            (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#),
            (#"[1,2]"#, #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
            (#"{}"#, #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
        ])
    func patchesMergeAsTheStandardSays(target: String, patch: String, result: String) throws {
        #expect(text(try read(target).merged(with: read(patch))) == result)
    }

    @Test func numbersOfBalancesKeepAllTheirDigits() throws {
        let digits = "340282366920938463463374607431768211455"
        #expect(try read(digits) == .number(digits))
        #expect(text(try read("[ -1.5e3 , \(digits) ]")) == "[-1.5e3,\(digits)]")
    }

    @Test func textsSurviveTheirEscapes() throws {
        let value = try read(#""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00 é""#)
        #expect(value == .string("a\"\\/\u{8}\u{c}\n\r\té😀 é"))
        #expect(try read(text(value)) == value)
    }

    @Test(
        arguments: [
            "", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "nul", "01x", "\"\n\"", "\"\\x\"", "\"\\u12",
            "1 2", "{1:2}", "\"", "[", "-",
        ])
    func whatIsNoJSONIsAnErrorWithItsPlace(text: String) {
        #expect(throws: ChainSpecError.self) { try read(text) }
    }

    @Test func deepTextsAreRefused() {
        #expect(throws: ChainSpecError.json("more than 128 levels", offset: 128)) {
            try read(String(repeating: "[", count: 100_000))
        }
    }
}
