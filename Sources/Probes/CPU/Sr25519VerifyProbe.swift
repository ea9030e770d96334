package import Measurement
internal import Model
internal import Primitives

/// One thread verifies 2,048 sr25519 signatures, over and over: the node's `SR25519-Verify`.
///
/// Each signature is over a message of its own, by one key, and each verification decodes the key
/// and builds the transcript anew. The node counts the 32 bytes of the message; we count
/// verifications, which is what anybody wants to know.
package struct Sr25519VerifyProbe: Probe {
    package init() {}

    package let descriptor = ProbeDescriptor(
        id: "cpu.sr25519-verify", methodVersion: 1,
        metrics: [
            MetricDefinition(
                id: "cpu.sr25519-verify", unit: .verificationsPerSecond,
                direction: .higherIsBetter, title: "sr25519 verify")
        ],
        why: "Every signed extrinsic of a block is verified one by one in the thread that imports.",
        source: "polkadot-sdk 849e35382c, sc-sysinfo: Sr25519Verify, 2,048 messages of 32 bytes",
        memoryBytes: 1 << 20)

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        try Sr25519VerifySession(
            count: environment.scale == .reference ? 2048 : 8, seed: environment.seed)
    }
}

/// Messages and their signatures, end to end, and the key.
final class Sr25519VerifySession: ProbeSession {
    static let messageBytes = 32

    let parameters: [String: String]
    let implementation: Implementation?
    var signatures: [UInt8]
    private let messages: [UInt8]
    private let publicKey: [UInt8]
    private let count: Int
    private var accepted = 0

    init(count: Int, seed: UInt64) throws(ProbeError) {
        self.count = count
        var generator = SeededGenerator(seed: seed)
        var messages = [UInt8](repeating: 0, count: count * Self.messageBytes)
        messages.withUnsafeMutableBytes { generator.fill($0) }
        var secret = [UInt8](repeating: 0, count: 32)
        secret.withUnsafeMutableBytes { generator.fill($0) }
        guard let pair = Sr25519.KeyPair(seed: secret) else {
            throw .wrongAnswer("a seed of 32 bytes gives no key pair")
        }
        self.messages = messages
        publicKey = pair.publicKey
        signatures = pair.sign(batch: messages, messageBytes: Self.messageBytes)
        // Every signature must verify, so keys, messages and signatures are the whole outcome.
        let work = pair.publicKey + messages + signatures
        implementation = Implementation(
            name: Sr25519.kernel.rawValue, compiler: KernelDisclosure.cCompiler,
            outputDigest: Blake2b256.hash(work).hexadecimal)
        parameters = [
            "signatures": String(count), "messageBytes": String(Self.messageBytes), "threads": "1",
        ]
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        let sample = try timer.rate(workPerIteration: Double(count)) {
            accepted = countAccepted()
        }
        return ["cpu.sr25519-verify": sample]
    }

    /// Verifies every signature once and counts those that hold.
    private func countAccepted() -> Int {
        signatures.withUnsafeBytes { signatures in
            messages.withUnsafeBytes { messages in
                publicKey.withUnsafeBytes { key in
                    var accepted = 0
                    for index in 0..<count {
                        let isValid = Sr25519.verify(
                            signature: slice(signatures, index, Sr25519.signatureBytes),
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

    /// All must have been accepted, and one over another message must be refused.
    func check() throws(ProbeError) {
        if accepted != count {
            throw .wrongAnswer("\(accepted) of \(count) good sr25519 signatures were accepted")
        }
        let isForged = Sr25519.verify(
            signature: Array(signatures[..<Sr25519.signatureBytes]),
            message: Array(messages[Self.messageBytes..<2 * Self.messageBytes]),
            publicKey: publicKey)
        if isForged {
            throw .wrongAnswer("an sr25519 signature was accepted for another message")
        }
    }
}
