import Primitives

/// A transfer of balance, signed by its sender.
///
/// - Source: version 4 of Substrate's extrinsic format, `Balances.transfer_allow_death`, an
///   immortal era and no tip.
package struct SignedTransfer: Sendable {
    package var sender: AccountID
    package var receiver: AccountID
    /// In the smallest unit.
    package var amount: UInt128
    package var nonce: UInt32
    /// 64 bytes of sr25519.
    package var signature: [UInt8]

    package init(
        sender: AccountID, receiver: AccountID, amount: UInt128, nonce: UInt32, signature: [UInt8]
    ) {
        self.sender = sender
        self.receiver = receiver
        self.amount = amount
        self.nonce = nonce
        self.signature = signature
    }

    static let signedVersion: UInt8 = 0x84
    static let bareVersion: UInt8 = 0x04
    static let call: (pallet: UInt8, function: UInt8) = (10, 0)

    static func appendCall(
        receiver: AccountID, amount: UInt128, to buffer: inout ByteBuffer
    ) {
        buffer.append(call.pallet)
        buffer.append(call.function)
        buffer.append(0)
        receiver.withBytes { buffer.append($0) }
        buffer.appendCompact(amount)
    }

    /// The extrinsic in SCALE, its length in front.
    package var encoded: [UInt8] {
        var call = ByteBuffer()
        Self.appendCall(receiver: receiver, amount: amount, to: &call)
        return SignedPayload.extrinsic(
            call: call.bytes, sender: sender, nonce: nonce,
            signature: ExtrinsicSignature(scheme: .sr25519, bytes: signature))
    }
}

/// A call that reads accounts and changes nothing but its sender's.
///
/// It stands for what pallets do that read much and write little; the call is ours.
enum SignedReads {
    static let call: (pallet: UInt8, function: UInt8) = (200, 0)

    /// More would not fit a block's length; ours.
    static let accountsMax = 1024

    static func appendCall(_ accounts: [AccountID], to buffer: inout ByteBuffer) {
        buffer.append(call.pallet)
        buffer.append(call.function)
        buffer.appendCompact(UInt64(accounts.count))
        for account in accounts { account.withBytes { buffer.append($0) } }
    }
}

/// The bytes that are signed, and the extrinsic around a signature.
enum SignedPayload {
    /// What a signature also covers, so that it counts on one chain and one version only.
    static let versions: (specification: UInt32, transaction: UInt32) = (1, 1)

    /// A longer payload is hashed before it is signed.
    ///
    /// - Source: sp-runtime, generic/unchecked_extrinsic.rs, `SignedPayload::using_encoded`.
    static let bytesMax = 256

    static func appendExtensions(nonce: UInt32, to buffer: inout ByteBuffer) {
        // An immortal era, and no tip behind the nonce.
        buffer.append(0)
        buffer.appendCompact(UInt64(nonce))
        buffer.appendCompact(UInt64(0))
    }

    /// Appends call, extensions and what is implied, or their hash, to an empty buffer.
    static func append(
        call: UnsafeRawBufferPointer, extensions: UnsafeRawBufferPointer, genesis: Hash256,
        to buffer: inout ByteBuffer
    ) {
        buffer.append(call)
        buffer.append(extensions)
        buffer.append(littleEndian: versions.specification)
        buffer.append(littleEndian: versions.transaction)
        genesis.withBytes { buffer.append($0) }
        // An immortal transaction names the genesis block as its birth.
        genesis.withBytes { buffer.append($0) }
        guard buffer.count > bytesMax else { return }
        let digest = Hash256(of: buffer.bytes)
        buffer.removeAll()
        digest.withBytes { buffer.append($0) }
    }

    /// The extrinsic in SCALE, its length in front.
    static func extrinsic(
        call: UnsafeRawBufferPointer, sender: AccountID, nonce: UInt32,
        signature: ExtrinsicSignature
    ) -> [UInt8] {
        var body = ByteBuffer()
        body.append(SignedTransfer.signedVersion)
        body.append(0)
        sender.withBytes { body.append($0) }
        body.append(signature.schemeByte)
        body.append(signature.bytes)
        appendExtensions(nonce: nonce, to: &body)
        body.append(call)
        var result = ByteBuffer()
        result.appendVector(body.bytes)
        return result.array
    }
}

