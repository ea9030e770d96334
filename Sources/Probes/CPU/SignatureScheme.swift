internal import Measurement
internal import Model
internal import Primitives

/// A kind of signature that a probe verifies.
protocol SignatureScheme {
    /// As people write it.
    static var name: String { get }
    /// The only metric of the scheme's probe.
    static var metric: MetricID { get }
    static var signatureBytes: Int { get }
    /// The code that verifies, without the digest of its outputs.
    static var implementation: Implementation { get }

    /// The public key of a 32-byte seed, and the signatures of messages that lie end to end.
    ///
    /// nil if the library that makes them is not usable.
    static func sign(
        batch: [UInt8], messageBytes: Int, seed: [UInt8]
    ) -> (publicKey: [UInt8], signatures: [UInt8])?

    /// Verifies one signature, the key being decoded anew.
    static func verify(
        signature: UnsafeRawBufferPointer, message: UnsafeRawBufferPointer,
        publicKey: UnsafeRawBufferPointer
    ) -> Bool
}

/// Distinct messages, their signatures by one key, and the way to verify them.
final class SignatureWork<Scheme: SignatureScheme> {
    static var messageBytes: Int { 32 }

    let count: Int
    /// BLAKE2b-256 of key, messages and signatures: every signature must verify, so these are the
    /// whole outcome.
    let digest: String
    var signatures: [UInt8]
    private let messages: [UInt8]
    private let publicKey: [UInt8]

    /// - Parameters:
    ///   - count: how many, 2 or more.
    ///   - seed: of messages and key.
    /// - Throws: `unavailable` when signatures cannot be made.
    init(count: Int, seed: UInt64) throws(ProbeError) {
        self.count = count
        var generator = SeededGenerator(seed: seed)
        var messages = [UInt8](repeating: 0, count: count * Self.messageBytes)
        messages.withUnsafeMutableBytes { generator.fill($0) }
        var secret = [UInt8](repeating: 0, count: 32)
        secret.withUnsafeMutableBytes { generator.fill($0) }
        guard
            let signed = Scheme.sign(
                batch: messages, messageBytes: Self.messageBytes, seed: secret)
        else { throw .unavailable("\(Scheme.name) signatures cannot be made on this system") }
        self.messages = messages
        (publicKey, signatures) = signed
        digest = hexadecimal(Blake2b256.hash(publicKey + messages + signatures))
    }

    /// Verifies a run of signatures once each and counts those that hold; from any thread.
    func countAccepted(_ indices: Range<Int>) -> Int {
        signatures.withUnsafeBytes { signatures in
            messages.withUnsafeBytes { messages in
                publicKey.withUnsafeBytes { key in
                    var accepted = 0
                    for index in indices {
                        let isValid = Scheme.verify(
                            signature: slice(signatures, index, Scheme.signatureBytes),
                            message: slice(messages, index, Self.messageBytes),
                            publicKey: OptimizerBarrier.opaque(key))
                        if isValid { accepted += 1 }
                    }
                    return accepted
                }
            }
        }
    }

    private func slice(
        _ bytes: UnsafeRawBufferPointer, _ index: Int, _ length: Int
    ) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[index * length..<(index + 1) * length])
    }

    /// A good signature must be refused when it stands under another message.
    func checkThatForgeriesAreRefused() throws(ProbeError) {
        let isForged = signatures.withUnsafeBytes { signatures in
            messages.withUnsafeBytes { messages in
                publicKey.withUnsafeBytes { key in
                    Scheme.verify(
                        signature: slice(signatures, 0, Scheme.signatureBytes),
                        message: slice(messages, 1, Self.messageBytes), publicKey: key)
                }
            }
        }
        if isForged {
            throw .wrongAnswer("a signature of \(Scheme.name) was accepted for another message")
        }
    }
}

/// One thread verifies all signatures of a scheme, over and over.
final class SignatureVerifySession<Scheme: SignatureScheme>: ProbeSession {
    let parameters: [String: String]
    let implementation: Implementation?
    let work: SignatureWork<Scheme>
    private var accepted = 0

    init(count: Int, seed: UInt64) throws(ProbeError) {
        work = try SignatureWork(count: count, seed: seed)
        var implementation = Scheme.implementation
        implementation.outputDigest = work.digest
        self.implementation = implementation
        parameters = [
            "signatures": String(count),
            "messageBytes": String(SignatureWork<Scheme>.messageBytes), "threads": "1",
        ]
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        let sample = try timer.rate(workPerIteration: Double(work.count)) {
            accepted = work.countAccepted(0..<work.count)
        }
        return [Scheme.metric: sample]
    }

    /// All must have been accepted, and one over another message must be refused.
    func check() throws(ProbeError) {
        if accepted != work.count {
            throw .wrongAnswer(
                "\(accepted) of \(work.count) good \(Scheme.name) signatures were accepted")
        }
        try work.checkThatForgeriesAreRefused()
    }
}
