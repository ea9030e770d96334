// Here: signature schemes.
// May use: hashing and the curve.
// Never: a probe, a clock.

import CKernels

/// sr25519, the Schnorr signatures on ristretto255 that Substrate accounts use, in the signing
/// context `substrate`.
///
/// Accepts and rejects exactly what schnorrkel 0.11 does. Arithmetic is variable-time: it serves
/// verification and reproducible workloads, and must not guard secrets of value.
///
/// - Source: schnorrkel 0.11 (context, signature format, marker bit), RFC 9496 (ristretto255),
///   Merlin 1.0.
package enum Sr25519 {
    /// The length in bytes of a public key.
    package static let publicKeyBytes = 32

    /// The length in bytes of a signature: R, then s with the marker bit.
    package static let signatureBytes = 64

    /// An implementation of the group arithmetic of verification; all give the same verdicts.
    package enum Kernel: String, CaseIterable, Sendable {
        /// The double scalar multiplication in C on four field elements at a time, as the node's
        /// crate (curve25519-dalek) does it; the rest in Swift.
        case avx2
        /// The double scalar multiplication in C compiled for MULX, the rest in Swift.
        case bmi2
        /// All in Swift, on any processor.
        case portable = "swift-5x51"

        /// Whether this processor and this build can run the kernel.
        package var isSupported: Bool {
            switch self {
            case .avx2: touchstone_double_scalar_avx2_supported()
            case .bmi2: touchstone_double_scalar_bmi2_supported()
            case .portable: true
            }
        }
    }

    /// The kernel in use, decided once: what the node's crate chooses, which need not be the
    /// fastest.
    ///
    /// AVX2 where the processor has it, else scalar code without MULX. The crate's mix of
    /// instructions matters as much as its speed: vector and scalar multiplications suffer
    /// differently from a busy sibling thread and from a processor's clock.
    package static let kernel: Kernel = Kernel.avx2.isSupported ? .avx2 : .portable

    /// Verifies one signature, decoding the key and rebuilding the transcript as the node does,
    /// without allocating.
    ///
    /// - Parameters:
    ///   - signature: 64 bytes; any other length is rejected.
    ///   - message: Any number of bytes.
    ///   - publicKey: 32 bytes; any other length is rejected.
    ///   - kernel: A supported kernel; the default is the one in use.
    /// - Returns: Whether the signature is valid. Malformed input is invalid, never a trap.
    package static func verify(
        signature: UnsafeRawBufferPointer, message: UnsafeRawBufferPointer,
        publicKey: UnsafeRawBufferPointer, kernel: Kernel = kernel
    ) -> Bool {
        guard signature.count == signatureBytes, publicKey.count == publicKeyBytes,
            let r = signature.baseAddress, let key = publicKey.baseAddress,
            let s = responseScalar(r + 32), let point = Ristretto255.decode(key)
        else { return false }
        var transcript = transcript(message: message, publicKey: publicKey)
        let k = challenge(&transcript, commitment: UnsafeRawBufferPointer(start: r, count: 32))
        let expected = product(of: -point, times: k, plusBaseTimes: s, kernel: kernel)
        return Ristretto255.encode(expected) == loadWords(r)
    }

    /// `k` times `point` plus `s` times the base point.
    @inline(__always)
    static func product(
        of point: EdwardsPoint, times k: Scalar, plusBaseTimes s: Scalar, kernel: Kernel
    ) -> EdwardsPoint {
        switch kernel {
        case .avx2: point.timesByAVX2(k, plusBaseTimes: s)
        case .bmi2: point.timesByBMI2(k, plusBaseTimes: s)
        case .portable: point.times(k, plusBaseTimes: s)
        }
    }

    /// Verifies one signature held in arrays; see the other form.
    package static func verify(
        signature: [UInt8], message: [UInt8], publicKey: [UInt8], kernel: Kernel = kernel
    ) -> Bool {
        signature.withUnsafeBytes { signature in
            message.withUnsafeBytes { message in
                publicKey.withUnsafeBytes { publicKey in
                    verify(
                        signature: signature, message: message, publicKey: publicKey,
                        kernel: kernel)
                }
            }
        }
    }

    /// Reads s: the highest bit marks a schnorrkel signature and must be set, the rest must be
    /// below L.
    static func responseScalar(_ bytes: UnsafeRawPointer) -> Scalar? {
        var words = loadWords(bytes)
        guard words.3 &>> 63 == 1 else { return nil }
        words.3 &= ~(1 &<< 63)
        return Scalar(canonical: words)
    }

    /// The transcript of a signature on `message` up to the key.
    @inline(__always)
    static func transcript(
        message: UnsafeRawBufferPointer, publicKey: UnsafeRawBufferPointer
    ) -> MerlinTranscript {
        var transcript = MerlinTranscript(label: "SigningContext")
        transcript.append("", "substrate")
        transcript.append("sign-bytes", message)
        transcript.append("proto-name", "Schnorr-sig")
        transcript.append("sign:pk", publicKey)
        return transcript
    }

    /// The challenge scalar of a signature with the encoded commitment R.
    @inline(__always)
    static func challenge(
        _ transcript: inout MerlinTranscript, commitment: UnsafeRawBufferPointer
    ) -> Scalar {
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { bytes in
            challenge(&transcript, commitment: commitment, into: bytes)
            return bytes.baseAddress.map { Scalar(wide: $0) } ?? .zero
        }
    }

    /// The 64 bytes that the challenge scalar is reduced from.
    @inline(__always)
    static func challenge(
        _ transcript: inout MerlinTranscript, commitment: UnsafeRawBufferPointer,
        into bytes: UnsafeMutableRawBufferPointer
    ) {
        transcript.append("sign:R", commitment)
        transcript.challenge("sign:c", into: bytes)
    }
}
