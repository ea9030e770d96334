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
        // 2: decoding, transcript and encoding at the pace of the node's crate, and its kernel.
        id: "cpu.sr25519-verify", methodVersion: 2,
        metrics: [
            MetricDefinition(
                id: Sr25519Scheme.metric, unit: .verificationsPerSecond,
                direction: .higherIsBetter, title: "sr25519 verify")
        ],
        why: "Every signed extrinsic of a block is verified one by one in the thread that imports.",
        source: "polkadot-sdk 849e35382c, sc-sysinfo: Sr25519Verify, 2,048 messages of 32 bytes",
        cost: Cost(memoryBytes: 1 << 20))

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        try SignatureVerifySession<Sr25519Scheme>(
            count: environment.scale == .reference ? 2048 : 8, seed: environment.seed)
    }
}

/// sr25519 by this program's own kernels.
enum Sr25519Scheme: SignatureScheme {
    static let name = "sr25519"
    static let metric: MetricID = "cpu.sr25519-verify"
    static let signatureBytes = Sr25519.signatureBytes

    static var implementation: Implementation {
        Implementation(name: Sr25519.kernel.rawValue, compiler: KernelDisclosure.cCompiler)
    }

    static func sign(
        batch: [UInt8], messageBytes: Int, seed: [UInt8]
    ) -> (publicKey: [UInt8], signatures: [UInt8])? {
        Sr25519.KeyPair(seed: seed).map {
            ($0.publicKey, $0.sign(batch: batch, messageBytes: messageBytes))
        }
    }

    static func verify(
        signature: UnsafeRawBufferPointer, message: UnsafeRawBufferPointer,
        publicKey: UnsafeRawBufferPointer
    ) -> Bool {
        Sr25519.verify(signature: signature, message: message, publicKey: publicKey)
    }
}
