import Runs

/// Known answers, computed on this machine by this program.
enum KnownAnswersCheck {
    /// A line for each answer.
    ///
    /// - Throws: exit code 70 that names the wrong ones.
    static func knownAnswers() throws {
        let checks = try KnownAnswerCheck.all { check in
            try StandardOutput.write(
                "\(check.holds ? "ok   " : "WRONG")  \(check.name)  (\(check.source))\n")
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
