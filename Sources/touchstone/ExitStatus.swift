/// What the process's exit code says; documented in the README and tested end to end.
enum ExitStatus: Int32, CaseIterable {
    case qualified = 0
    case notQualified = 1
    case inconclusive = 3
    /// Wrong disk, no space, not permitted.
    case preflightBlocked = 4
    /// Profile missing.
    case profileMissing = 5
    case usage = 64
    case badInput = 65
    case noInput = 66
    /// A wrong answer of this program or machine.
    case internalError = 70
    case cannotCreateOutput = 73
    case badConfiguration = 78
    case interrupted = 130
    case terminated = 143
}

/// A command that cannot go on: one clear line for standard error, and the exit code.
struct CommandFailure: Error {
    let status: ExitStatus
    /// What failed, on what, and what to do next.
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }
}
