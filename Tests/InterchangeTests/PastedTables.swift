/// Tables for the tests, composed here in the layouts that nodes print.
///
/// Layouts: substrate #11270 (2022-04, every border alike), comfy-table's ASCII since polkadot
/// 0.9.22 (double line below the header), stable2409 (six rows). The figures are made up.
enum PastedTables {
    static let current = """
        2024-09-05 10:11:12 Running machine benchmarks...
        2024-09-05 10:11:38\u{20}
        +----------+-----------------------+-------------+-------------+-------------------+
        | Category | Function              | Score       | Minimum     | Result            |
        +==================================================================================+
        | CPU      | BLAKE2-256            | 1.00 GiBs   | 1000.00 MiBs | ✅ Pass (102.4 %) |
        |----------+-----------------------+-------------+-------------+-------------------|
        | CPU      | BLAKE2-256-Parallel-8 | 1001.50 MiBs | 1000.00 MiBs | ✅ Pass (100.1 %) |
        |----------+-----------------------+-------------+-------------+-------------------|
        | CPU      | SR25519-Verify        | 637.62 KiBs | 637.62 KiBs | ✅ Pass (100.0 %) |
        |----------+-----------------------+-------------+-------------+-------------------|
        | Memory   | Copy                  | 12.19 GiBs  | 11.49 GiBs  | ✅ Pass (106.1 %) |
        |----------+-----------------------+-------------+-------------+-------------------|
        | Disk     | Seq Write             | 971.25 MiBs | 950.00 MiBs | ✅ Pass (102.2 %) |
        |----------+-----------------------+-------------+-------------+-------------------|
        | Disk     | Rnd Write             | 445.00 MiBs | 420.00 MiBs | ✅ Pass (106.0 %) |
        +----------+-----------------------+-------------+-------------+-------------------+
        From 6 benchmarks in total, 6 passed and 0 failed (10% fault tolerance).
        2024-09-05 10:11:38 The hardware meets the requirements
        """

    static let old = """
        +----------+----------------+---------------+--------------+-------------------+
        | Category | Function       | Score         | Minimum      | Result            |
        +----------+----------------+---------------+--------------+-------------------+
        | CPU      | BLAKE2-256     | 1001.50 MiB/s | 1.00 GiB/s   | ✅ Pass ( 97.3 %) |
        +----------+----------------+---------------+--------------+-------------------+
        | CPU      | SR25519-Verify | 637.62 KiB/s  | 666.00 KiB/s | ✅ Pass ( 95.7 %) |
        +----------+----------------+---------------+--------------+-------------------+
        | Memory   | Copy           | 12.19 GiB/s   | 14.32 GiB/s  | ❌ Fail ( 85.1 %) |
        +----------+----------------+---------------+--------------+-------------------+
        | Disk     | Seq Write      | 971.25 MiB/s  | 450.00 MiB/s | ✅ Pass (215.8 %) |
        +----------+----------------+---------------+--------------+-------------------+
        | Disk     | Rnd Write      | 445.00 MiB/s  | 200.00 MiB/s | ✅ Pass (222.5 %) |
        +----------+----------------+---------------+--------------+-------------------+
        """

    static let boxed = """
        ┌──────────┬────────────────┬─────────────┐
        │ Category ┆ Function       ┆ Score       │
        ╞══════════╪════════════════╪═════════════╡
        │ CPU      ┆ BLAKE2-256     ┆ 1001.50 MiBs│
        ├╌╌╌╌╌╌╌╌╌╌┼╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┼╌╌╌╌╌╌╌╌╌╌╌╌╌┤
        │ CPU      ┆ SR25519-Verify ┆ 637.62 KiBs │
        ├╌╌╌╌╌╌╌╌╌╌┼╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┼╌╌╌╌╌╌╌╌╌╌╌╌╌┤
        │ Memory   ┆ Copy           ┆ 12.19 GiBs  │
        ├╌╌╌╌╌╌╌╌╌╌┼╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┼╌╌╌╌╌╌╌╌╌╌╌╌╌┤
        │ Disk     ┆ Seq Write      ┆ 971.25 MiBs │
        ├╌╌╌╌╌╌╌╌╌╌┼╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┼╌╌╌╌╌╌╌╌╌╌╌╌╌┤
        │ Disk     ┆ Rnd Write      ┆ 445.00 MiBs │
        └──────────┴────────────────┴─────────────┘
        """

