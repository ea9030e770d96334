import Runtime

/// Encodes small metadata by hand, in every version: nothing of any chain.
struct MetadataFixture {
    /// What the fixture's runtime is like.
    var version: UInt8 = 14
    var nonceBits = 32
    var hasPlainAddress = false
    var hasEthereumAccounts = false
    var hasSudo = true
    var hasBalances = true
    /// Where "Disabled" stands in the extension's mode.
    var disabledIndex: UInt8 = 1
    /// Further pallets, without anything in them.
    var pallets: [String] = ["ParachainSystem", "Aura"]

    var bytes: [UInt8] {
        let head = Array("meta".utf8) + [version]
        return version < 14 ? head + named : head + typed
    }

    /// nonce, three counters, three balances, flags whose highest bit is set from 2023 on.
    var accountDefault: [UInt8] {
        let size = nonceBits / 8 + 12 + (hasBalances ? 64 : 0)
        var bytes = [UInt8](repeating: 0, count: size)
        if version >= 14, hasBalances { bytes[size - 1] = 0x80 }
        return bytes
    }

    static let maxBlock: UInt64 = 500_000_000_000

    // MARK: - Building blocks

    static func compact(_ value: Int) -> [UInt8] {
        value < 64
            ? [UInt8(value << 2)]
            : value < 1 << 14
                ? [UInt8(value << 2 & 255 | 1), UInt8(value >> 6)]
                : little(UInt32(value << 2 | 2))
    }

    static func little(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    static func vector(_ bytes: [UInt8]) -> [UInt8] { compact(bytes.count) + bytes }
    static func text(_ text: String) -> [UInt8] { vector(Array(text.utf8)) }
    static func list(_ items: [[UInt8]]) -> [UInt8] { compact(items.count) + items.flatMap { $0 } }
    static let none: [UInt8] = [0]
    static func some(_ bytes: [UInt8]) -> [UInt8] { [1] + bytes }
}

// MARK: - Versions 12 and 13

extension MetadataFixture {
    private func namedEntry(_ name: String, _ kind: [UInt8], _ fallback: [UInt8]) -> [UInt8] {
        Self.text(name) + [1] + kind + Self.vector(fallback) + [0]
    }

    private func namedPallet(
        _ name: String, index: UInt8, storage: [[UInt8]] = [], calls: [[UInt8]]? = nil,
        constants: [[UInt8]] = []
    ) -> [UInt8] {
        Self.text(name)
            + (storage.isEmpty ? Self.none : Self.some(Self.text(name) + Self.list(storage)))
            + (calls.map { Self.some(Self.list($0)) } ?? Self.none) + Self.none
            + Self.list(constants) + [0, index]
    }

    private func namedCall(_ name: String, _ arguments: [(String, String)]) -> [UInt8] {
        Self.text(name) + Self.list(arguments.map { Self.text($0.0) + Self.text($0.1) }) + [0]
    }

    private var named: [UInt8] {
        let map = [1, 2] + Self.text("T::AccountId") + Self.text("AccountInfo") + [0]
        let double = [2, 2] + Self.text("A") + Self.text("B") + Self.text("C") + [5]
        var nMap: [UInt8] = [3]
        nMap += Self.list([Self.text("A")]) + Self.list([[6]]) + Self.text("C")
        let weights =
            [1, Self.maxBlock, 85_000, 7].flatMap(Self.little).prefix(24)
            + [0] + Self.some(Self.little(Self.maxBlock / 4 * 3))
        var system = [namedEntry("Account", map, accountDefault)]
        system.append(namedEntry("Pair", double, []))
        if version == 13 { system.append(namedEntry("Many", nMap, [])) }
        var pallets = [
            namedPallet(
                "System", index: 0, storage: system,
                calls: [namedCall("remark", [("_remark", "Vec<u8>")])],
                constants: [
                    Self.text("BlockWeights") + Self.text("BlockWeights")
                        + Self.vector(Array(weights)) + [0]
                ]),
            namedPallet(
                "Balances", index: 6,
                calls: [
                    namedCall("transfer", []), namedCall("set_balance", []),
                    namedCall("force_transfer", []),
                    namedCall(
                        "transfer_keep_alive",
                        [
                            ("dest", "<T::Lookup as StaticLookup>::Source"),
                            ("value", "Compact<T::Balance>"),
                        ]),
                ]),
        ]
        for (index, name) in self.pallets.enumerated() {
            pallets.append(namedPallet(name, index: UInt8(40 + index)))
        }
        let extensions = ["CheckSpecVersion", "CheckGenesis", "CheckEra", "CheckNonce", "Unknown"]
        return Self.list(pallets) + [4] + Self.list(extensions.map(Self.text))
    }
}

// MARK: - Versions 14 to 16

extension MetadataFixture {
    private func field(_ name: String?, _ type: Int) -> [UInt8] {
        (name.map { Self.some(Self.text($0)) } ?? Self.none) + Self.compact(type) + Self.none + [0]
    }

