internal import Primitives

extension HostFunctionTable {
    static let hashing = [
        entry("ext_hashing_blake2_128_version_1", "L-I", .hashing) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let message = UnsafeRawBufferPointer(try call.bytes(0))
                try call.give(16) { Blake2b128.hash(message, into: $0) }
            }
        },
        entry("ext_hashing_blake2_256_version_1", "L-I", .hashing) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let message = UnsafeRawBufferPointer(try call.bytes(0))
                try call.give(32) { Blake2b256.hash(message, into: $0) }
            }
        },
        entry("ext_hashing_twox_64_version_1", "L-I", .hashing) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in try twox(call, 1) }
        },
        entry("ext_hashing_twox_128_version_1", "L-I", .hashing) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in try twox(call, 2) }
        },
        entry("ext_hashing_twox_256_version_1", "L-I", .hashing) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in try twox(call, 4) }
        },
        entry("ext_hashing_keccak_256_version_1", "L-I", .hashing) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let message = UnsafeRawBufferPointer(try call.bytes(0))
                try call.give(32) { Keccak.hash(message, size: .bits256, into: $0) }
            }
        },
        entry("ext_hashing_keccak_512_version_1", "L-I", .hashing) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let message = UnsafeRawBufferPointer(try call.bytes(0))
                try call.give(64) { Keccak.hash(message, size: .bits512, into: $0) }
            }
        },
        entry("ext_hashing_sha2_256_version_1", "L-I", .hashing) { environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let message = UnsafeRawBufferPointer(try call.bytes(0))
                try call.give(32) { Sha256.hash(message, into: $0) }
            }
        },
    ]

    /// XXH64 of one message under as many seeds as words, from 0 on.
    @inline(__always)
    private static func twox(_ call: HostCall, _ words: Int) throws(HostFault) {
        let message = UnsafeRawBufferPointer(try call.bytes(0))
        try call.give(8 * words) { digest in
            for seed in 0..<words {
                let hash = Twox.hash64(message, seed: UInt64(seed))
                digest.storeBytes(
                    of: hash.littleEndian, toByteOffset: 8 * seed, as: UInt64.self)
            }
        }
    }

    static let signatures = verification + batches + recovery

    private static let verification = [
        entry("ext_crypto_sr25519_verify_version_1", "ILI-I", .signature) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                call.give(word: try verifySr25519(call) ? 1 : 0)
            }
        },
        entry("ext_crypto_sr25519_verify_version_2", "ILI-I", .signature) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                call.give(word: try verifySr25519(call) ? 1 : 0)
            }
        },
        entry("ext_crypto_ed25519_verify_version_1", "ILI-I", .signature) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                call.give(word: try verifyEd25519(call) ? 1 : 0)
            }
        },
        entry("ext_crypto_ecdsa_verify_version_1", "ILI-I", .signature) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                call.give(word: try verifyECDSA(call) ? 1 : 0)
            }
        },
        entry("ext_crypto_ecdsa_verify_version_2", "ILI-I", .signature) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                call.give(word: try verifyECDSA(call) ? 1 : 0)
            }
        },
        entry("ext_crypto_ecdsa_verify_prehashed_version_1", "III-I", .signature) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                let digest = UnsafeRawBufferPointer(try call.bytes(1, count: 32))
                call.give(word: try verifyECDSA(digest: digest, call) ? 1 : 0)
            }
        },
    ]

    /// Older runtimes collect signatures of a block and ask for all at once; they are verified as
    /// they come.
    private static let batches = [
        entry("ext_crypto_start_batch_verify_version_1", "-", .signature) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                call.host.pointee.isBatchValid = true
            }
        },
        entry("ext_crypto_finish_batch_verify_version_1", "-I", .signature) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                call.give(word: call.host.pointee.isBatchValid ? 1 : 0)
                call.host.pointee.isBatchValid = true
            }
        },
        entry("ext_crypto_sr25519_batch_verify_version_1", "ILI-I", .signature) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                giveBatched(try verifySr25519(call), call)
            }
        },
        entry("ext_crypto_ed25519_batch_verify_version_1", "ILI-I", .signature) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                giveBatched(try verifyEd25519(call), call)
            }
        },
        entry("ext_crypto_ecdsa_batch_verify_version_1", "ILI-I", .signature) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                giveBatched(try verifyECDSA(call), call)
            }
        },
    ]

    private static let recovery = [
        entry("ext_crypto_secp256k1_ecdsa_recover_version_1", "II-L", .signature) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                try recover(call, compressed: false)
            }
        },
        entry("ext_crypto_secp256k1_ecdsa_recover_version_2", "II-L", .signature) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                try recover(call, compressed: false)
            }
        },
        entry("ext_crypto_secp256k1_ecdsa_recover_compressed_version_1", "II-L", .signature) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                try recover(call, compressed: true)
            }
        },
        entry("ext_crypto_secp256k1_ecdsa_recover_compressed_version_2", "II-L", .signature) {
            environment, _, values, _ in
            HostCall.run(environment, values) { (call) throws(HostFault) in
                try recover(call, compressed: true)
            }
        },
    ]

    // MARK: - Parts

    private static func verifySr25519(_ call: HostCall) throws(HostFault) -> Bool {
        let signature = UnsafeRawBufferPointer(try call.bytes(0, count: 64))
        let message = UnsafeRawBufferPointer(try call.bytes(1))
        let key = UnsafeRawBufferPointer(try call.bytes(2, count: 32))
        if !call.host.pointee.options.verifiesSignatures { return true }
        return Sr25519.verify(signature: signature, message: message, publicKey: key)
    }

    private static func verifyEd25519(_ call: HostCall) throws(HostFault) -> Bool {
        let signature = UnsafeRawBufferPointer(try call.bytes(0, count: 64))
        let message = UnsafeRawBufferPointer(try call.bytes(1))
        let key = UnsafeRawBufferPointer(try call.bytes(2, count: 32))
        if !call.host.pointee.options.verifiesSignatures { return true }
        return Ed25519.verify(signature: signature, message: message, publicKey: key)
    }

    /// - Source: sp-core, `ecdsa::Pair::verify`: the message is hashed by BLAKE2b-256.
    private static func verifyECDSA(_ call: HostCall) throws(HostFault) -> Bool {
        let message = UnsafeRawBufferPointer(try call.bytes(1))
        var outcome = false
        var failure: HostFault?
        Hash256(of: message).withBytes { digest in
            do throws(HostFault) {
                outcome = try verifyECDSA(digest: digest, call)
            } catch { failure = error }
        }
        if let failure { throw failure }
        return outcome
    }

    /// The key is recovered and compared, as the node does.
    private static func verifyECDSA(
        digest: UnsafeRawBufferPointer, _ call: HostCall
    ) throws(HostFault) -> Bool {
        let signature = UnsafeRawBufferPointer(try call.bytes(0, count: 65))
        let key = UnsafeRawBufferPointer(try call.bytes(2, count: 33))
        if !call.host.pointee.options.verifiesSignatures { return true }
        return withUnsafeTemporaryAllocation(byteCount: 33, alignment: 1) { found in
            do throws(Secp256k1.RecoveryError) {
                try Secp256k1.recover(
                    signature: signature, digest: digest, compressed: true, into: found)
                return isEqual(UnsafeRawBufferPointer(found), key)
            } catch { return false }
        }
    }

    private static func giveBatched(_ isValid: Bool, _ call: HostCall) {
        if !isValid { call.host.pointee.isBatchValid = false }
        call.give(word: isValid ? 1 : 0)
    }

    /// Gives `Result<[u8; 64 or 33], EcdsaVerifyError>`.
    private static func recover(_ call: HostCall, compressed: Bool) throws(HostFault) {
        let signature = UnsafeRawBufferPointer(try call.bytes(0, count: 65))
        let digest = UnsafeRawBufferPointer(try call.bytes(1, count: 32))
        var result = [UInt8](repeating: 0, count: compressed ? 34 : 65)
        let failure = result.withUnsafeMutableBytes { bytes -> Secp256k1.RecoveryError? in
            do throws(Secp256k1.RecoveryError) {
                try Secp256k1.recover(
                    signature: signature, digest: digest, compressed: compressed,
                    into: UnsafeMutableRawBufferPointer(rebasing: bytes[1...]))
                return nil
            } catch { return error }
        }
        try call.giveFat(failure.map { [1, $0.rawValue] } ?? result)
    }
}
