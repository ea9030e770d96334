import Glibc
import Primitives

let clock = ContinuousClock()
switch CommandLine.arguments.dropFirst().first {
case "check-sr25519":
    if !Differential.run() { exit(1) }
default:
    let pair = Sr25519.KeyPair(seed: [UInt8](repeating: 1, count: 32))!
    let messages = (0..<2048 * 32).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
    var signatures: [UInt8] = []
    let signing = clock.measure { signatures = pair.sign(batch: messages, messageBytes: 32) }
    print("sign", signing / 2048)
    for n in 0..<12 {
        let kernel: Sr25519.Kernel = n % 2 == 0 ? .portable : .bmi2
        var good = 0
        let time = clock.measure {
            signatures.withUnsafeBytes { s in
                messages.withUnsafeBytes { m in
                    pair.publicKey.withUnsafeBytes { p in
                        for i in 0..<2048 {
                            if Sr25519.verify(
                                signature: UnsafeRawBufferPointer(rebasing: s[64 * i..<64 * i + 64]),
                                message: UnsafeRawBufferPointer(rebasing: m[32 * i..<32 * i + 32]),
                                publicKey: p, kernel: kernel)
                            {
                                good += 1
                            }
                        }
                    }
                }
            }
        }
        print(kernel, good, time / 2048)
    }
}
