/// A probe whose stage runs in a process of its own, because it uses a library that may end the
/// process it is in.
///
/// The other process is the same program. It makes the probe again from `settings`.
package protocol IsolatedProbe: Probe {
    /// What the probe is made from, as JSON.
    var settings: String { get }
    /// Directories beside the scratch directory in which the stage makes folders with a lock.
    var lockedDirectories: [String] { get }
}

/// How a process that measures stages is started.
package struct StageProgram: Sendable {
    /// Paths of the program; the first that is there is started.
    let executables: [String]
    let arguments: [String]

    package init(executables: [String], arguments: [String]) {
        self.executables = executables
        self.arguments = arguments
    }
}
