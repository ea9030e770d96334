/// Why a profile cannot be had; the text says what is wrong, where, and the mend.
package enum ProfileError: Error, Equatable, CustomStringConvertible {
    /// A file breaks the format; `line` counts from 1.
    case invalid(file: String, line: Int, problem: String, mend: String)
    /// No embedded profile has this id; `nearest` holds at most three ids, best first.
    case unknownProfile(name: String, nearest: [String])
    /// The file cannot be read; `reason` is the system's own.
    case unreadable(path: String, reason: String)

    package var description: String {
        switch self {
        case .invalid(let file, let line, let problem, let mend):
            return "\(file):\(line): \(problem); \(mend)"
        case .unknownProfile(let name, let nearest):
            let hint = nearest.isEmpty ? "" : "did you mean \(listed(nearest, joining: "or"))? "
            return "no profile is named '\(name)'; \(hint)"
                + "`touchstone profiles list` shows all, and a name with a slash or the ending "
                + ".yaml is read as a file"
        case .unreadable(let path, let reason):
            return "cannot read \(path): \(reason); name a readable file of at "
                + "most \(ProfileCatalog.fileBytesMax / 1024) KiB"
        }
    }
}

/// Words in quotes as a list: `'a', 'b' or 'c'`.
func listed(_ words: [String], joining conjunction: String) -> String {
    let quoted = words.map { "'\($0)'" }
    guard quoted.count > 1, let last = quoted.last else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " \(conjunction) \(last)"
}