/// A signed extrinsic inside a block's bytes, which are not copied.
struct SignedView {
    /// What it asks for.
    enum Call {
        case transfer(receiver: AccountID, amount: UInt128)
        /// The accounts to be read, 32 bytes each.
        case read(UnsafeRawBufferPointer)
    }

    var sender: AccountID
    var call: Call
    var nonce: UInt32
    var scheme: AccountForm.Scheme
    var signature: UnsafeRawBufferPointer
    /// With the length in front.
    var encodedBytes: Int

    /// What is signed besides versions and genesis: the call, and what the extensions say.
    private var callBytes: UnsafeRawBufferPointer
    private var extensionBytes: UnsafeRawBufferPointer

    /// Reads an extrinsic behind its version byte; `bytes` are all that the decoder reads.
    init?(
        _ decoder: inout ScaleDecoder, of bytes: UnsafeRawBufferPointer, encodedBytes: Int
    ) throws(ScaleError) {
        guard try decoder.integer(UInt8.self) == 0 else { return nil }
        sender = Hash256(try decoder.bytes(32))
        guard let scheme = ExtrinsicSignature.scheme(of: try decoder.integer()) else { return nil }
        self.scheme = scheme
        signature = try decoder.bytes(scheme.signatureBytes)
        let extensionStart = decoder.offset
        guard try decoder.integer(UInt8.self) == 0,
            let nonce = UInt32(exactly: try decoder.compact()), try decoder.compact() == 0
        else { return nil }
        let callStart = decoder.offset
        let pallet: UInt8 = try decoder.integer()
        let function: UInt8 = try decoder.integer()
        if (pallet, function) == SignedTransfer.call {
            guard try decoder.integer(UInt8.self) == 0 else { return nil }
            let receiver = Hash256(try decoder.bytes(32))
            call = .transfer(receiver: receiver, amount: try decoder.wideCompact())
        } else if (pallet, function) == SignedReads.call {
            let count = try decoder.length()
            guard count <= SignedReads.accountsMax else { return nil }
            call = .read(try decoder.bytes(32 * count))
        } else {
            return nil
        }
        self.nonce = nonce
        self.encodedBytes = encodedBytes
        extensionBytes = UnsafeRawBufferPointer(rebasing: bytes[extensionStart..<callStart])
        callBytes = UnsafeRawBufferPointer(rebasing: bytes[callStart..<decoder.offset])
    }

    /// Whether the sender signed it.
    func isSigned(genesis: Hash256, payload: inout ByteBuffer) -> Bool {
        payload.removeAll()
        SignedPayload.append(
            call: callBytes, extensions: extensionBytes, genesis: genesis, to: &payload)
        return scheme.verify(signature: signature, message: payload.bytes, id: sender)
    }
}

/// What a block does without a signature.
///
/// - Source: Timestamp.set and ParachainSystem.set_validation_data; the second's content is ours,
///   of a relay-chain proof's size.
enum Inherents {
    /// Timestamp and validation data.
    static let count = 2

    static let validationDataBytes = 2 * 20_000

    /// The two inherents of a block, each with its length in front.
    static func encoded(block: UInt32, seed: UInt64) -> [[UInt8]] {
        var time = ByteBuffer()
        time.append(SignedTransfer.bareVersion)
        time.append(3)
        time.append(0)
        // Twelve seconds a block, in milliseconds.
        time.appendCompact(UInt64(1_700_000_000_000) + 12_000 * UInt64(block))
        var data = ByteBuffer()
        data.append(SignedTransfer.bareVersion)
        data.append(1)
        data.append(0)
        var stream = HashStream(domain: "validation data", seed: seed ^ UInt64(block))
        data.appendVector(stream.bytes(validationDataBytes))
        var (first, second): ([UInt8], [UInt8]) = ([], [])
        var buffer = ByteBuffer()
        buffer.appendVector(time.bytes)
        first = buffer.array
        buffer.removeAll()
        buffer.appendVector(data.bytes)
        second = buffer.array
        return [first, second]
    }
}
