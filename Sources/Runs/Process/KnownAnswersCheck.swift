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
    /// - Throws: exit code 70 that names the wrong ones.
    package static func run(_ told: (KnownAnswerCheck) throws -> Void) throws {
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
        let wrong = checks.filter { !$0.holds }.map(\.name)
        if wrong.isEmpty { return }
        throw CommandFailure(
            .internalFault,
            "\(wrong.count) of \(checks.count) known answers are wrong on this machine: "
                + "\(wrong.joined(separator: "; ")). Its results mean nothing: test its memory and "
                + "processor, and the program's checksum")
    }
}
