import CKernels

/// What a report discloses about the compiled code that was measured.
package enum KernelDisclosure {
    /// The C compiler of the kernels with its version, as it names itself.
    package static var cCompiler: String { String(cString: touchstone_compiler()) }
}