    private func composite(_ fields: [(String?, Int)]) -> [UInt8] {
        [0] + Self.list(fields.map { field($0.0, $0.1) })
    }

    private func variants(_ cases: [(String, UInt8, [(String?, Int)])]) -> [UInt8] {
        [1]
            + Self.list(
                cases.map { name, index, fields in
                    Self.text(name) + Self.list(fields.map { field($0.0, $0.1) }) + [index, 0]
                })
    }

    private func type(
        _ id: Int, _ shape: [UInt8], path: String? = nil, parameters: [(String, Int?)] = []
    ) -> [UInt8] {
        Self.compact(id) + Self.list((path.map { [$0] } ?? []).map(Self.text))
            + Self.list(
                parameters.map { name, type in
                    Self.text(name) + (type.map { Self.some(Self.compact($0)) } ?? Self.none)
                }) + shape + [0]
    }

    /// The registry; `selfType` holds itself, `hugeType` is an array of 4 GiB.
    static let (selfType, hugeType, emptyType) = (UInt32(90), UInt32(91), UInt32(92))

    private var types: [UInt8] {
        let account = hasEthereumAccounts ? 41 : 2
        let info: [(String?, Int)] =
            [
                ("nonce", nonceBits == 64 ? 4 : 3), ("consumers", 3), ("providers", 3),
                ("sufficients", 3),
            ] + (hasBalances ? [("data", 11)] : [])
        let call: [(String, UInt8, [(String?, Int)])] = [
            ("transfer_keep_alive", 3, [("dest", hasPlainAddress ? account : 7), ("value", 6)]),
            ("set_balance", 1, []),
        ]
        return Self.list([
            type(0, [5, 3]), type(1, [3] + Self.little(UInt32(32)) + Self.compact(0)),
            type(2, composite([(nil, 1)]), path: "AccountId32"), type(3, [5, 5]), type(4, [5, 6]),
            type(5, [5, 7]), type(6, [6] + Self.compact(5)),
            type(
                7,
                variants([
                    ("Id", 0, [(nil, account)]), ("Index", 1, [(nil, 14)]),
                    ("Raw", 2, [(nil, 42)]),
                ]), path: "MultiAddress"),
            type(
                8,
                variants([
                    ("Ed25519", 0, [(nil, 9)]), ("Sr25519", 1, [(nil, 9)]),
                    ("Ecdsa", 2, [(nil, 10)]),
                ]), path: "MultiSignature"),
            type(9, [3] + Self.little(UInt32(64)) + Self.compact(0)),
            type(10, [3] + Self.little(UInt32(65)) + Self.compact(0)),
            type(
                11, composite([("free", 5), ("reserved", 5), ("frozen", 5), ("flags", 43)]),
                path: "AccountData"),
            type(12, composite(info), path: "AccountInfo"),
            type(
                13, variants([("Mortal1", 1, [(nil, 0)]), ("Immortal", 0, [])]), path: "Era"),
            type(14, [6] + Self.compact(3)), type(15, composite([(nil, 14)]), path: "CheckNonce"),
            type(16, [4, 0]), type(17, composite([(nil, 1)]), path: "H256"),
            type(18, variants(call), path: "Call"),
            type(
                19, variants([("None", 0, []), ("Some", 1, [(nil, 17)])]), path: "Option"),
            type(
                20, composite([(nil, 42)]), path: "UncheckedExtrinsic",
                parameters: [
                    ("Address", hasPlainAddress || hasEthereumAccounts ? account : 7),
                    ("Call", 18), ("Signature", hasEthereumAccounts ? 44 : 8), ("Extra", 16),
                ]),
            type(
                21,
                variants([
                    ("Enabled", 1 - disabledIndex, [(nil, 9)]), ("Disabled", disabledIndex, []),
                ]), path: "Mode"),
            type(22, variants([("sudo_as", 3, [("who", 7), ("call", 18)])]), path: "SudoCall"),
            type(23, variants([("remark", 0, [("remark", 42)])]), path: "SystemCall"),
            type(40, [3] + Self.little(UInt32(20)) + Self.compact(0)),
            type(41, composite([(nil, 40)]), path: "AccountId20"), type(42, [2] + Self.compact(0)),
            type(43, composite([(nil, 5)]), path: "ExtraFlags"),
            type(44, composite([(nil, 10)]), path: "EthereumSignature"),
            type(45, composite([("ref_time", 46), ("proof_size", 46)]), path: "Weight"),
            type(46, [6] + Self.compact(4)),
            type(
                47, variants([("None", 0, []), ("Some", 1, [(nil, 45)])]), path: "Option"),
            type(
                48,
                composite([
                    ("base_extrinsic", 45), ("max_extrinsic", 47), ("max_total", 47),
                    ("reserved", 47),
                ]), path: "WeightsPerClass"),
            type(
                49, composite([("normal", 48), ("operational", 48), ("mandatory", 48)]),
                path: "PerDispatchClass"),
            type(
                50, composite([("base_block", 45), ("max_block", 45), ("per_class", 49)]),
                path: "BlockWeights"),
            type(90, composite([(nil, 90)]), path: "Endless"),
            type(91, [3] + Self.little(UInt32.max) + Self.compact(0)),
            type(92, variants([]), path: "Never"),
        ])
    }

