import Testing

/// `touchstone selftest` as a user calls it.
struct SelftestTests {
    @Test func everyKnownAnswerHasALineAndIsRight() throws {
        let ending = try Binary.run(["selftest"])
        #expect(ending.code == 0, "\(ending.errors)")
        let lines = ending.output.split(separator: "\n")
        #expect(lines.count > 15)
        #expect(lines.allSatisfy { $0.hasPrefix("ok ") }, "\(ending.output)")
        for word in ["RFC 7693", "RFC 9496", "RFC 8032", "merlin", "SCALE", "sp-trie", "SHA3"] {
            #expect(ending.output.contains(word))
        }
    }

    /// - Source: the state of sp-trie's unit test with one entry, and the hash of its header.
    @Test func aChainSpecificationGivesRootAndGenesisHashInBothLayouts() throws {
        let ending = try Binary.run(
            ["selftest", "--chain-spec", "-"],
            input: "{\"genesis\": {\"raw\": {\"top\": {\"0xaa\": \"0xbb\"}}}}")
        #expect(ending.code == 0, "\(ending.errors)")
        #expect(ending.output.contains("-: 1 entries"))
        #expect(ending.output.matches(of: /state root 0x[0-9a-f]{64}\n/).count == 2)
        #expect(ending.output.matches(of: /genesis hash 0x[0-9a-f]{64}\n/).count == 2)
    }

    @Test(
        arguments: [
            ("{\"name\": \"a\"}", 65, "genesis.raw.top"), ("{", 65, "ends early"),
            ("", 65, "ends early"),
        ] as [(String, Int32, String)])
    func aBadSpecificationIsNamed(text: String, code: Int32, word: String) throws {
        let ending = try Binary.run(["selftest", "--chain-spec", "-"], input: text)
        #expect(ending.code == code)
        #expect(ending.errors.contains(word), "\(ending.errors)")
        #expect(ending.errors.split(separator: "\n").count == 1)
    }

    @Test func aMissingSpecificationIsNamed() throws {
        let ending = try Binary.run(["selftest", "--chain-spec", "/nowhere/spec.json"])
        #expect(ending.code == 66)
        #expect(ending.errors.contains("/nowhere/spec.json"))
    }
}
