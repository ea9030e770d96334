import Foundation
import Testing

/// The command line parses, calls and prints; everything else is done below it.
struct CommandLineTests {
    private static let files = TidyTests.sources.filter { $0.path.hasPrefix("Sources/touchstone/") }

    private static func lines(matching pattern: String) throws -> [String] {
        let expression = try Regex(pattern)
        return files.flatMap { file in
            file.lines.enumerated().filter { $0.element.contains(expression) }
                .map { "\(file.path):\($0.offset + 1): \($0.element)" }
        }
    }

    @Test func itImportsNothingThatMeasures() throws {
        #expect(Self.files.count > 20)
        let found = try Self.lines(
            matching: #"^\s*(\w+ )?import (Host|Measurement|Probes|Chain)\b"#)
        #expect(found.isEmpty, "call Runs instead")
    }

    @Test func itReadsNoClock() throws {
        let found = try Self.lines(
            matching:
                #"\bDate\(|MonotonicClock|clock_gettime|ContinuousClock|SuspendingClock|\btime\("#)
        #expect(found.isEmpty, "Runs tells the time")
    }

    /// Ours: what parsing, calling and printing take.
    @Test func itIsSmall() {
        let count = Self.files.reduce(0) { $0 + $1.lines.count - 1 }
        #expect(count <= 2900)
    }

    /// The program is told by the body of one function.
    @Test func qualifyReadsAsThePipeline() throws {
        let file = try #require(
            Self.files.first { $0.path.hasSuffix("Commands/QualifyCommand.swift") })
        let start = try #require(file.lines.firstIndex { $0.contains("func run() throws {") })
        let end = try #require(file.lines[start...].firstIndex { $0 == "    }" })
        #expect(end - start - 1 <= 12)
        let body = file.lines[start...end].joined(separator: "\n")
        for step in ["request()", "RunSession(", "session.run()", "conclude("] {
            #expect(body.contains(step))
        }
    }
}
