import Foundation

/// Where the program keeps what outlives a run.
enum StateDirectory {
    /// `$XDG_STATE_HOME/touchstone`, by default `~/.local/state/touchstone`; need not exist yet.
    ///
    /// - Source: XDG Base Directory Specification 0.8; a relative path there is to be ignored.
    static var path: String {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? NSHomeDirectory()
        let given = environment["XDG_STATE_HOME"] ?? ""
        return (given.hasPrefix("/") ? given : "\(home)/.local/state") + "/touchstone"
    }
}
