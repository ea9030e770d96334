import Model
import Testing

@testable import Profiles

/// The five versions of Parity's reference_hardware.json, written out from their figures.
struct ReferenceHardwareImportTests {
    static let v1 = """
        [
        \t{"metric": "Blake2256", "minimum": {"MiBs": 1029.0}},
        \t{"metric": "Sr25519Verify", "minimum": {"KiBs": 666.0}},
        \t{"metric": "MemCopy", "minimum": {"GiBs": 14.323}},
        \t{"metric": "DiskSeqWrite", "minimum": {"MiBs": 450.0}},
        \t{"metric": "DiskRndWrite", "minimum": {"MiBs": 200.0}}
        ]
        """

    static func plain(
        _ blake2b: String, _ sr25519: String, _ copy: String, _ sequential: String,
        _ random: String, parallel: String = ""
    ) -> String {
        """
        [
        \t{
        \t\t"metric": "Blake2256",
        \t\t"minimum": \(blake2b)
        \t},\(parallel)
        \t{
        \t\t"metric": "Sr25519Verify",
        \t\t"minimum": \(sr25519)
        \t},
        \t{"metric":"MemCopy","minimum":\(copy)},
        \t{"metric":"DiskSeqWrite","minimum":\(sequential)},
        \t{"metric":"DiskRndWrite","minimum":\(random)}
        ]

        """
    }

    static let v1Plain = plain("1029.0", "0.650391", "14666.752", "450.0", "200.0")
    static let v2 = plain("783.27", "0.547529297", "11768.341", "950.0", "420.0")
    static let v3 = plain("1000.00", "0.622675781", "11768.341", "950.0", "420.0")
    static let v4 = plain(
        "1000.00", "0.622675781", "11768.341", "950.0", "420.0",
        parallel: """

            \t{
            \t\t"metric": {
            \t\t\t"Blake2256Parallel": {
            \t\t\t\t"num_cores": 8
            \t\t\t}
            \t\t},
            \t\t"minimum": 1000.00,
            \t\t"validator_only": true
            \t},
            """)

    static let importer = ReferenceHardwareImport(
        id: "mine", title: "Mine: \"a\" title # with signs", network: "Net", role: "validator",
        source: Source(document: "reference_hardware.json", revision: "a947cb831d", date: "2024"))

    static let table: [(String, String, [Double?])] = [
        ("v1", v1, [1029, nil, 666.0 / 1024, 14.323 * 1024, 450, 200]),
        ("v1'", v1Plain, [1029, nil, 0.650391, 14666.752, 450, 200]),
        ("v2", v2, [783.27, nil, 0.547529297, 11768.341, 950, 420]),
        ("v3", v3, [1000, nil, 0.622675781, 11768.341, 950, 420]),
        ("v4", v4, [1000, 1000, 0.622675781, 11768.341, 950, 420]),
    ]

