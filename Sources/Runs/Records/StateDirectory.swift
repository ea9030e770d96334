package import Files
import Foundation

/// Where the program keeps what outlives a run.
package enum StateDirectory {
    /// `$XDG_STATE_HOME/touchstone`, by default `~/.local/state/touchstone`; need not exist yet.
    ///
    /// - Source: XDG Base Directory Specification 0.8; a relative path there is to be ignored.
    package static var path: String {
        let environment = ProcessInfo.processInfo.environment
        func absolute(_ name: String) -> String? {
            environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        let base =
            absolute("XDG_STATE_HOME") ?? (absolute("HOME") ?? NSHomeDirectory()) + "/.local/state"
        return base + "/touchstone"
    }

    /// Makes it where it is missing.
    package static func make() throws(FileError) { try FileTree.makeFolders(path) }
}
