import Host
import Testing

/// The eighth figure of /proc/stat, and nothing else that looks like one.
struct StolenTimeTests {
    private let text = """
        cpu  224648 0 28941 568240 2407 0 349 235 0 0
        cpu0 107343 0 13144 291186 514 0 33 127 0 0
        cpu1 117304 0 15796 277054 1892 0 315 107 0 0
        intr 1 2 3 4 5 6 7 8 9 10

        """

    @Test func isReadByCPU() throws {
        let stolen = try #require(StolenTime(procStat: text))
        #expect(stolen.secondsByCPU == [0: 1.27, 1: 1.07])
    }

    @Test func isTheDifferenceOfTwoReadings() throws {
        let before = try #require(StolenTime(procStat: text))
        let after = try #require(
            StolenTime(procStat: text.replacing("33 127", with: "33 177")))
        #expect(after.seconds(of: [0, 1], since: before) == 0.5)
        #expect(after.seconds(of: [1], since: before) == 0)
        #expect(after.seconds(of: [0, 9], since: before) == nil)
    }

    @Test(arguments: ["", "cpu 1 2 3\n", "cpu0 1 2 3\n", "cpux 1 2 3 4 5 6 7 8 9 10\n"])
    func isUnknownWhereItIsNotTold(text: String) {
        #expect(StolenTime(procStat: text) == nil)
    }
}
