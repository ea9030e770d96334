import Primitives
import Testing

@testable import Runtime

struct MetadataTests {
    private static let version = RuntimeVersion(
        specName: "fixture", specVersion: 0x0403_0201, transactionVersion: 7)
    private static let genesisHash = [UInt8](repeating: 0xaa, count: 32)

    @Test(arguments: [12, 13, 14, 15, 16] as [UInt8])
    func everyVersionTellsCallsAndStorage(version: UInt8) throws {
        let metadata = try Metadata(MetadataFixture(version: version).bytes)
        #expect(metadata.version == version)
        #expect(metadata.call("Balances", "transfer_keep_alive") == [6, 3])
        #expect(metadata.callName([6, 3]) == "Balances.transfer_keep_alive")
        #expect(metadata.callName([6, 99]) == "an unknown call")
        #expect(metadata.call("System", "remark") == [0, 0])
        #expect(metadata.entry("System", "Account")?.hashers == [.blake2128Concat])
        #expect(metadata.pallet("Aura")?.index == 41)
        #expect(metadata.call("Nothing", "here") == nil)
    }

    @Test(arguments: [14, 15, 16] as [UInt8])
    func extensionsAreFilledByTheirTypes(version: UInt8) throws {
        for disabled in [0, 1] as [UInt8] {
            let fixture = MetadataFixture(version: version, disabledIndex: disabled)
            let format = try ExtrinsicFormat(try Metadata(fixture.bytes), accountBytes: 32)
            #expect(format.extensions.count == 7)
            let extra = format.extra(
                nonce: 70, version: Self.version, genesisHash: Self.genesisHash)
            // Immortal, the nonce compact, Disabled wherever it stands, no metadata hash.
            #expect(extra.explicit == [0, 0x19, 0x01, disabled, 0])
            let versions: [UInt8] = [1, 2, 3, 4, 7, 0, 0, 0]
            let hashes = Self.genesisHash + Self.genesisHash
            #expect(extra.implicit == versions + hashes + [0])
        }
    }

    @Test func undescribedExtensionsAddWhatTheirNamesSay() throws {
        let metadata = try Metadata(MetadataFixture(version: 13).bytes)
        let format = try ExtrinsicFormat(metadata, accountBytes: 32)
        let extra = format.extra(nonce: 1, version: Self.version, genesisHash: Self.genesisHash)
        #expect(extra.explicit == [0, 4])
        let hashes = Self.genesisHash + Self.genesisHash
        #expect(extra.implicit == [1, 2, 3, 4] + hashes)
        #expect(!format.isAddressDescribed)
    }

    @Test func addressAndSignatureFollowTheirTypes() throws {
        let format = { (fixture: MetadataFixture) in
            try ExtrinsicFormat(try Metadata(fixture.bytes), accountBytes: nil)
        }
        let multi = try format(MetadataFixture())
        #expect(multi.scheme == .sr25519)
        #expect(multi.addressPrefix == [0])
        #expect(multi.signaturePrefix == [1])
        let plain = try format(MetadataFixture(hasPlainAddress: true))
        #expect(plain.addressPrefix == [])
        let ethereum = try format(MetadataFixture(hasEthereumAccounts: true))
        #expect(ethereum.scheme == .ethereum)
        #expect(ethereum.addressPrefix == [])
        #expect(ethereum.signaturePrefix == [])
        let old = try ExtrinsicFormat(
            try Metadata(MetadataFixture(version: 12).bytes), accountBytes: 20)
        #expect(old.scheme == .ethereum)
    }

    @Test(arguments: [(12, 32, 80), (13, 64, 84), (14, 32, 80), (14, 64, 84), (16, 64, 84)])
    func accountsAreTheRuntimesOwnDefaultWithABalance(
        version: Int, nonceBits: Int, bytes: Int
    ) throws {
        let fixture = MetadataFixture(version: UInt8(version), nonceBits: nonceBits)
        let layout = try AccountLayout(try Metadata(fixture.bytes))
        let account = layout.encoded(free: 0x0102, nonce: 5)
        #expect(account.count == bytes)
        #expect(account[0] == 5)
        #expect(account[nonceBits / 8 + 4] == 1)
        #expect(account[bytes - 64..<bytes - 62] == [2, 1])
        #expect(layout.hasNewLogic == (version >= 14))
        #expect(layout.freeBalance(of: account) == 0x0102)
        #expect(layout.freeBalance(of: []) == nil)
    }

    @Test func aRuntimeWithoutBalancesHasAccountsWithoutOne() throws {
        var fixture = MetadataFixture()
        fixture.hasBalances = false
        let layout = try AccountLayout(try Metadata(fixture.bytes))
        #expect(layout.template.count == 16)
        #expect(layout.free == nil)
        #expect(try TransferCall(try Metadata(fixture.bytes)) == nil)
    }

