package import Files
import Foundation

/// Where the program keeps what outlives a run.
package enum StateDirectory {
    /// `$XDG_STATE_HOME/touchstone`, by default `~/.local/state/touchstone`; need not exist yet.
    ///
    /// - Source: XDG Base Directory Specification 0.8; a relative path there is to be ignored.
    package static var path: String { folder("XDG_STATE_HOME", "/.local/state") }

    /// `$XDG_CONFIG_HOME/touchstone`, by default `~/.config/touchstone`; need not exist.
    package static var configuration: String { folder("XDG_CONFIG_HOME", "/.config") }

    private static func folder(_ variable: String, _ usual: String) -> String {
        let environment = ProcessInfo.processInfo.environment
        func absolute(_ name: String) -> String? {
            environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        let base = absolute(variable) ?? (absolute("HOME") ?? NSHomeDirectory()) + usual
        return base + "/touchstone"
    }

    /// Makes it where it is missing.
    package static func make() throws(FileError) { try FileTree.makeFolders(path) }
}
