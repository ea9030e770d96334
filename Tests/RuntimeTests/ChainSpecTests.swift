import Primitives
import Runtime
import Testing

struct ChainSpecTests {
    /// The state of a text that comes in chunks of `chunk` bytes.
    private func read(_ text: [UInt8], chunk: Int = 1 << 16) throws -> (count: Int, root: Hash256) {
        var reader = ChainSpecReader(stateBytesMax: 1 << 20)
        var rest = text[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(chunk))
            rest = rest.dropFirst(chunk)
            try part.withUnsafeBytes { try reader.read($0) }
        }
        let state = try reader.finish()
        return (state.count, try state.root(layout: .v0))
    }

    private static let small = """
        {"name": "a \\"b\\" \\u00e9\\n{", "list": [1, -2.5e3, true, null, [], {}, ["top"]],
         "genesis": {"raw": {"top": {"0x4819": "0xfe", "0x1314": "0xFF"},
         "childrenDefault": {}}, "top": {"0x00": "0x00"}}, "raw": {"top": 3}}

        """

    /// gzip of `{"genesis":{"raw":{"top":{"0xaa":"0xbb"}}}}`, by Python's gzip, mtime 0.
    private static let compressed: [UInt8] = [
        0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xab, 0x56, 0x4a, 0x4f, 0xcd,
        0x4b, 0x2d, 0xce, 0x2c, 0x56, 0xb2, 0xaa, 0x56, 0x2a, 0x4a, 0x2c, 0x07, 0x51, 0x25, 0xf9,
        0x05, 0x20, 0xca, 0xa0, 0x22, 0x31, 0x51, 0xc9, 0x0a, 0x48, 0x25, 0x25, 0x29, 0xd5, 0x02,
        0x01, 0x00, 0xfb, 0x6a, 0x40, 0x49, 0x2b, 0x00, 0x00, 0x00,
    ]

    @Test(arguments: [1, 2, 3, 7, 1000])
    func topIsReadWhateverTheChunks(chunk: Int) throws {
        let state = try read(Array(Self.small.utf8), chunk: chunk)
        #expect(state.count == 2)
        let encoded: [UInt8] = [
            0x80, 0x12, 0x00, 0x14, 0x43, 0x03, 0x14, 0x04, 0xff, 0x14, 0x43, 0x08, 0x19, 0x04,
            0xfe,
        ]
        #expect(state.root == encoded.withUnsafeBytes { Hash256(of: $0) })
    }

    @Test(arguments: [1, 5, 1000])
    func compressedTextIsReadWhateverTheChunks(chunk: Int) throws {
        let encoded: [UInt8] = [0x42, 0xaa, 0x04, 0xbb]
        let state = try read(Self.compressed, chunk: chunk)
        #expect(state.root == encoded.withUnsafeBytes { Hash256(of: $0) })
    }

    @Test func damagedCompressionIsRefused() {
        #expect(throws: ChainSpecError.compressedDataEndsEarly) {
            try read(Array(Self.compressed.dropLast(9)))
        }
        var flipped = Self.compressed
        flipped[flipped.count - 6] ^= 1
        #expect(throws: ChainSpecError.compression("incorrect data check")) { try read(flipped) }
    }

    @Test(
        arguments: [
            ("", "ends early"), ("{", "ends early"), ("[]", "genesis.raw.top"),
            ("3", "genesis.raw.top"), ("{} {", "'{' was not expected at byte 3"),
            ("{\"a\": nul}", "'nul'"), ("{\"a\": 1-2}", "'1-2'"), ("{\"a\" 1}", "'1'"),
            ("{\"a\": [1,]}", "']'"), ("{\"a\": [1}", "'}'"), ("{\"a\": \"\\x\"}", "'x'"),
            ("{\"a\": \"\n\"}", "control character"),
            ("{\"genesis\": {\"runtime\": {}}}", "genesis.raw.top"),
            ("{\"genesis\": {\"raw\": {\"top\": {\"0x0\": \"0x\"}}}}", "0x0"),
            ("{\"genesis\": {\"raw\": {\"top\": {\"0x00\": \"0xzz\"}}}}", "0x00"),
            ("{\"genesis\": {\"raw\": {\"top\": {\"0x00\": 1}}}}", "0x00"),
            ("{\"genesis\": {\"raw\": {\"top\": {\"0x00\": \"0x\", \"0x00\": \"0x\"}}}}", "twice"),
        ])
    func badTextIsNamed(text: String, word: String) {
        var message = "no error"
        do { _ = try read(Array(text.utf8)) } catch { message = "\(error)" }
        #expect(message.contains(word), "\(message)")
    }

    /// The root by hand: a leaf of `:child_storage:default:c` with the child's own root.
    @Test func childTriesHangInTheStateByTheirRoots() throws {
        let text = """
            {"genesis": {"raw": {"top": {}, "childrenDefault": {"0x63": {"0xaa": "0xbb"}}}}}
            """
        var reader = ChainSpecReader()
        try Array(text.utf8).withUnsafeBytes { try reader.read($0) }
        let state = try reader.finish()
        #expect(state.childPairCount == 1)
        let leaf: [UInt8] = [0x42, 0xaa, 0x04, 0xbb]
        let child = leaf.withUnsafeBytes { Hash256(of: $0) }
        let key = Array(":child_storage:default:c".utf8)
        var builder = TrieBuilder(layout: .v0)
        try builder.append(key, child.array, to: DiscardingSink())
        #expect(try state.root(layout: .v0) == builder.finish(to: DiscardingSink()))
    }

    /// kintsugi.json, a published specification, lacks one.
    @Test func aCommaThatIsMissingAtALineEndIsReadOnlyWhereAskedFor() throws {
        let text = """
            {"bootNodes": ["a"
             "b"], "id": "x"
             "genesis": {"raw": {"top": {"0xaa": "0xbb"
             "0xcc": "0xdd"}}}}
            """
        #expect(throws: ChainSpecError.self) { try read(Array(text.utf8)) }
        for chunk in [1, 5, 1000] {
            var reader = ChainSpecReader(mendsCommas: true)
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                try Array(rest.prefix(chunk)).withUnsafeBytes { try reader.read($0) }
                rest = rest.dropFirst(chunk)
            }
            let specification = try reader.finishSpecification()
            #expect(specification.mendedCommas.count == 3)
            #expect(specification.identifier == "x")
            #expect(specification.takeState().count == 2)
        }
    }

    @Test func deepAndLargeTextsAreRefused() {
        #expect(throws: ChainSpecError.json("more than 256 levels", offset: 256)) {
            try read([UInt8](repeating: UInt8(ascii: "["), count: 100_000))
        }
        let digits = String(repeating: "00", count: (1 << 20) + 1)
        #expect(throws: ChainSpecError.tooLarge(limit: 1 << 20)) {
            try read(Array("{\"genesis\":{\"raw\":{\"top\":{\"0x00\":\"0x\(digits)\"}}}}".utf8))
        }
    }

    /// - Source: the KILT Spiritnet parachain; its state root by two independent computations, its
    ///   genesis hash as kilt-node publishes it.
    @Test func genesisHashOfAStateRootIsThePublishedOne() throws {
        let root = try #require(
            bytes(
                hexadecimal: "2750d70dc69acb0d15473b719d393e1c30267fc588d96eefbb2b7efa58545bb2".utf8
            ).flatMap { Hash256($0) })
        #expect(
            "\(GenesisBlock.hash(stateRoot: root))"
                == "0x411f057b9107718c9624d6aa4a3f23c1653898297f3d4d529d9bb6511a39dd21")
    }
}