    static let heavyBoxed = """
        ┏━━━━━━━━━━┳━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━┓
        ┃ Category ┃ Function       ┃ Score        ┃
        ┡━━━━━━━━━━╇━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━┩
        │ CPU      │ BLAKE2-256     │ 1001.50 MiBs │
        │ CPU      │ SR25519-Verify │ 637.62KiBs   │
        │ Memory   │ Copy           │ 12.19GiBs    │
        │ Disk     │ Seq Write      │ 971.25MiB/s  │
        │ Disk     │ Rnd Write      │ 445.00 MiBs  │
        └──────────┴────────────────┴──────────────┘
        """

    static let markdown = """
        My box:

        | Category | Function | Score | Minimum | Result |
        |:---|:---|---:|---:|---|
        | CPU | BLAKE2-256 | 1001.50 MiBs | 783.27 MiBs | Pass |
        | CPU | SR25519-Verify | 637.62 KiBs | 560.67 KiBs | Pass |
        | Memory | Copy | 12.19 GiBs | 11.49 GiBs | Pass |
        | Disk | Seq Write | 971.25 MiBs | 950.00 MiBs | Pass |
        | Disk | Rnd Write | 445.00 MiBs | 420.00 MiBs | Pass |

        Is that enough?
        """

    /// The five scores that all but `current` hold, in KiB/s.
    static let fiveKibibytes: [Double] = [
        1001.5 * 1024, 637.62, 12.19 * 1024 * 1024, 971.25 * 1024, 445 * 1024,
    ]

    static let startLogNew = """
        2024-09-05 10:11:12 🏁 CPU single core score: 1.00 GiBs, parallelism score: 1001.50 MiBs with expected cores: 8
        2024-09-05 10:11:12 🏁 Memory score: 12.19 GiBs
        2024-09-05 10:11:12 🏁 Disk score (seq. writes): 971.25 MiBs
        2024-09-05 10:11:12 🏁 Disk score (rand. writes): 445.00 MiBs
        """

    static let startLogOld = """
        2023-09-05 10:11:12  INFO main sc_sysinfo: 🏁 CPU score: 1.37 GiBs
        2023-09-05 10:11:12  INFO main sc_sysinfo: 🏁 Memory score: 12.19 GiBs
        """

    static let startLogFirst = """
        2022-06-20 10:11:12 🏁 CPU score: 667MB/s
        2022-06-20 10:11:12 🏁 Memory score: 9318MB/s
        2022-06-20 10:11:12 🏁 Disk score (seq. writes): 351MB/s
        2022-06-20 10:11:12 🏁 Disk score (rand. writes): 176MB/s
        """
}

extension PastedTables {
    /// What stands before each score of a start log.
    static let startWords = [
        "CPU score:", "Memory score:", "Disk score (seq. writes):", "Disk score (rand. writes):",
    ]

    /// A collator's, with both halves of the node.
    static let startLogOfACollator = """
        2023-11-23 06:59:33 [Relaychain] 💻 CPU architecture: aarch64
        2023-11-23 06:59:33 [Relaychain] 🏁 CPU score: 608.25 MiBs
        2023-11-23 06:59:33 [Relaychain] 🏁 Memory score: 27.60 GiBs
        2023-11-23 06:59:33 [Relaychain] 🏁 Disk score (seq. writes): 1.19 GiBs
        2023-11-23 06:59:33 [Relaychain] 🏁 Disk score (rand. writes): 271.92 MiBs
        2023-11-23 06:59:33 [Parachain] 📦 Highest known block at #0
        2023-11-23 06:59:33 [Parachain] 🏁 CPU score: 608.25 MiBs
        2023-11-23 06:59:33 [Parachain] 🏁 Memory score: 27.60 GiBs
        2023-11-23 06:59:33 [Parachain] 🏁 Disk score (seq. writes): 1.19 GiBs
        2023-11-23 06:59:33 [Parachain] 🏁 Disk score (rand. writes): 271.92 MiBs
        2023-11-23 06:59:33 [Parachain] ⚠️  The hardware does not meet the minimal requirements for role 'Authority'.
        """
}
