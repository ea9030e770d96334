import CKernels

/// What a report discloses about the code that was measured.
package enum Implementation {
    /// The C compiler of the kernels with its version, as it names itself.
    package static var cCompiler: String { String(cString: touchstone_compiler()) }

    /// The kernel each primitive uses on this processor, by primitive, in the order of a report.
    package static var kernels: [(primitive: String, kernel: String)] {
        [
            ("blake2b-256", Blake2b256.kernel.rawValue),
            ("sr25519-verify", Sr25519.kernel.rawValue),
            ("ed25519-verify", Ed25519.kernel),
        ]
    }
}
