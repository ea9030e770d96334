import Foundation
import Model
import Testing

/// The hand-written forms of subjects and limits, which are part of the published format.
struct RequirementCodingTests {
    @Test(arguments: [
        (
            Requirement.Subject.metric("cpu.blake2b-256", .median),
            #"{"metric":"cpu.blake2b-256","statistic":"median"}"#
        ),
        (.fact(.smt), #"{"fact":"fact.cpu.smt"}"#),
    ])
    func subjectHasCleanKeys(_ subject: Requirement.Subject, _ json: String) throws {
        #expect(try encoded(subject) == json)
        #expect(try decoded(json) == subject)
    }

    @Test(arguments: [
        (
            Requirement.Limit.quantity(1e9, unit: "MiB/s"),
            #"{"displayUnit":"MiB/s","value":1000000000}"#
        ),
        (.flag(false), #"{"flag":false}"#),
        (.version([5, 16]), #"{"version":[5,16]}"#),
        (.deviceClass(.localNVMe), #"{"deviceClass":"nvme"}"#),
    ])
    func limitHasCleanKeys(_ limit: Requirement.Limit, _ json: String) throws {
        #expect(try encoded(limit) == json)
        #expect(try decoded(json) == limit)
    }

    @Test(arguments: [
        #"{}"#, #"{"value":1}"#, #"{"flag":true,"version":[1]}"#, #"{"displayUnit":"B"}"#,
        #"{"deviceClass":"floppy"}"#,
    ])
    func limitOfNoKindOrOfTwoIsRefused(_ json: String) {
        #expect(throws: DecodingError.self) { try decoded(json) as Requirement.Limit }
    }

    @Test(arguments: [
        #"{}"#, #"{"metric":"a"}"#, #"{"fact":"fact.cpu.smt","metric":"a"}"#, #"{"fact":"luck"}"#,
    ])
    func subjectOfNoKindOrOfTwoIsRefused(_ json: String) {
        #expect(throws: DecodingError.self) { try decoded(json) as Requirement.Subject }
    }

    private func encoded(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private func decoded<Value: Decodable>(_ json: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(json.utf8))
    }
}
