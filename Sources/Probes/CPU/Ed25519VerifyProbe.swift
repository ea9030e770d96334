package import Measurement
internal import Model
internal import Primitives

/// One thread verifies 2,048 Ed25519 signatures, over and over, as `cpu.sr25519-verify` does.
///
/// libsodium does the work, not the node's crate: the figure orders machines, and is not the node's
/// own speed.
package struct Ed25519VerifyProbe: Probe {
    package init() {}

    package let descriptor = ProbeDescriptor(
        id: "cpu.ed25519-verify", methodVersion: 1,
        metrics: [
            MetricDefinition(
                id: Ed25519Scheme.metric, unit: .verificationsPerSecond,
                direction: .higherIsBetter, title: "Ed25519 verify")
        ],
        why: "GRANDPA votes are signed with Ed25519, and so are the Aura seals of some networks.",
        source: "Ours: the node's SR25519-Verify with RFC 8032's scheme in libsodium",
        cost: Cost(memoryBytes: 1 << 20))

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        try SignatureVerifySession<Ed25519Scheme>(
            count: environment.scale == .reference ? 2048 : 8, seed: environment.seed)
    }
}

/// Ed25519 by libsodium.
enum Ed25519Scheme: SignatureScheme {
    static let name = "Ed25519"
    static let metric: MetricID = "cpu.ed25519-verify"
    static let signatureBytes = Ed25519.signatureBytes

    static var implementation: Implementation { Implementation(name: Ed25519.kernel) }

    static func sign(
        batch: [UInt8], messageBytes: Int, seed: [UInt8]
    ) -> (publicKey: [UInt8], signatures: [UInt8])? {
        guard let pair = Ed25519.KeyPair(seed: seed) else { return nil }
        let starts = stride(from: 0, to: batch.count, by: messageBytes)
        return (
            pair.publicKey,
            starts.flatMap { pair.sign(Array(batch[$0..<$0 + messageBytes])) }
        )
    }

    static func verify(
        signature: UnsafeRawBufferPointer, message: UnsafeRawBufferPointer,
        publicKey: UnsafeRawBufferPointer
    ) -> Bool {
        Ed25519.verify(signature: signature, message: message, publicKey: publicKey)
    }
}
