package import Model

/// What the process's exit code says; documented in the README and tested end to end.
package enum ExitStatus: Int32, CaseIterable {
    case qualified = 0
    case notQualified = 1
    /// Confirmed by a fresh run.
    case regression = 2
    case inconclusive = 3
    /// Wrong disk, no space, not permitted.
    case preflightBlocked = 4
    /// Profile or baseline missing, or a run that cannot be compared with it.
    case profileMissing = 5
    case usage = 64
    case badInput = 65
    case noInput = 66
    /// A fault of this program, or a wrong answer of this machine.
    case internalFault = 70
    case cannotCreateOutput = 73
    case ioError = 74
    case badConfiguration = 78
    case interrupted = 130
    case terminated = 143

    /// A baseline that is missing, or a run that cannot be compared with it.
    package static let notComparable = ExitStatus.profileMissing
}

/// A command that cannot go on: a clear message for standard error, and the exit code.
package struct CommandFailure: Error {
    package let status: ExitStatus
    /// What failed, on what, and what to do next; a line feed within a line is shown as a space.
    package let lines: [String]

    package var message: String { lines.joined(separator: " ") }

    package init(_ status: ExitStatus, _ message: String) { self.init(status, lines: [message]) }

    package init(_ status: ExitStatus, lines: [String]) {
        self.status = status
        self.lines = lines
    }
}

/// From which verdict on the exit code is not 0.
package enum FailOn: String, CaseIterable, Sendable {
    case fail, inconclusive, warn, never
}

extension ExitStatus {
    /// The exit code that a verdict gives.
    package init(of verdict: Verdict, failOn: FailOn) {
        self =
            switch (verdict.overall, failOn) {
            case (_, .never), (.pass, _): .qualified
            case (.warn, .warn): .notQualified
            case (.warn, _): .qualified
            case (.fail, _): .notQualified
            case (.inconclusive, .fail), (.unmeasurable, .fail), (.skipped, .fail): .qualified
            case (.inconclusive, _), (.unmeasurable, _), (.skipped, _): .inconclusive
            }
    }
}