    @Test(arguments: table)
    func eachVersionComesBackWithItsFigures(
        _ version: String, _ json: String, _ mebibytes: [Double?]
    ) throws {
        let text = try Self.importer.yaml(from: json, fileName: "reference_hardware.json")
        let profile = try catalog.load(text: text, fileName: "mine.yaml")
        for (metric, expected) in zip(NodeMetric.allCases, mebibytes) {
            let base = expected.map { $0 * 1048576 / metric.nodeBytesPerWork }
            #expect(profile.minimum(metric) == base, "\(version) \(metric)")
        }
        #expect(profile.title == Self.importer.title)
        for requirement in profile.requirements {
            #expect(requirement.tolerancePercent == 10)
            #expect(requirement.source == Self.importer.source)
            #expect(
                requirement.validatorOnly == (requirement.subjectID.hasSuffix("parallel-8")))
        }
    }

    @Test func importOfTheLatestAgreesWithTheEmbeddedProfile() throws {
        let text = try Self.importer.yaml(from: Self.v4, fileName: "-")
        let imported = try catalog.load(text: text, fileName: "-").requirements
        let embedded = try catalog.profile(named: "parity-2024-09-validator").requirements
        #expect(imported.map(\.limit) == embedded.prefix(6).map(\.limit))
        #expect(imported.map(\.subject) == embedded.prefix(6).map(\.subject))
    }

    @Test func textIsTheSameEveryTime() throws {
        let text = try Self.importer.yaml(from: Self.v2, fileName: "-")
        #expect(try Self.importer.yaml(from: Self.v2, fileName: "-") == text)
        #expect(
            text.hasSuffix(
                """
                  - metric: disk.write.random.buffered
                    statistic: median
                    comparison: at-least
                    value: 420.0
                    unit: MiB/s
                    tolerance: 10
                    level: required
                    source: reference

                """))
    }

    static let bad: [(String, String)] = [
        ("", "r.json:1: the file is empty; name one that has something in it"),
        (
            "{}",
            "r.json:1: not a list of minima; it must begin like "
                + #"[{"metric": "Blake2256", "minimum": 1000.0}"#
        ),
        (
            "[{\"metric\": \"Blake2256\", \"minimum\": 1000.0}",
            "r.json:2: not readable as JSON (did not find expected ',' or ']'); fix the syntax, "
                + "often an indent, a quote or a colon"
        ),
        (
            "[\n{\"metric\": \"Sha2\", \"minimum\": 1.0}]",
            "r.json:2: entry 1 has the unknown metric 'Sha2'; the known ones are 'Blake2256', "
                + "'Sr25519Verify', 'MemCopy', 'DiskSeqWrite' and 'DiskRndWrite' and "
                + #"{"Blake2256Parallel": {"num_cores": 8}}"#
        ),
        (
            "[{\"metric\": {\"Blake2256Parallel\": {\n\"num_cores\": 0}}, \"minimum\": 1.0}]",
            "r.json:2: entry 1 (Blake2256Parallel) is for num_cores 0; write a whole number of "
                + "threads"
        ),
        (
            "[{\"metric\": {\"Blake2Parallel\": {\"num_cores\": 8}}, \"minimum\": 1.0}]",
            "r.json:1: unknown key 'Blake2Parallel' in the metric of entry 1; did you mean "
                + "'Blake2256Parallel'?"
        ),
        (
            "[{\"metric\": \"MemCopy\", \"minimum\": \"fast\"}]",
            "r.json:1: the minimum of entry 1 (MemCopy) is 'fast', not a number above 0; write a "
                + "number of MiB/s"
        ),
        (
            "[{\"metric\": \"MemCopy\", \"minimum\": -1.0}]",
            "r.json:1: the minimum of entry 1 (MemCopy) is '-1.0', not a number above 0; write a "
                + "number of MiB/s"
        ),
        (
            "[{\"metric\": \"MemCopy\", \"minimum\": {\"TiBs\": 1.0}}]",
            "r.json:1: the minimum of entry 1 (MemCopy) has an unknown unit; write a number of "
                + #"MiB/s, or one of {"KiBs": …}, {"MiBs": …}, {"GiBs": …}"#
        ),
        (
            "[{\"metric\": \"MemCopy\"}]",
            "r.json:1: entry 1 has no 'minimum'; entry 1 (MemCopy) needs a minimum"
        ),
        (
            "[{\"metric\": \"MemCopy\", \"minimum\": 1.0},\n{\"metric\": \"MemCopy\", "
                + "\"minimum\": 2.0}]",
            "r.json:2: entry 2 repeats MemCopy of entry 1; keep one of them"
        ),
        (
            "[{\"metric\": \"MemCopy\", \"minimum\": 1.0, \"check_on_rc_authority\": true}]",
            "r.json:1: unknown key 'check_on_rc_authority' in entry 1; the keys are 'metric', "
                + "'minimum' and 'validator_only'"
        ),
    ]

    @Test(arguments: bad)
    func badFileNamesLineEntryAndMend(_ json: String, _ expected: String) {
        let text = message { () throws(ProfileError) in
            _ = try Self.importer.yaml(from: json, fileName: "r.json")
        }
        #expect(text == expected)
    }

    @Test func badSourceOfTheCallerIsRefused() {
        var importer = Self.importer
        importer.source.date = "last year"
        let text = message { () throws(ProfileError) in
            _ = try importer.yaml(from: Self.v4, fileName: "r.json")
        }
        #expect(
            text == "mine.yaml:12: 'last year' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD")
    }

    /// What is measured is 8 threads, so another number is told and does not decide.
    @Test(arguments: [(4, "stricter"), (16, "more lenient")])
    func anyNumberOfThreadsIsImported(threads: Int, direction: String) throws {
        let conversion = ReferenceHardwareImport(
            id: "mine", title: "Mine", network: "Mine", role: "validator",
            source: Source(document: "mine", revision: "1", date: "2026-05-14"))
        let metric = #"{"Blake2256Parallel": {"num_cores": \#(threads)}}"#
        let text = try conversion.yaml(
            from: #"[{"metric": \#(metric), "minimum": 1000.0}]"#, fileName: "r.json")
        let line = try #require(
            try catalog.load(text: text, fileName: "mine.yaml").requirements.first)
        #expect(line.level == .recommended)
        #expect(line.reason?.contains("\(threads) threads") == true)
        #expect(line.reason?.contains(direction) == true)
    }
}
