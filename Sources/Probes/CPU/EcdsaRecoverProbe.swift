package import Measurement
internal import Model
internal import Primitives

/// One thread recovers the keys of 2,048 ECDSA signatures, over and over, as `cpu.sr25519-verify`
/// verifies.
///
/// libsecp256k1 does the work, not the node's crate, which binds the same library at another
/// version: the figure orders machines.
package struct EcdsaRecoverProbe: Probe {
    package init() {}

    package let descriptor = ProbeDescriptor(
        id: "cpu.ecdsa-recover", methodVersion: 1,
        metrics: [
            MetricDefinition(
                id: EcdsaScheme.metric, unit: .verificationsPerSecond,
                direction: .higherIsBetter, title: "ECDSA recover")
        ],
        why: "Chains with Ethereum's accounts find a transaction's sender by recovering its key.",
        source: "Ours: the node's SR25519-Verify with secp256k1 recovery over Keccak-256",
        cost: Cost(memoryBytes: 1 << 20))

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        try SignatureVerifySession<EcdsaScheme>(
            count: environment.scale == .reference ? 2048 : 8, seed: environment.seed)
    }
}

/// ECDSA over secp256k1 by libsecp256k1: the key is recovered and compared.
enum EcdsaScheme: SignatureScheme {
    static let name = "ECDSA"
    static let metric: MetricID = "cpu.ecdsa-recover"
    static let signatureBytes = Secp256k1.signatureBytes

    static var implementation: Implementation { Implementation(name: "libsecp256k1") }

    static func sign(
        batch: [UInt8], messageBytes: Int, seed: [UInt8]
    ) -> (publicKey: [UInt8], signatures: [UInt8])? {
        guard let pair = Secp256k1.KeyPair(secretKey: seed) else { return nil }
        let starts = stride(from: 0, to: batch.count, by: messageBytes)
        return (
            pair.publicKey,
            starts.flatMap {
                pair.sign(digest: Keccak.hash256(Array(batch[$0..<$0 + messageBytes])))
            }
        )
    }

    static func verify(
        signature: UnsafeRawBufferPointer, message: UnsafeRawBufferPointer,
        publicKey: UnsafeRawBufferPointer
    ) -> Bool {
        withUnsafeTemporaryAllocation(
            byteCount: 32 + Secp256k1.publicKeyBytes, alignment: 8
        ) { bytes in
            let digest = UnsafeMutableRawBufferPointer(rebasing: bytes[..<32])
            let key = UnsafeMutableRawBufferPointer(rebasing: bytes[32...])
            Keccak.hash(message, size: .bits256, into: digest)
            do throws(Secp256k1.RecoveryError) {
                try Secp256k1.recover(
                    signature: signature, digest: UnsafeRawBufferPointer(digest),
                    compressed: false, into: key)
            } catch { return false }
            return key.elementsEqual(publicKey)
        }
    }
}
