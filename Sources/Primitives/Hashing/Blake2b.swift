// Here: hash functions and transcripts.
// May use: bytes, the C kernels.
// Never: curves.

import CKernels

/// BLAKE2b with a 32-byte digest and no key, the hash of a Substrate chain's state, blocks and
/// extrinsics.
///
/// - Source: RFC 7693.
package enum Blake2b256 {
    /// The digest's length in bytes.
    package static let digestBytes = 32

    /// A compression function; all give the same digests.
    package enum Kernel: String, CaseIterable, Sendable {
        /// Four columns at a time in 256-bit registers, as the node's crate (blake2b_simd) does.
        case avx2
        /// Plain C, on any processor.
        case portable

        /// Whether this processor and this build can run the kernel.
        package var isSupported: Bool { touchstone_blake2b_supports(identifier) }

        fileprivate var identifier: touchstone_blake2b_kernel {
            switch self {
            case .avx2: TOUCHSTONE_BLAKE2B_AVX2
            case .portable: TOUCHSTONE_BLAKE2B_PORTABLE
            }
        }
    }

    /// The kernel in use, decided once: what the node's crate chooses, which need not be the
    /// fastest.
    ///
    /// AVX2 where the processor has it, because a score has to be the node's score. (On Zen 5 the
    /// portable kernel is 1.8 times as fast, and the node does not use it there.)
    package static let kernel: Kernel = Kernel.avx2.isSupported ? .avx2 : .portable

    /// Hashes `message` into `digest` without allocating.
    ///
    /// - Parameters:
    ///   - message: Any number of bytes, none included.
    ///   - digest: Exactly 32 bytes, overwritten.
    ///   - kernel: A supported kernel; the default is the one in use.
    @inline(__always)
    package static func hash(
        _ message: UnsafeRawBufferPointer, into digest: UnsafeMutableRawBufferPointer,
        kernel: Kernel = kernel
    ) {
        blake2b(message, into: digest, bytes: digestBytes, kernel: kernel)
    }

    /// Hashes `message` into a new array of 32 bytes.
    package static func hash(_ message: [UInt8], kernel: Kernel = kernel) -> [UInt8] {
        blake2b(message, bytes: digestBytes, kernel: kernel)
    }
}

/// BLAKE2b with a 16-byte digest and no key, which storage keys of a Substrate chain are made of.
///
/// - Source: RFC 7693.
package enum Blake2b128 {
    /// The digest's length in bytes.
    package static let digestBytes = 16

    /// Hashes `message` into `digest` (exactly 16 bytes, overwritten) without allocating.
    @inline(__always)
    package static func hash(
        _ message: UnsafeRawBufferPointer, into digest: UnsafeMutableRawBufferPointer,
        kernel: Blake2b256.Kernel = Blake2b256.kernel
    ) {
        blake2b(message, into: digest, bytes: digestBytes, kernel: kernel)
    }

    /// Hashes `message` into a new array of 16 bytes.
    package static func hash(
        _ message: [UInt8], kernel: Blake2b256.Kernel = Blake2b256.kernel
    ) -> [UInt8] {
        blake2b(message, bytes: digestBytes, kernel: kernel)
    }
}

private func blake2b(
    _ message: UnsafeRawBufferPointer, into digest: UnsafeMutableRawBufferPointer, bytes: Int,
    kernel: Blake2b256.Kernel
) {
    precondition(digest.count == bytes, "the digest buffer has \(digest.count) bytes, not \(bytes)")
    precondition(kernel.isSupported, "this processor cannot run the \(kernel.rawValue) kernel")
    touchstone_blake2b(
        kernel.identifier, digest.baseAddress, bytes, message.baseAddress, message.count)
}

private func blake2b(_ message: [UInt8], bytes: Int, kernel: Blake2b256.Kernel) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: bytes) { digest, count in
        message.withUnsafeBytes {
            blake2b($0, into: UnsafeMutableRawBufferPointer(digest), bytes: bytes, kernel: kernel)
        }
        count = bytes
    }
}
