import CSodium
import Primitives

/// The kernels of sr25519 verification, libsodium's group operations, and schnorrkel through Python
/// where installed.
///
/// The workload is that of the node's own benchmark: 2,048 distinct signatures by one key over
/// random-looking 32-byte messages, the key decoded and the transcript rebuilt for every one.
enum Sr25519Contenders {
    private static let signaturesPerSlice = 32

    private static let count = 2048

    static func make() -> [Contender]? {
        guard let work = Work() else { return nil }
        var result = Sr25519.Kernel.allCases.filter(\.isSupported).map { kernel in
            contender(
                kernel.rawValue, role: kernel == Sr25519.kernel ? .subject : .other, work
            ) {
                Sr25519.verify(signature: $0, message: $1, publicKey: $2, kernel: kernel)
            }
        }
        if sodium_init() >= 0 {
            result.append(
                contender(
                    "libsodium without transcript", role: .other, work,
                    verify: sodiumGroupOperations))
        }
        if let worker = PythonWorker.fastest(
            key: work.key, messages: work.messages, signatures: work.signatures)
        {
            result.append(
                Contender(name: worker.name, role: .yardstick) { warmUp, seconds in
                    worker.rateOfPass(warmUp: warmUp, seconds: seconds)
                })
        } else {
            print("without schnorrkel: python3 -m pip install py-sr25519-bindings==0.2.4")
        }
        return result
    }

    /// Prints the time of each stage of a verification, with every kernel's product.
    ///
    /// - Returns: Whether the workload could be made and every stage gave the right result.
    static func printParts(rounds: Int) -> Bool {
        guard let work = Work() else { return false }
        let items = (0..<256).compactMap { index in
            Sr25519.StagedVerification(
                signature: Array(work.signatures[index * 64..<(index + 1) * 64]),
                message: Array(work.messages[index * 32..<(index + 1) * 32]), publicKey: work.key)
        }
        let kernels = Sr25519.Kernel.allCases.filter(\.isSupported)
        guard items.count == 256,
            items.allSatisfy({ item in kernels.allSatisfy { item.isValid(kernel: $0) } })
        else { return false }
        print("\nparts of an sr25519 verification, microseconds: median, quartiles, range")
        var total = 0.0
        for stage in Sr25519.Stage.allCases {
            for kernel in stage == .product ? kernels : [Sr25519.kernel] {
                let times = (0..<max(1, rounds)).map { _ in
                    let time = seconds(of: {
                        for item in items {
                            OptimizerBarrier.consume(item.run(stage, kernel: kernel))
                        }
                    })
                    return time / Double(items.count) * 1e6
                }
                let spread = Spread(times)
                if kernel == Sr25519.kernel { total += spread.median }
                let name = stage.rawValue + (stage == .product ? ", \(kernel.rawValue)" : "")
                let label = name + String(repeating: " ", count: max(0, 34 - name.count))
                print("  \(label) \(spread.description(places: 2))")
            }
        }
        print("  sum with \(Sr25519.kernel.rawValue): \(format(total, places: 2))")
        return true
    }

    /// 2,048 signatures by one key.
    private struct Work {
        let messages = Blake2bStream.bytes(count * 32)
        let signatures: [UInt8]
        let key: [UInt8]

        init?() {
            guard let pair = Sr25519.KeyPair(seed: Blake2b256.hash(Array("bench".utf8))) else {
                return nil
            }
            key = pair.publicKey
            signatures = pair.sign(batch: messages, messageBytes: 32)
        }
    }

    private static func contender(
        _ name: String, role: Contender.Role, _ work: Work,
        verify:
            @escaping (UnsafeRawBufferPointer, UnsafeRawBufferPointer, UnsafeRawBufferPointer)
            -> Bool
    ) -> Contender {
        var next = 0
        return Contender(name: name, role: role, workPerSlice: Double(signaturesPerSlice)) {
            let range = next..<next + signaturesPerSlice
            next = range.upperBound % count
            let valid = work.messages.withUnsafeBytes { messages in
                work.signatures.withUnsafeBytes { signatures in
                    work.key.withUnsafeBytes { key in
                        range.reduce(0) { valid, index in
                            let signature = signatures[index * 64..<(index + 1) * 64]
                            let message = messages[index * 32..<(index + 1) * 32]
                            let verdict = verify(
                                UnsafeRawBufferPointer(rebasing: signature),
                                UnsafeRawBufferPointer(rebasing: message), key)
                            return valid + (verdict ? 1 : 0)
                        }
                    }
                }
            }
            precondition(valid == signaturesPerSlice, "\(name) rejects a valid signature")
        }
    }

    /// sB - kA by libsodium, with s in place of the challenge k: the same work without the
    /// transcript.
    private static func sodiumGroupOperations(
        _ signature: UnsafeRawBufferPointer, _ message: UnsafeRawBufferPointer,
        _ key: UnsafeRawBufferPointer
    ) -> Bool {
        let bytes = UInt8.self
        guard let signature = signature.baseAddress?.assumingMemoryBound(to: bytes),
            let key = key.baseAddress?.assumingMemoryBound(to: bytes)
        else { return false }
        return withUnsafeTemporaryAllocation(of: bytes, capacity: 128) { space in
            guard let scratch = space.baseAddress else { return false }
            scratch.update(from: signature + 32, count: 32)
            scratch[31] &= 0x7f
            return crypto_scalarmult_ristretto255_base(scratch + 32, scratch) == 0
                && crypto_scalarmult_ristretto255(scratch + 64, scratch, key) == 0
                && crypto_core_ristretto255_sub(scratch + 96, scratch + 32, scratch + 64) == 0
        }
    }
}

/// Bytes that look random and are the same in every run.
private enum Blake2bStream {
    static func bytes(_ count: Int) -> [UInt8] {
        var result: [UInt8] = []
        var block = Blake2b256.hash(Array("touchstone".utf8))
        while result.count < count {
            result += block
            block = Blake2b256.hash(block)
        }
        return Array(result.prefix(count))
    }
}
