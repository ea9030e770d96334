import Chain
import Primitives

/// A published answer, computed on this machine by this program.
package struct KnownAnswerCheck: Sendable {
    package let name: String
    /// Where the answer was published.
    package let source: String
    package let holds: Bool

    /// Computes every answer.
    ///
    /// - Parameter told: Called with each as it is known.
    /// - Returns: all of them.
    package static func all(_ told: (KnownAnswerCheck) throws -> Void) rethrows
        -> [KnownAnswerCheck]
    {
        var checks: [KnownAnswerCheck] = []
        func add(_ name: String, _ source: String, _ holds: Bool) throws {
            let check = KnownAnswerCheck(name: name, source: source, holds: holds)
            checks.append(check)
            try told(check)
        }
        for answer in KnownAnswer.all { try add(answer.name, answer.source, answer.holds()) }
        for layout in TrieLayout.allCases {
            try add(
                "six blocks of a simulated chain, layout V\(layout.rawValue)", "this program",
                KnownChain.holds(layout))
        }
        return checks
    }
}
