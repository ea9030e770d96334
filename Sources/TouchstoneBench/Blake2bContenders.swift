import CSodium
import Glibc
import Primitives

/// The kernels of BLAKE2b-256, libsodium's, and the node's crate where the yardstick library is
/// built.
enum Blake2bContenders {
    private static let buffersPerSlice = 8

    private static let bufferBytes = 32 << 10

    private typealias Hash =
        @convention(c) (UnsafeMutableRawPointer?, UnsafeRawPointer?, Int) -> Void

    static func make(yardstick path: String) -> [Contender] {
        var result = Blake2b256.Kernel.allCases.filter(\.isSupported).map { kernel in
            contender(
                kernel.rawValue, role: kernel == Blake2b256.kernel ? .subject : .other
            ) { message, digest in
                Blake2b256.hash(message, into: digest, kernel: kernel)
            }
        }
        if sodium_init() >= 0 {
            result.append(
                contender("libsodium", role: .other) { message, digest in
                    let bytes = UInt8.self
                    guard let output = digest.baseAddress?.assumingMemoryBound(to: bytes) else {
                        return
                    }
                    _ = crypto_generichash(
                        output, 32, message.baseAddress?.assumingMemoryBound(to: bytes),
                        UInt64(message.count), nil, 0)
                })
        }
        if let library = dlopen(path, RTLD_NOW),
            let symbol = dlsym(library, "yardstick_blake2b_256")
        {
            // SAFETY: the yardstick library exports this function with this signature.
            let hash = unsafeBitCast(symbol, to: Hash.self)
            result.append(
                contender("blake2b_simd", role: .yardstick) { message, digest in
                    hash(digest.baseAddress, message.baseAddress, message.count)
                })
        } else {
            print("without blake2b_simd: run Yardstick/build.sh (no library at \(path))")
        }
        return result
    }

    private static func contender(
        _ name: String, role: Contender.Role,
        hash: @escaping (UnsafeRawBufferPointer, UnsafeMutableRawBufferPointer) -> Void
    ) -> Contender {
        let message = (0..<bufferBytes).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        return Contender(name: name, role: role, workPerSlice: Double(buffersPerSlice) / 32) {
            var digest: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
            message.withUnsafeBytes { message in
                withUnsafeMutableBytes(of: &digest) { digest in
                    for _ in 0..<buffersPerSlice {
                        hash(OptimizerBarrier.opaque(message), digest)
                        OptimizerBarrier.consume(UnsafeRawBufferPointer(digest))
                    }
                }
            }
        }
    }
}
