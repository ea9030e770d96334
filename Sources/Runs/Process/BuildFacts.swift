// Here: the process: its exit codes, signals, clock and descriptors.
// May use: the C library.
// Never: a record.

package import Model

/// What is known of this build of the program.
package enum BuildFacts {
    /// Semantic version; the CHANGELOG's topmost released one.
    package static let version = "0.1.0"

    /// `release` or `debug`: an unoptimised build is never judged.
    package static let build: String = {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }()

    /// The compiler's language version, as far as it can be determined when compiling.
    package static let compiler: String = {
        #if compiler(>=6.4)
            "Swift 6.4 or later"
        #elseif compiler(>=6.3)
            "Swift 6.3"
        #else
            "Swift 6.2"
        #endif
    }()

    package static var facts: ToolFacts {
        ToolFacts(version: version, build: build, compiler: compiler)
    }
}
