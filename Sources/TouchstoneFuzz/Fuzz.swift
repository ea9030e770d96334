import Latency
import Primitives

/// Hostile bytes for everything that decodes: the kernels must agree, and nothing may trap.
///
/// The first 64 bytes are a signature, the next 32 a key, the rest the message. Built only when
/// TOUCHSTONE_FUZZ is set: `TOUCHSTONE_FUZZ=1 swift run -c release --sanitize fuzzer
/// touchstone-fuzz -max_total_time=60`.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: start, count: count)
    let signature = UnsafeRawBufferPointer(rebasing: input.prefix(64))
    let key = UnsafeRawBufferPointer(rebasing: input.dropFirst(64).prefix(32))
    let message = UnsafeRawBufferPointer(rebasing: input.dropFirst(96))

    let verdicts = Sr25519.Kernel.allCases.filter(\.isSupported).map {
        Sr25519.verify(signature: signature, message: message, publicKey: key, kernel: $0)
    }
    precondition(Set(verdicts).count == 1, "the sr25519 kernels disagree")
    _ = Ed25519.verify(signature: signature, message: message, publicKey: key)
    if let element = Ristretto255(key) {
        precondition(element.encoded == Array(key), "an encoding is not canonical")
    }
    let digests = Blake2b256.Kernel.allCases.filter(\.isSupported).map {
        Blake2b256.hash(Array(input), kernel: $0)
    }
    precondition(Set(digests).count == 1, "the BLAKE2b kernels disagree")
    fuzzHistogram(Array(input))
    return 0
}

/// A stored histogram: as it comes, and as what would come out of its compression.
private func fuzzHistogram(_ bytes: [UInt8]) {
    let readings = [
        try? LatencyDistribution(compressed: bytes), try? LatencyDistribution(payload: bytes),
        try? LatencyDistribution(encoded: String(decoding: bytes, as: UTF8.self)),
    ]
    for case .some(let distribution) in readings {
        let again = try? LatencyDistribution(encoded: distribution.encoded)
        precondition(again == distribution, "a histogram is not read as it was written")
        _ = (distribution.percentile(permille: 999), distribution.count(above: 1e9))
    }
}
