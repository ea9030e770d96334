import Measurement
import Testing

struct SeededGeneratorTests {
    /// First outputs of xoshiro256** seeded by SplitMix64 from 0.
    ///
    /// Source: computed with an independent Python transcription of the published algorithm.
    @Test func followsThePublishedAlgorithm() {
        var generator = SeededGenerator(seed: 0)
        let expected: [UInt64] = [
            0x99EC_5F36_CB75_F2B4, 0xBF6E_1F78_4956_452A, 0x1A5F_849D_4933_E6E0,
        ]
        #expect(expected.map { _ in generator.next() } == expected)
    }

    @Test func fillCoversATailThatIsNoWholeWord() {
        var generator = SeededGenerator(seed: 3)
        var bytes = [UInt8](repeating: 0, count: 4099)
        bytes.withUnsafeMutableBytes { generator.fill($0) }
        #expect(bytes.suffix(3) != [0, 0, 0])
        #expect(Set(bytes).count == 256)
    }
}
