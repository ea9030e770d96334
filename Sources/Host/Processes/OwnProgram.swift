internal import CPlatform

/// The program that this process runs.
package enum OwnProgram {
    /// Paths that start it again; without /proc the second one does, if the program was not moved.
    package static var paths: [String] {
        let started = touchstone_executable_path().map { String(cString: $0) }
        return ["/proc/self/exe"] + [started].compactMap(\.self)
    }
}
