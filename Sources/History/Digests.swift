internal import Foundation
internal import Model
import Primitives

/// Digests and JSON of what is stored.
enum Digests {
    /// BLAKE2b-256 in 64 hexadecimal digits.
    static func hexadecimal(_ bytes: [UInt8]) -> String {
        Primitives.hexadecimal(Blake2b256.hash(bytes))
    }

    /// The digest of a fingerprint.
    static func fingerprint(of summary: RunSummary) -> String {
        hexadecimal(Array(summary.fingerprintText.utf8))
    }

    /// The digest of a baseline, which names its runs, their reports and their figures.
    ///
    /// - `members`: one line of text a run; their order does not count.
    static func baseline(fingerprint: String, members: [String]) -> String {
        let lines = members.sorted().joined(separator: "\n")
        return hexadecimal(Array("touchstone baseline 1\n\(fingerprint)\n\(lines)\n".utf8))
    }

    /// Facts as JSON, the same bytes for the same facts.
    static func json(_ facts: [NamedFact]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(facts), as: UTF8.self)
    }

    static func facts(_ json: String) throws -> [NamedFact] {
        try JSONDecoder().decode([NamedFact].self, from: Data(json.utf8))
    }
}
