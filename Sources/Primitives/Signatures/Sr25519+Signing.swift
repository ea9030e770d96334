extension Sr25519 {
    /// The length in bytes of a seed, which schnorrkel calls a mini secret key.
    package static let seedBytes = 32

    /// A key pair for workloads.
    ///
    /// Its arithmetic is variable-time and its secret is never wiped: do not use it for keys of
    /// value.
    package struct KeyPair: Sendable {
        /// The encoded public key, 32 bytes.
        package let publicKey: [UInt8]

        private let secret: Scalar
        private let nonce: [UInt8]

        /// Derives the key pair of a 32-byte seed as Substrate does, or gives `nil` for any other
        /// length.
        ///
        /// - Source: schnorrkel's ExpansionMode::Ed25519: SHA-512, clamped, divided by the cofactor
        ///   8.
        package init?(seed: [UInt8]) {
            guard seed.count == seedBytes else { return nil }
            let expanded = Sodium.sha512(seed)
            var words = expanded.withUnsafeBytes { bytes in
                bytes.baseAddress.map { loadWords($0) } ?? (0, 0, 0, 0)
            }
            // Clamping sets bit 254, clears bits 255 and 0...2; the division then shifts the three
            // out.
            words.3 = words.3 & (1 &<< 62 &- 1) | 1 &<< 62
            words = (
                words.0 &>> 3 | words.1 &<< 61, words.1 &>> 3 | words.2 &<< 61,
                words.2 &>> 3 | words.3 &<< 61, words.3 &>> 3
            )
            // Below 2^252, and so below L.
            secret = Scalar(reduced: words)
            nonce = Array(expanded[32...])
            publicKey = Ristretto255(point: BaseWindows.times(secret)).encoded
        }

        /// Signs `message` without allocating.
        ///
        /// The same key, message and randomness give the same signature, so that a workload can be
        /// made again. The witness depends on all three, as schnorrkel's does, whose randomness
        /// comes from the system instead.
        ///
        /// - Parameters:
        ///   - message: Any number of bytes.
        ///   - randomness: Exactly 32 bytes of the caller's choice.
        ///   - signature: Exactly 64 bytes, overwritten.
        package func sign(
            _ message: UnsafeRawBufferPointer, randomness: UnsafeRawBufferPointer,
            into signature: UnsafeMutableRawBufferPointer
        ) {
            precondition(randomness.count == 32, "signing takes 32 bytes of randomness")
            precondition(signature.count == signatureBytes, "a signature has 64 bytes")
            guard let output = signature.baseAddress else { return }
            var transcript = publicKey.withUnsafeBytes {
                Sr25519.transcript(message: message, publicKey: $0)
            }
            let witness = withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { bytes in
                nonce.withUnsafeBytes {
                    transcript.witness("signing", $0, randomness: randomness, into: bytes)
                }
                return bytes.baseAddress.map { Scalar(wide: $0) } ?? .zero
            }
            storeWords(Ristretto255.encode(BaseWindows.times(witness)), to: output)
            let commitment = UnsafeRawBufferPointer(start: output, count: 32)
            let challenge = Sr25519.challenge(&transcript, commitment: commitment)
            var response = (challenge * secret + witness).words
            response.3 |= 1 &<< 63
            storeWords(response, to: output + 32)
        }

        /// Signs `message` into a new array of 64 bytes; see the other form.
        ///
        /// - Parameters:
        ///   - message: Any number of bytes.
        ///   - randomness: Exactly 32 bytes; zeros by default, which still leaves key and message
        ///     in the witness.
        /// - Returns: The signature, 64 bytes.
        package func sign(
            _ message: [UInt8], randomness: [UInt8] = [UInt8](repeating: 0, count: 32)
        ) -> [UInt8] {
            [UInt8](unsafeUninitializedCapacity: signatureBytes) { signature, count in
                message.withUnsafeBytes { message in
                    randomness.withUnsafeBytes { randomness in
                        sign(
                            message, randomness: randomness,
                            into: UnsafeMutableRawBufferPointer(
                                start: signature.baseAddress, count: signatureBytes))
                    }
                }
                count = signatureBytes
            }
        }

        /// Signs many messages of one length, laid end to end, with randomness of zeros.
        ///
        /// - Parameters:
        ///   - messages: A whole number of messages.
        ///   - messageBytes: The length of each in bytes, above 0.
        /// - Returns: Their signatures end to end, 64 bytes each, in the same order.
        package func sign(batch messages: [UInt8], messageBytes: Int) -> [UInt8] {
            precondition(
                messageBytes > 0 && messages.count % messageBytes == 0,
                "\(messages.count) bytes are no whole number of messages of \(messageBytes)")
            let count = messages.count / messageBytes
            let randomness = [UInt8](repeating: 0, count: 32)
            return [UInt8](unsafeUninitializedCapacity: count * signatureBytes) { output, written in
                messages.withUnsafeBytes { messages in
                    randomness.withUnsafeBytes { randomness in
                        for index in 0..<count {
                            let start = index * messageBytes
                            let signature = UnsafeMutableRawBufferPointer(
                                rebasing: UnsafeMutableRawBufferPointer(
                                    start: output.baseAddress, count: count * signatureBytes)[
                                        index * signatureBytes..<(index + 1) * signatureBytes])
                            sign(
                                UnsafeRawBufferPointer(
                                    rebasing: messages[start..<start + messageBytes]),
                                randomness: randomness, into: signature)
                        }
                    }
                }
                written = count * signatureBytes
            }
        }
    }
}
