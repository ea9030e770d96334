import Model

/// Why a profile cannot be had; the text says what is wrong, where, and how to fix it.
package enum ProfileError: Error, Equatable, CustomStringConvertible {
    /// A file breaks the format; `line` counts from 1.
    case invalid(file: String, line: Int, problem: String, fix: String)
    /// No embedded profile has this id; `nearest` holds at most three ids, best first.
    case unknownProfile(name: String, nearest: [String])
    /// The file cannot be read; `reason` is the system's own.
    case unreadable(path: String, reason: String)

    package var description: String {
        switch self {
        case .invalid(let file, let line, let problem, let fix):
            return "\(file):\(line): \(problem); \(fix)"
        case .unknownProfile(let name, let nearest):
            let hint = didYouMean(nearest).map { $0 + " " } ?? ""
            return "no profile is named '\(name)'; \(hint)"
                + "`touchstone profiles list` shows all, and a name with a slash or the ending "
                + ".yaml is read as a file"
        case .unreadable(let path, let reason):
            return "cannot read \(path): \(reason); name a readable file of at "
                + "most \(ProfileCatalog.fileBytesMax / 1024) KiB"
        }
    }
}