    @Test func transfersAreFilledByTheTypesOfTheirArguments() throws {
        let receiver = [UInt8](repeating: 9, count: 32)
        let call = { (fixture: MetadataFixture) -> [UInt8]? in
            try TransferCall(try Metadata(fixture.bytes))?.encoded(
                to: receiver, value: 64, addressPrefix: [0], currency: [])
        }
        let value: [UInt8] = [1, 1]
        let behind = receiver + value
        #expect(try call(MetadataFixture()) == [6, 3, 0] + behind)
        #expect(try call(MetadataFixture(hasPlainAddress: true)) == [6, 3] + behind)
        #expect(try call(MetadataFixture(version: 13)) == [6, 3, 0] + behind)
        let sudo = try #require(try SudoCall(try Metadata(MetadataFixture().bytes)))
        let encoded = sudo.encoded([1, 2], as: receiver, addressPrefix: [])
        #expect(encoded == [9, 3, 0] + receiver + [1, 2])
    }

    @Test(arguments: [13, 14, 15, 16] as [UInt8])
    func weightsAreReadInTheirForms(version: UInt8) throws {
        let limits = BlockLimits(try Metadata(MetadataFixture(version: version).bytes))
        #expect(limits.block?.picoseconds == MetadataFixture.maxBlock)
        #expect(limits.normal?.picoseconds == MetadataFixture.maxBlock / 4 * 3)
        #expect(limits.baseExtrinsic?.picoseconds == 85_000)
        #expect(limits.block?.proofBytes == (version >= 14 ? 5 << 20 : nil))
    }

    @Test func typesWithoutAValueAreNamed() throws {
        let types = try #require(try Metadata(MetadataFixture().bytes).types)
        #expect(throws: MetadataError.noValue(type: "Endless")) {
            try types.zero(MetadataFixture.selfType)
        }
        #expect(throws: MetadataError.self) { try types.zero(MetadataFixture.hugeType) }
        #expect(throws: MetadataError.noValue(type: "Never")) {
            try types.zero(MetadataFixture.emptyType)
        }
        #expect(throws: MetadataError.unknownType(999)) { try types.zero(999) }
        #expect(throws: MetadataError.self) {
            try types.decode(MetadataFixture.selfType, [1, 2, 3])
        }
        #expect(throws: MetadataError.self) {
            try types.decode(MetadataFixture.hugeType, [1, 2, 3])
        }
    }

    @Test func valuesAreReadByTheirTypes() throws {
        let types = try #require(try Metadata(MetadataFixture().bytes).types)
        #expect(try types.decode(13, [1, 9]) == .variant("Mortal1", [.integer(9)]))
        #expect(try types.decode(19, [0]) == .none)
        #expect(try types.decode(42, [8, 1, 2]) == .bytes([1, 2]))
        #expect(try types.skip(42, [8, 1, 2, 3, 4]) == 3)
        #expect(throws: MetadataError.malformed(.trailing(count: 1))) {
            try types.decode(13, [0, 0])
        }
        #expect(throws: MetadataError.self) { try types.decode(13, [7]) }
    }

    @Test(arguments: [12, 13, 14, 15, 16] as [UInt8])
    func damagedMetadataIsAnErrorAndNoTrap(version: UInt8) {
        let whole = MetadataFixture(version: version).bytes
        for count in stride(from: 0, to: whole.count, by: 3) {
            look(at: Array(whole.prefix(count)))
        }
        var seed: UInt64 = 0x1234_5678_9abc_def1
        for _ in 0..<400 {
            var damaged = whole
            for _ in 0..<3 {
                // xorshift64.
                seed ^= seed << 13
                seed ^= seed >> 7
                seed ^= seed << 17
                damaged[5 + Int(seed % UInt64(whole.count - 5))] = UInt8(seed >> 56)
            }
            look(at: damaged)
        }
    }

    /// Everything that is derived; only that it ends counts.
    private func look(at bytes: [UInt8]) {
        guard let metadata = try? Metadata(bytes) else { return }
        _ = try? ExtrinsicFormat(metadata, accountBytes: nil)
        _ = (try? AccountLayout(metadata))?.encoded(free: 1)
        _ = try? TransferCall(metadata)
        _ = try? SudoCall(metadata)
        _ = BlockLimits(metadata)
    }

    @Test func otherBytesAreNamed() {
        #expect(throws: MetadataError.noMagic) { try Metadata([1, 2, 3, 4, 14]) }
        #expect(throws: MetadataError.version(11)) { try Metadata(Array("meta".utf8) + [11]) }
    }
}
