// Here: what every part of measuring needs: errors, cancellation, seeds, memory.
// May use: the C library.
// Never: a probe, a clock.

internal import Glibc

/// Why a probe has no figure.
package enum ProbeError: Error, Equatable, Codable, CustomStringConvertible {
    /// The run was asked to end; what was measured before stands.
    case cancelled
    /// A need of the probe is not met here: the probe is skipped.
    case unavailable(String)
    /// A system call was refused: the probe failed.
    case system(operation: String, subject: String, errno: Int32)
    /// The work was done wrong: the probe failed, whatever its time.
    case wrongAnswer(String)
    /// Something else ended the work, such as a library that gave up: the probe failed, which says
    /// nothing of the machine's answers.
    case failed(String)
    /// Nothing here could prove that the work was done: the probe failed, and has no number.
    case unmeasurable(String)

    package var description: String {
        switch self {
        case .cancelled: "interrupted"
        case .unavailable(let reason): reason
        case .system(let operation, let subject, let code):
            "\(operation) \(subject): \(Self.text(code))\(Self.mend(code, subject))"
        case .wrongAnswer(let what): "wrong answer: \(what)"
        case .failed(let reason): reason
        case .unmeasurable(let why): "unmeasurable: \(why)"
        }
    }

    /// A failure whose reason a library tells in words only.
    ///
    /// - Parameters:
    ///   - what: What failed, such as "the database in /data cannot be opened".
    ///   - words: What the library said.
    /// - Returns: The failure, with the fix of the system's error that the words name, if any.
    package static func failed(_ what: String, words: String) -> ProbeError {
        let code =
            wordedCodes.first { words.contains(text($0)) }
            // C++'s and Swift's words for it.
            ?? (words.contains("bad_alloc") || words.contains("failed to allocate") ? ENOMEM : nil)
        return .failed("\(what): \(words)\(code.map { mend($0, what) } ?? "")")
    }

    /// Errors that have a fix.
    private static let wordedCodes = [
        ENOSPC, EDQUOT, EFBIG, EACCES, EPERM, EROFS, EMFILE, ENFILE, EMLINK, EAGAIN, ECANCELED,
        ENOMEM, EIO,
    ]

    private static func text(_ code: Int32) -> String { String(cString: strerror(code)) }

    private static func mend(_ code: Int32, _ subject: String) -> String {
        switch code {
        case ENOSPC: "; free some space or choose another --path"
        case EDQUOT: "; raise the quota or choose another --path"
        case EFBIG: "; raise the file size limit (ulimit -f)"
        // A call that a container's filter refuses has nothing to do with a path.
        case _ where [EACCES, EPERM, EROFS].contains(code) && subject.contains("/"):
            "; choose a --path that you may write to"
        case EMFILE: "; raise the limit of open files (ulimit -n)"
        case ENFILE: "; raise the system's limit of open files (sysctl fs.file-max)"
        case EMLINK: "; the filesystem takes no more links to a file: choose another --path"
        // io_uring ends requests so where it gets no thread for them.
        case EAGAIN, ECANCELED:
            "; allow more processes and threads (ulimit -u, pids.max of the cgroup) or more memory "
                + "(ulimit -v)"
        case ENOMEM: "; allow more memory (ulimit -v, memory.max of the cgroup)"
        case EIO: "; the device reports an error: look at the kernel log (dmesg)"
        default: ""
        }
    }
}
