import Primitives

@testable import Runtime

/// A runtime written here instead of in WebAssembly: as little as block building needs, with the
/// peculiarities that real ones were seen to have.
final class ScriptedRuntime: RuntimeCalling {
    var fixture = MetadataFixture()
    /// Answers of `Core_initialize_block` for the blocks from the first on; then 0, all allowed.
    var modes: [UInt8] = []
    /// Refuses transfers that are not the owner's.
    var hasLaunchFilter = false
    /// Takes nothing but an account without anything before it.
    var takesPlainAddresses = false
    /// In block 1 nothing but inherents fits.
    var fillsFirstBlock = false
    /// Says that transfers are done, and moves nothing.
    var movesNothing = false
    /// The only author that it takes; nil = any.
    var onlyAuthor: [UInt8]?
    /// The only one that it takes in each block from the first on, over and over; empty = any.
    var authors: [[UInt8]] = []
    /// Stops unless the state names an author.
    var needsAuthor = false
    private(set) var transactions = 0

    func exports(_ function: String) -> Bool { function != "AuraApi_slot_duration" }

    func call(
        _ function: String, _ input: [UInt8], over overlay: StateOverlay
    ) throws(RuntimeError) -> [UInt8] {
        switch function {
        case "Core_version": return Self.version
        case "Metadata_metadata": return MetadataFixture.vector(fixture.bytes)
        case "Core_initialize_block": return try initialize(input, overlay)
        case "BlockBuilder_inherent_extrinsics": return [4] + MetadataFixture.vector([4, 40, 0])
        case "BlockBuilder_apply_extrinsic": return try apply(Self.unwrapped(input), overlay)
        case "BlockBuilder_finalize_block": return try finalize(overlay)
        case "Core_execute_block": return try execute(input, overlay)
        default: throw .noFunction(function)
        }
    }

    private static let version: [UInt8] =
        MetadataFixture.text("fixture") + MetadataFixture.text("fixture")
        + [1, 2, 3].flatMap { MetadataFixture.little(UInt32($0)) } + [0]
        + MetadataFixture.little(UInt32(1)) + [1]

    private static func unwrapped(_ bytes: [UInt8]) -> [UInt8] {
        (try? MetadataReader.reading(bytes) { (reader) throws(MetadataError) in
            try reader.vector()
        }) ?? []
    }

    private static let numberKey = Metadata.key("System", "Number")
    private static let parentKey = Metadata.key("System", "ParentHash")

    private func stop(_ reason: String) -> RuntimeError {
        .stopped(function: "scripted", reason: "unreachable", log: reason)
    }

    private func initialize(
        _ header: [UInt8], _ overlay: StateOverlay
    ) throws(RuntimeError) -> [UInt8] {
        if let onlyAuthor, !Self.contains(header, onlyAuthor) { throw stop("another author") }
        if needsAuthor,
            StateReader(overlay.backend).value(of: Metadata.key("Aura", "Authorities"))
                == nil
        {
            throw stop("division by zero")
        }
        let number = Int(header[32] >> 2)
        if !authors.isEmpty, !Self.contains(header, authors[(number - 1) % authors.count]) {
            throw stop("not eligible in this block")
        }
        overlay.set(Self.numberKey, to: [UInt8(number)])
        overlay.set(Self.parentKey, to: Array(header[..<32]))
        return [number <= modes.count ? modes[number - 1] : 0]
    }

    private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
        bytes.indices.contains { bytes[$0...].starts(with: part) }
    }

    private func number(_ overlay: StateOverlay) -> UInt8 {
        (try? overlay.value(of: Self.numberKey))??.first ?? 0
    }

    private func apply(
        _ extrinsic: [UInt8], _ overlay: StateOverlay
    ) throws(RuntimeError) -> [UInt8] {
        if extrinsic.first == 4 { return [0, 0] }
        transactions += 1
        if fillsFirstBlock, number(overlay) == 1 { return [1, 0, 6] }
        let prefix = fixture.hasPlainAddress || takesPlainAddresses ? 0 : 1
        let isMulti = extrinsic.count > 34 && extrinsic[1] == 0 && extrinsic[34] == 1
        if takesPlainAddresses, isMulti { throw stop("Bad input data: Codec error") }
        // Version, address, the kind of signature, signature, then extensions and call.
        let rest = extrinsic.dropFirst(1 + prefix + 32 + 1 + 64)
        let isOwners = Self.contains(Array(rest), [9, 3])
        if hasLaunchFilter, !isOwners, Self.contains(Array(rest), [6, 3]) { return [0, 1, 2] }
        guard Self.contains(Array(rest), [6, 3]) else { return [0, 0] }
        if !movesNothing { credit(extrinsic, prefix: prefix, overlay) }
        return [0, 0]
    }

    /// Adds one to the receiver, who stands before a value of nine bytes.
    private func credit(_ extrinsic: [UInt8], prefix: Int, _ overlay: StateOverlay) {
        let receiver = Array(extrinsic.dropLast(9).suffix(32))
        let key =
            Metadata.key("System", "Account") + StorageHasher.blake2128Concat.hash(receiver)
        guard var account = (try? overlay.value(of: key)) ?? nil else { return }
        account[account.count - 64] &+= 1
        overlay.set(key, to: account)
    }

    private func finalize(_ overlay: StateOverlay) throws(RuntimeError) -> [UInt8] {
        guard let root = try? overlay.root(layout: .v1),
            let parent = (try? overlay.value(of: Self.parentKey)) ?? nil
        else { throw stop("no block was begun") }
        return parent + [number(overlay) << 2] + root.array
            + [UInt8](repeating: 0, count: 32) + [0]
    }

    private func execute(
        _ block: [UInt8], _ overlay: StateOverlay
    ) throws(RuntimeError) -> [UInt8] {
        overlay.set(Self.numberKey, to: [block[32] >> 2])
        overlay.set(Self.parentKey, to: Array(block[..<32]))
        let body = Array(block[98...])
        let extrinsics = try? MetadataReader.reading(body) { (reader) throws(MetadataError) in
            try reader.list { (reader) throws(MetadataError) in try reader.vector() }
        }
        for extrinsic in extrinsics ?? [] { _ = try apply(extrinsic, overlay) }
        guard (try? overlay.root(layout: .v1))?.array == Array(block[33..<65]) else {
            throw stop("Storage root must match that calculated.")
        }
        return []
    }
}
