internal import Glibc

/// Why a probe has no figure.
package enum ProbeError: Error, Equatable, CustomStringConvertible {
    /// The run was asked to end; what was measured before stands.
    case cancelled
    /// A need of the probe is not met here: the probe is skipped.
    case unavailable(String)
    /// `--max-write` leaves no bytes for what is next: the probe goes no further.
    case writesSpent(String)
    /// A system call was refused: the probe failed.
    case system(operation: String, subject: String, errno: Int32)
    /// The work was done wrong: the probe failed, whatever its time.
    case wrongAnswer(String)
    /// Nothing here could prove that the work was done: the probe failed, and has no number.
    case unmeasurable(String)

    package var description: String {
        switch self {
        case .cancelled: "interrupted"
        case .unavailable(let reason), .writesSpent(let reason): reason
        case .system(let operation, let subject, let code):
            "\(operation) \(subject): \(String(cString: strerror(code)))\(Self.mend(code))"
        case .wrongAnswer(let what): "wrong answer: \(what)"
        case .unmeasurable(let why): "unmeasurable: \(why)"
        }
    }

    private static func mend(_ code: Int32) -> String {
        switch code {
        case ENOSPC: "; free some space or choose another --path"
        case EDQUOT: "; raise the quota or choose another --path"
        case EFBIG: "; raise the file size limit (ulimit -f)"
        case EACCES, EPERM, EROFS: "; choose a --path that you may write to"
        case EMFILE: "; raise the limit of open files (ulimit -n)"
        case EIO: "; the device reports an error: look at the kernel log (dmesg)"
        default: ""
        }
    }
}
