import CSodium
import Primitives

/// The kernels of sr25519 verification, libsodium's group operations, and schnorrkel through Python
/// where installed.
///
/// The workload is that of the node's own benchmark: 2,048 distinct signatures by one key over
/// random-looking 32-byte messages, the key decoded and the transcript rebuilt for every one.
enum Sr25519Contenders {
    static let signaturesPerSlice = 512

    /// Verified before each slice without being timed: whoever was idle, or whose code was evicted,
    /// warms up.
    private static let warmUp = 64

    private static let count = 2048

    static func make() -> [Contender]? {
        let messages = Blake2bStream.bytes(count * 32)
        guard let pair = Sr25519.KeyPair(seed: Blake2b256.hash(Array("bench".utf8))) else {
            return nil
        }
        let key = pair.publicKey
        let signatures = pair.sign(batch: messages, messageBytes: 32)
        var result = Sr25519.Kernel.allCases.filter(\.isSupported).map { kernel in
            contender(kernel.rawValue, isSubject: true, messages, signatures, key) {
                Sr25519.verify(signature: $0, message: $1, publicKey: $2, kernel: kernel)
            }
        }
        if sodium_init() >= 0 {
            result.append(
                contender(
                    "libsodium without transcript", isSubject: false, messages, signatures, key,
                    verify: sodiumGroupOperations))
        }
        if let worker = PythonWorker(key: key, messages: messages, signatures: signatures) {
            result.append(
                Contender(name: worker.name, isSubject: false) { index in
                    worker.secondsOfSlice(start(index), signaturesPerSlice, warmUp: warmUp)
                })
        } else {
            print("without schnorrkel: python3 -m pip install py-sr25519-bindings==0.2.4")
        }
        return result
    }

    /// The first signature of slice `index`; slices walk through all signatures and start again.
    private static func start(_ index: Int) -> Int { index * signaturesPerSlice % count }

    private static func contender(
        _ name: String, isSubject: Bool, _ messages: [UInt8], _ signatures: [UInt8],
        _ key: [UInt8],
        verify:
            @escaping (UnsafeRawBufferPointer, UnsafeRawBufferPointer, UnsafeRawBufferPointer)
            -> Bool
    ) -> Contender {
        Contender(name: name, isSubject: isSubject) { index in
            let first = start(index)
            var valid = 0
            let time = messages.withUnsafeBytes { messages in
                signatures.withUnsafeBytes { signatures in
                    key.withUnsafeBytes { key in
                        let run = { (count: Int) in
                            for index in first..<first + count {
                                let signature = signatures[index * 64..<(index + 1) * 64]
                                let message = messages[index * 32..<(index + 1) * 32]
                                let verdict = verify(
                                    UnsafeRawBufferPointer(rebasing: signature),
                                    UnsafeRawBufferPointer(rebasing: message), key)
                                valid += verdict ? 1 : 0
                            }
                        }
                        run(warmUp)
                        return seconds { run(signaturesPerSlice) }
                    }
                }
            }
            precondition(valid == signaturesPerSlice + warmUp, "\(name) rejects a valid signature")
            return time
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
