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
    /// 64 bytes.
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

    /// What a signature also covers, so that it counts on one chain and one version only.
    static let versions: (specification: UInt32, transaction: UInt32) = (1, 1)

    static let signedVersion: UInt8 = 0x84
    static let bareVersion: UInt8 = 0x04
    static let call: (pallet: UInt8, function: UInt8) = (10, 0)

    /// Appends call, extension and what is implied: the bytes that are signed.
    static func appendPayload(
        receiver: AccountID, amount: UInt128, nonce: UInt32, genesis: Hash256,
        to buffer: inout ByteBuffer
    ) {
        appendCall(receiver: receiver, amount: amount, to: &buffer)
        appendExtension(nonce: nonce, to: &buffer)
        buffer.append(littleEndian: versions.specification)
        buffer.append(littleEndian: versions.transaction)
        genesis.withBytes { buffer.append($0) }
        // An immortal transaction names the genesis block as its birth.
        genesis.withBytes { buffer.append($0) }
    }

    private static func appendCall(
        receiver: AccountID, amount: UInt128, to buffer: inout ByteBuffer
    ) {
        buffer.append(call.pallet)
        buffer.append(call.function)
        buffer.append(0)
        receiver.withBytes { buffer.append($0) }
        buffer.appendCompact(amount)
    }

    private static func appendExtension(nonce: UInt32, to buffer: inout ByteBuffer) {
        buffer.append(0)
        buffer.appendCompact(UInt64(nonce))
        buffer.appendCompact(UInt64(0))
    }

    /// The extrinsic in SCALE, its length in front.
    package var encoded: [UInt8] {
        var body = ByteBuffer()
        body.append(Self.signedVersion)
        body.append(0)
        sender.withBytes { body.append($0) }
        body.append(1)
        body.append(signature)
        Self.appendExtension(nonce: nonce, to: &body)
        Self.appendCall(receiver: receiver, amount: amount, to: &body)
        var result = ByteBuffer()
        result.appendVector(body.bytes)
        return result.array
    }
}

/// A signed transfer inside a block's bytes, which are not copied.
struct TransferView {
    var sender: AccountID
    var receiver: AccountID
    var amount: UInt128
    var nonce: UInt32
    var signature: UnsafeRawBufferPointer
    /// With the length in front.
    var encodedBytes: Int

    /// Reads a transfer behind its version byte.
    init?(_ decoder: inout ScaleDecoder, encodedBytes: Int) throws(ScaleError) {
        guard try decoder.integer(UInt8.self) == 0 else { return nil }
        sender = Hash256(try decoder.bytes(32))
        guard try decoder.integer(UInt8.self) == 1 else { return nil }
        signature = try decoder.bytes(Sr25519.signatureBytes)
        guard try decoder.integer(UInt8.self) == 0,
            let nonce = UInt32(exactly: try decoder.compact()), try decoder.compact() == 0,
            try decoder.integer(UInt8.self) == SignedTransfer.call.pallet,
            try decoder.integer(UInt8.self) == SignedTransfer.call.function,
            try decoder.integer(UInt8.self) == 0
        else { return nil }
        self.nonce = nonce
        receiver = Hash256(try decoder.bytes(32))
        amount = try decoder.wideCompact()
        self.encodedBytes = encodedBytes
    }

    /// Whether the sender signed it.
    func isSigned(genesis: Hash256, payload: inout ByteBuffer) -> Bool {
        payload.removeAll()
        SignedTransfer.appendPayload(
            receiver: receiver, amount: amount, nonce: nonce, genesis: genesis, to: &payload)
        return sender.withBytes { key in
            Sr25519.verify(signature: signature, message: payload.bytes, publicKey: key)
        }
    }
}

/// What a block does without a signature.
///
/// - Source: Timestamp.set and ParachainSystem.set_validation_data; the second's content is ours,
///   of a relay-chain proof's size.
enum Inherents {
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
