extension KnownAnswer {
    static let encodings = [
        KnownAnswer("SCALE, compact integers", source: "SCALE codec specification, examples") {
            let examples: [(UInt128, String)] = [
                (0, "00"), (1, "04"), (42, "a8"), (69, "1501"), (65_535, "feff0300"),
                (100_000_000_000_000, "0b00407a10f35a"),
            ]
            return examples.allSatisfy { value, text in
                var buffer = ByteBuffer()
                buffer.appendCompact(value)
                var decoder = ScaleDecoder(buffer.bytes)
                return hexadecimal(buffer.bytes) == text
                    && (try? decoder.wideCompact()) == value
            }
        },
        KnownAnswer("SCALE, integers and vectors", source: "SCALE codec specification, examples") {
            var buffer = ByteBuffer()
            buffer.append(littleEndian: UInt32(16_777_215))
            buffer.appendVector([4, 8, 15, 16, 23, 42])
            return hexadecimal(buffer.bytes) == "ffffff001804080f10172a"
        },
    ]

    static let tries =
        [
            KnownAnswer("empty trie", source: "sp-trie's unit tests") {
                "\(Trie.emptyRoot)"
                    == "0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314"
            },
            KnownAnswer("tries of one and two entries", source: "sp-trie's unit tests") {
                TrieLayout.allCases.allSatisfy { layout in
                    let one = MemoryNodeStore()
                    let two = MemoryNodeStore()
                    let first = builtRoot([([0xaa], [0xbb])], layout, one)
                    let second = builtRoot(
                        [([0x13, 0x14], [0xff]), ([0x48, 0x19], [0xfe])], layout, two)
                    return first.flatMap { one[$0.array] }.map { hexadecimal($0) } == "42aa04bb"
                        && second.flatMap { two[$0.array] }.map { hexadecimal($0) }
                            == "8012001443031404ff1443081904fe"
                }
            },
        ]
        + TrieLayout.allCases.map { layout in
            KnownAnswer(
                "trie of 999 entries and of a third of them, layout V\(layout.rawValue)",
                source: "an independent recursive computation with Python's hashlib"
            ) { (try? manyEntriesHold(layout)) ?? false }
        }

    private typealias Pair = (key: [UInt8], value: [UInt8])

    private static func builtRoot(
        _ pairs: [Pair], _ layout: TrieLayout, _ store: MemoryNodeStore
    ) -> Hash256? {
        var builder = TrieBuilder(layout: layout)
        for (key, value) in pairs {
            let isTaken = key.withUnsafeBytes { key in
                value.withUnsafeBytes { value in
                    (try? builder.append(key, value, to: store)) != nil
                }
            }
            if !isTaken { return nil }
        }
        return try? builder.finish(to: store)
    }

    /// Keys of 1 to 32 bytes, some a prefix of others; values of 0 to 96 bytes.
    private static let manyEntries: [Pair] = {
        var pairs: [[UInt8]: [UInt8]] = [:]
        for index in 0..<1000 {
            let hash = Blake2b256.hash((0..<4).map { UInt8(truncatingIfNeeded: index >> (8 * $0)) })
            let value = index % 2 == 1 ? hash + hash + hash : Array(hash.prefix(index % 32))
            pairs[Array(hash.prefix(1 + index % 32))] = value
        }
        return pairs.map { (key: $0.key, value: $0.value) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }()

    /// The bulk builder gives the root, and the incremental trie both, the second by deletions.
    private static func manyEntriesHold(_ layout: TrieLayout) throws(TrieError) -> Bool {
        let (all, third) =
            switch layout {
            case .v0:
                (
                    "3d3e5641b3ccac4f985010171864fe10cbce7fcca30573e73797e78bdd1fe5ec",
                    "329e92f87c10e8b7e4887a051178cc09877dfb8874eae44a0969df76278d7309"
                )
            case .v1:
                (
                    "d375277501a322fb84ee810f76cb63d879e33cdbafa660ad85d590c9f749e07f",
                    "dc9e494f76433534b1a6b26144fd42c391b42649997a50aea0d9fc7e9960d582"
                )
            }
        let pairs = manyEntries
        let store = MemoryNodeStore()
        guard builtRoot(pairs, layout, store).map({ hexadecimal($0.array) }) == all else {
            return false
        }
        let incremental = MemoryNodeStore()
        var trie = PatriciaTrie(layout: layout, source: incremental)
        var changes = TrieChanges()
        for pair in pairs.reversed() { try trie.set(pair.key, to: pair.value) }
        let root = trie.commit(into: &changes)
        guard hexadecimal(root.array) == all else { return false }
        try changes.apply(to: incremental)
        trie.reset(to: root)
        changes.removeAll()
        for (index, pair) in pairs.enumerated() where index % 3 != 0 {
            try trie.set(pair.key, to: nil)
        }
        return hexadecimal(trie.commit(into: &changes).array) == third
    }
}
