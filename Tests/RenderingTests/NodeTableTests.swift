import Model
import Rendering
import Testing

struct NodeTableTests {
    private let kibi = 1024.0

    /// Minima of 2024-09 and scores just under, at and over them.
    private var rows: [NodeTableRow] {
        let mebi = kibi * kibi
        return [
            .init(
                metric: .diskRandomWrite, scoreBytesPerSecond: 378 * mebi,
                minimumBytesPerSecond: 420 * mebi, passed: true),
            .init(
                metric: .blake2b256, scoreBytesPerSecond: 1.02 * kibi * mebi,
                minimumBytesPerSecond: 1000 * mebi, passed: true),
            .init(
                metric: .blake2b256Parallel8, scoreBytesPerSecond: 420.5 * mebi,
                minimumBytesPerSecond: 1000 * mebi,
                passed: false),
            .init(
                metric: .sr25519Verify, scoreBytesPerSecond: 20_874 * 32,
                minimumBytesPerSecond: 20_403.84 * 32, passed: true),
            .init(
                metric: .memoryCopy, scoreBytesPerSecond: 20 * kibi * mebi,
                minimumBytesPerSecond: 11.49 * kibi * mebi,
                passed: true),
            .init(
                metric: .diskSequentialWrite, scoreBytesPerSecond: 854.9 * mebi,
                minimumBytesPerSecond: 950 * mebi,
                passed: false),
        ]
    }

    @Test func tableIsTheNodesOwn() {
        let expected = """
            +----------+-----------------------+-------------+--------------+-------------------+
            | Category | Function              | Score       | Minimum      | Result            |
            +===================================================================================+
            | CPU      | BLAKE2-256            | 1.02 GiBs   | 1000.00 MiBs | ✅ Pass (104.4 %) |
            |----------+-----------------------+-------------+--------------+-------------------|
            | CPU      | BLAKE2-256-Parallel-8 | 420.50 MiBs | 1000.00 MiBs | ❌ Fail ( 42.0 %) |
            |----------+-----------------------+-------------+--------------+-------------------|
            | CPU      | SR25519-Verify        | 652.31 KiBs | 637.62 KiBs  | ✅ Pass (102.3 %) |
            |----------+-----------------------+-------------+--------------+-------------------|
            | Memory   | Copy                  | 20.00 GiBs  | 11.49 GiBs   | ✅ Pass (174.1 %) |
            |----------+-----------------------+-------------+--------------+-------------------|
            | Disk     | Seq Write             | 854.90 MiBs | 950.00 MiBs  | ❌ Fail ( 90.0 %) |
            |----------+-----------------------+-------------+--------------+-------------------|
            | Disk     | Rnd Write             | 378.00 MiBs | 420.00 MiBs  | ✅ Pass ( 90.0 %) |
            +----------+-----------------------+-------------+--------------+-------------------+
            From 6 benchmarks in total, 4 passed and 2 failed (10% fault tolerance).
            The hardware fails to meet the requirements

            """
        #expect(NodeTable.render(rows, tolerancePercent: 10) == expected)
    }

    @Test func allPassedIsSaid() {
        let text = NodeTable.render(rows.filter { $0.passed == true }, tolerancePercent: 2.4)
        #expect(
            text.hasSuffix(
                """
                From 4 benchmarks in total, 4 passed and 0 failed (2% fault tolerance).
                The hardware meets the requirements

                """))
    }

    @Test(
        arguments: [
            (1023.0, "1023.00 MiBs"), (1024, "1.00 GiBs"), (1023.999, "1024.00 MiBs"),
            (1, "1.00 MiBs"), (0.5, "512.00 KiBs"), (0, "0.00 KiBs"), (2.675, "2.67 MiBs"),
            (0.125 / 1024, "0.12 KiBs"), (0.375 / 1024, "0.38 KiBs"),
        ] as [(Double, String)])
    func unitIsTheLargestThatIsReachedBeforeRounding(_ mebibytes: Double, _ text: String) {
        #expect(NodeTable.throughput(bytesPerSecond: mebibytes * kibi * kibi) == text)
    }

    @Test func aScoreWithoutAMinimumIsShownAndNotCounted() {
        let row = NodeTableRow(metric: .blake2b256Parallel8, scoreBytesPerSecond: kibi * kibi)
        let text = NodeTable.render([row], tolerancePercent: 10)
        #expect(text.contains("1.00 MiBs | none    | not judged |"))
        #expect(text.contains("From 0 benchmarks in total"))
    }
}
