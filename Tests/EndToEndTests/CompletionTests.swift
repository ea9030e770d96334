import Testing

/// What a shell is told when somebody presses the completion key.
struct CompletionTests {
    @Test(
        arguments: [
            (["qualify", "--", "--profile", "0", "0"], "kilt-collator"),
            (["profiles", "show", "--", "positional@0", "0", "0"], "kilt-collator"),
            (["measure", "--", "positional@0", "0", "0"], "memory.triad"),
            (["history", "trend", "--", "positional@0", "0", "0"], "cpu.sr25519-verify"),
        ])
    func namesAreOffered(words: [String], name: String) throws {
        let ending = try Binary.run(["---completion"] + words)
        #expect(ending.code == 0, "\(ending.errors)")
        #expect(ending.output.split(separator: "\n").contains(Substring(name)), "\(ending.output)")
    }

    @Test func aHistoryThatIsNotThereOffersNothingAndSaysNothing() throws {
        let words = ["---completion", "baseline", "show", "--", "positional@0", "0", "0"]
        let ending = try Binary.run(words, environment: ["XDG_STATE_HOME": "/nowhere"])
        #expect(ending.code == 0)
        #expect(ending.output.isEmpty && ending.errors.isEmpty, "\(ending.output)\(ending.errors)")
    }
}
