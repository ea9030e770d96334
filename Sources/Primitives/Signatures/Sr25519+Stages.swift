extension Sr25519 {
    /// A stage of a verification, in the order in which they run.
    package enum Stage: String, CaseIterable, Sendable {
        /// The key's 32 bytes become a point.
        case keyDecoding = "key decoding"
        /// The message, the key and the commitment become 64 bytes.
        case transcript
        /// Those bytes are reduced to a scalar, and the response is read and checked.
        case scalars
        /// The signed digits of both scalars, and the sum of two multiples.
        case product = "double-scalar product"
        /// The sum becomes 32 bytes to compare.
        case compression
    }

    /// One verification whose stages can be run one by one, to be timed apart.
    ///
    /// It holds what each stage starts from, so no stage needs the one before.
    package struct StagedVerification {
        private let signature: [UInt8]
        private let message: [UInt8]
        private let publicKey: [UInt8]
        private let challengeBytes: [UInt8]
        private let point: EdwardsPoint
        private let k: Scalar
        private let s: Scalar
        private let sum: EdwardsPoint

        /// Prepares every stage, or gives `nil` for a signature that is not valid.
        package init?(signature: [UInt8], message: [UInt8], publicKey: [UInt8]) {
            guard verify(signature: signature, message: message, publicKey: publicKey),
                let point = publicKey.withUnsafeBytes({ $0.baseAddress.map(Ristretto255.decode) }),
                let point,
                let response = signature.withUnsafeBytes({ bytes in
                    bytes.baseAddress.map { responseScalar($0 + 32) }
                }), let s = response
            else { return nil }
            (self.signature, self.message, self.publicKey) = (signature, message, publicKey)
            (self.point, self.s) = (-point, s)
            challengeBytes = Self.challengeBytes(signature, message, publicKey)
            k = challengeBytes.withUnsafeBytes { $0.baseAddress.map { Scalar(wide: $0) } ?? .zero }
            sum = Sr25519.product(of: -point, times: k, plusBaseTimes: s, kernel: .portable)
        }

        /// Runs one stage.
        ///
        /// - Parameters:
        ///   - stage: What to run.
        ///   - kernel: A supported kernel; only the product differs.
        /// - Returns: Some bits of the stage's result, so that it cannot be left out.
        @inline(never)
        package func run(_ stage: Stage, kernel: Kernel = kernel) -> UInt64 {
            switch stage {
            case .keyDecoding:
                publicKey.withUnsafeBytes { key in
                    let start = OptimizerBarrier.opaque(key).baseAddress
                    return start.flatMap(Ristretto255.decode)?.x.l0 ?? 0
                }
            case .transcript:
                Self.withChallengeBytes(signature, message, publicKey) { loadWords($0).0 }
            case .scalars:
                challengeBytes.withUnsafeBytes { bytes in
                    signature.withUnsafeBytes { signature in
                        guard let wide = OptimizerBarrier.opaque(bytes).baseAddress,
                            let r = OptimizerBarrier.opaque(signature).baseAddress
                        else { return 0 }
                        return Scalar(wide: wide).words.0 ^ (responseScalar(r + 32)?.words.0 ?? 0)
                    }
                }
            case .product:
                Sr25519.product(of: point, times: k, plusBaseTimes: s, kernel: kernel).x.l0
            case .compression:
                Ristretto255.encode(sum).0
            }
        }

        /// Whether the stages together give the commitment that the signature holds.
        package func isValid(kernel: Kernel) -> Bool {
            let sum = Sr25519.product(of: point, times: k, plusBaseTimes: s, kernel: kernel)
            return signature.withUnsafeBytes { signature in
                signature.baseAddress.map { Ristretto255.encode(sum) == loadWords($0) } ?? false
            }
        }

        private static func challengeBytes(
            _ signature: [UInt8], _ message: [UInt8], _ publicKey: [UInt8]
        ) -> [UInt8] {
            withChallengeBytes(signature, message, publicKey) {
                Array(UnsafeRawBufferPointer(start: $0, count: 64))
            }
        }

        private static func withChallengeBytes<Result>(
            _ signature: [UInt8], _ message: [UInt8], _ publicKey: [UInt8],
            _ body: (UnsafeRawPointer) -> Result
        ) -> Result {
            var bytes = InlineArray<8, UInt64>(repeating: 0)
            return signature.withUnsafeBytes { signature in
                message.withUnsafeBytes { message in
                    publicKey.withUnsafeBytes { publicKey in
                        var transcript = transcript(
                            message: OptimizerBarrier.opaque(message), publicKey: publicKey)
                        return withUnsafeMutableBytes(of: &bytes) { bytes in
                            challenge(
                                &transcript,
                                commitment: UnsafeRawBufferPointer(rebasing: signature.prefix(32)),
                                into: bytes)
                            return body(UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped))
                        }
                    }
                }
            }
        }
    }
}
