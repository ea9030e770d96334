extension KnownAnswer {
    static let signatures: [KnownAnswer] =
        [
            KnownAnswer("ristretto255, 15 multiples", source: "RFC 9496, appendix A.1") {
                var element = Ristretto255.identity
                for encoding in RFC9496.multiples {
                    guard hexadecimal(element.encoded) == encoding,
                        let bytes = bytes(hexadecimal: encoding.utf8),
                        let decoded = Ristretto255(bytes), decoded == element
                    else { return false }
                    element = element + .base
                }
                return true
            },
            KnownAnswer("ristretto255, invalid encodings", source: "RFC 9496, appendix A.2") {
                RFC9496.invalid.allSatisfy { encoding in
                    bytes(hexadecimal: encoding.utf8).map { Ristretto255($0) == nil } ?? false
                }
            },
            KnownAnswer("sr25519, key of a seed", source: "Substrate's development account //Alice")
            {
                let seed = bytes(
                    hexadecimal: "e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a"
                        .utf8)
                return seed.flatMap { Sr25519.KeyPair(seed: $0) }.map { hexadecimal($0.publicKey) }
                    == "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"
            },
        ]
        + Sr25519.Kernel.allCases.filter(\.isSupported).map { kernel in
            KnownAnswer(
                "sr25519, verification, \(kernel.rawValue)",
                source: "a signature by schnorrkel 0.11"
            ) { schnorrkelSignatureHolds(kernel) }
        } + [
            KnownAnswer("Ed25519", source: "RFC 8032, section 7.1, test 2") {
                let seed = bytes(
                    hexadecimal: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
                        .utf8)
                guard let pair = seed.flatMap({ Ed25519.KeyPair(seed: $0) }) else { return false }
                let signature = pair.sign([0x72])
                return hexadecimal(pair.publicKey)
                    == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
                    && hexadecimal(signature)
                        == "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
                    && Ed25519.verify(
                        signature: signature, message: [0x72], publicKey: pair.publicKey)
                    && !Ed25519.verify(
                        signature: signature, message: [0x73], publicKey: pair.publicKey)
            }
        ]

    /// The whole signature is accepted, and each of three damaged ones refused.
    private static func schnorrkelSignatureHolds(_ kernel: Sr25519.Kernel) -> Bool {
        guard
            let key = bytes(
                hexadecimal: "6c20a2c26fc4034edf8d1169e3b832301403dd255ddc3b799357f4a9d6b63b50"
                    .utf8),
            let message = bytes(
                hexadecimal: "788768bcff2218cf8f7373abe8e394daf807e24e58c367402e281f9bf85336".utf8),
            let signature = bytes(
                hexadecimal: ("1efcfc2794bcf8ec42ebadb13c115c970393a1b8913ffb71ca2d346fffdf7d7d"
                    + "1aa71187517bb8ba1bd1b7308f253e768b991494d8381858913bd50c204ec182").utf8)
        else { return false }
        func isValid(_ signature: [UInt8], _ message: [UInt8]) -> Bool {
            Sr25519.verify(
                signature: signature, message: message, publicKey: key, kernel: kernel)
        }
        var (otherR, otherS) = (signature, signature)
        otherR[4] ^= 0x10
        otherS[40] ^= 1
        return isValid(signature, message) && !isValid(otherR, message)
            && !isValid(otherS, message) && !isValid(signature, message + [0])
    }
}