    private var deprecation: [UInt8] { version >= 16 ? [2] + Self.text("old") + Self.none : [] }
    private var deprecations: [UInt8] { version >= 16 ? Self.list([[3, 1]]) : [] }

    private func entry(_ name: String, _ kind: [UInt8], _ fallback: [UInt8]) -> [UInt8] {
        Self.text(name) + [1] + kind + Self.vector(fallback) + [0] + deprecation
    }

    private func pallet(
        _ name: String, index: UInt8, storage: [[UInt8]] = [], calls: Int? = nil,
        constants: [[UInt8]] = []
    ) -> [UInt8] {
        let outer = calls.map { Self.some(Self.compact($0) + deprecations) } ?? Self.none
        var bytes = Self.text(name)
        bytes += storage.isEmpty ? Self.none : Self.some(Self.text(name) + Self.list(storage))
        bytes += outer + Self.none + Self.list(constants) + Self.none
        if version >= 16 {
            let view = [UInt8](repeating: 7, count: 32) + Self.text("see")
            bytes += Self.list([Self.text("Balance") + Self.compact(5) + [0]])
            bytes += Self.list([
                view + Self.list([Self.text("who") + Self.compact(2)]) + Self.compact(5) + [0]
                    + deprecation
            ])
        }
        return bytes + [index] + (version >= 15 ? [0] : []) + deprecation
    }

    private var weights: [UInt8] {
        let weight = { (time: UInt64, size: UInt64) in Self.wide(time) + Self.wide(size) }
        let classes = [UInt8](
            (0..<3).map { _ in
                weight(85_000, 0) + Self.none + Self.some(weight(Self.maxBlock / 4 * 3, 3 << 20))
                    + Self.none
            }.joined())
        return weight(5000, 0) + weight(Self.maxBlock, 5 << 20) + classes
    }

    /// A compact of 64 bits in its shortest form.
    static func wide(_ value: UInt64) -> [UInt8] {
        if value < 1 << 30 { return compact(Int(value)) }
        let bytes = Array(little(value).reversed().drop { $0 == 0 }.reversed())
        return [UInt8((bytes.count - 4) << 2 | 3)] + bytes
    }

    private var typed: [UInt8] {
        let account = hasEthereumAccounts ? 41 : 2
        let map = [1] + Self.list([[2]]) + Self.compact(account) + Self.compact(12)
        let value = [0] + Self.compact(5)
        let owner = [0] + Self.compact(account)
        var all = [
            pallet(
                "System", index: 0, storage: [entry("Account", map, accountDefault)], calls: 23,
                constants: [
                    Self.text("BlockWeights") + Self.compact(50) + Self.vector(weights) + [0]
                        + deprecation
                ])
        ]
        if hasBalances {
            all.append(
                pallet(
                    "Balances", index: 6,
                    storage: [entry("TotalIssuance", value, [UInt8](repeating: 0, count: 16))],
                    calls: 18))
        }
        if hasSudo {
            all.append(pallet("Sudo", index: 9, storage: [entry("Key", owner, [])], calls: 22))
        }
        for (index, name) in pallets.enumerated() {
            all.append(pallet(name, index: UInt8(40 + index)))
        }
        return types + Self.list(all) + extrinsic
    }

    private var extrinsic: [UInt8] {
        let extensions: [[UInt8]] = [
            ("CheckSpecVersion", 16, 3), ("CheckTxVersion", 16, 3), ("CheckGenesis", 16, 17),
            ("CheckMortality", 13, 17), ("CheckNonce", 15, 16), ("VerifyMode", 21, 16),
            ("CheckMetadataHash", 19, 19),
        ].map { name, explicit, implicit in
            Self.text(name) + Self.compact(explicit) + Self.compact(implicit)
        }
        let address = hasPlainAddress ? 2 : hasEthereumAccounts ? 41 : 7
        let signature = hasEthereumAccounts ? 44 : 8
        switch version {
        case 14: return Self.compact(20) + [4] + Self.list(extensions) + Self.compact(16)
        case 15:
            return [4] + Self.compact(address) + Self.compact(18) + Self.compact(signature)
                + Self.compact(16) + Self.list(extensions) + Self.compact(16) + [0, 0]
        default:
            // Both versions of extrinsics; the newer one has an extension more, in front.
            let newer = Self.text("NewOnly") + Self.compact(0) + Self.compact(0)
            let all = [newer] + extensions
            let places = { (range: Range<Int>) in Self.list(range.map(Self.compact)) }
            return Self.vector([4, 5]) + Self.compact(address) + Self.compact(18)
                + Self.compact(signature)
                + Self.list([
                    [5] + places(0..<all.count), [4] + places(1..<all.count),
                ]) + Self.list(all) + [0, 0]
        }
    }
}
