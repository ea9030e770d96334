import Model
import Testing

@testable import Profiles

/// Each way to break the format, and the exact text that names the line and the fix.
struct BadProfileTests {
    /// A sound profile; every case below replaces one piece of it.
    static let sound = """
        schema: 1
        id: mine
        title: Mine
        network: Net
        role: collator
        status: {state: current}
        sources:
          doc: {document: A document, revision: abc, date: 2024-09-05}
        notes:
          - A note.
        chain:
          block_time: 12 s
          weight_limit: 500 ms
          source: doc
        requirements:
          - metric: cpu.blake2b-256
            statistic: median
            comparison: at-least
            value: 1000
            unit: MiB/s
            tolerance: 10
            level: required
            source: doc
          - fact: fact.memory.total
            comparison: at-least
            value: 16
            unit: GB
            level: required
            source: doc
          - {fact: fact.cpu.smt, comparison: equal, value: false, level: required, source: doc}

        """

    static let fitting =
        "'B/s', 'KiB/s', 'MiB/s', 'GiB/s', 'MB/s' or 'GB/s'"

    /// What is replaced, by what, and the text after `mine.yaml:`.
    static let cases: [(String, String, String)] = [
        // The whole file.
        ("schema: 1\n", "", "1: the profile has no 'schema'; add `schema: 1`"),
        (
            "schema: 1", "schema: one",
            "1: 'one' is not a schema version; write `schema: 1`"
        ),
        (
            "schema: 1", "schema: 2\nnovelty: x",
            "1: schema 2 is newer than this program, which reads up to 1; use a newer touchstone"
        ),
        (
            "id: mine", "id: yours",
            "2: id 'yours' is not the name of the file; write `id: mine` or name the file "
                + "yours.yaml"
        ),
        (
            "id: mine", "id: My Profile",
            "2: 'My Profile' is not an id; use lower-case letters, digits and '-'"
        ),
        (
            "title: Mine", "titel: Mine",
            "3: unknown key 'titel' in the profile; did you mean 'title'?"
        ),
        (
            "title: Mine", "<<: Mine",
            "3: unknown key '<<' in the profile; the keys are 'schema', 'id', 'title', 'network', "
                + "'role', 'status', 'as_of', 'sources', 'notes', 'inherits', 'chain', 'session' "
                + "and 'requirements'"
        ),
        (
            "title: Mine", "title:",
            "3: 'title' in the profile has no value; write a value or remove the key"
        ),
        (
            "title: Mine", "title: [Mine]",
            "3: 'title' in the profile is not a text; write one value"
        ),
        (
            "title: Mine", "title: Mine\ntitle: Other",
            "3: key 'title' is given twice in one mapping, first here; keep one of them"
        ),
        (
            "title: Mine", "title: Mine: yours",
            "3: not readable as YAML (mapping values are not allowed in this context); fix the "
                + "syntax, often an indent, a quote or a colon"
        ),
        (
            "role: collator", "role: miner",
            "5: 'role' cannot be 'miner'; write 'collator' or 'validator'"
        ),
        (
            "state: current", "state: retired",
            "6: 'status' has no 'since'; write the date it became retired"
        ),
        (
            "state: current", "state: gone",
            "6: 'state' cannot be 'gone'; write 'current', 'superseded' or 'retired'"
        ),
        // Sources, notes, chain.
        (
            "revision: abc, ", "",
            "8: source 'doc' has no 'revision'; write the commit or version"
        ),
        (
            "date: 2024-09-05", "date: 2024-13",
            "8: '2024-13' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD"
        ),
        (
            "  - A note.", "  key: value",
            "10: 'notes' is not a list of texts; begin each note with `- `"
        ),
        (
            "block_time: 12 s", "block_time: 12",
            "12: '12' is no value of 'block_time'; write a number above 0, a space and 's', 'ms', "
                + "'us' or 'ns'"
        ),
        (
            "block_time: 12 s", "slot_time: 12 s",
            "12: 'chain' has no 'block_time'; write a number and its unit, such as `12 s`"
        ),
        // A metric requirement.
        (
            "metric: cpu.blake2b-256", "metric: cpu.blake2b-265",
            "16: unknown metric 'cpu.blake2b-265'; did you mean 'cpu.blake2b-256'?"
        ),
        (
            "metric: cpu.blake2b-256", "metric: gpu",
            "16: unknown metric 'gpu'; the known ones are 'cpu.blake2b-256', "
                + "'cpu.blake2b-256.parallel-8', 'cpu.sr25519-verify', "
                + "'disk.sync.latency', 'disk.write.random.buffered', "
                + "'disk.write.sequential.buffered' and 'memory.copy'"
        ),
        (
            "metric: cpu.blake2b-256", "name: cpu.blake2b-256",
            "16: unknown key 'name' in this requirement; the keys are 'metric', 'fact', "
                + "'statistic', 'comparison', 'value', 'unit', 'tolerance', 'level', "
                + "'validator_only', 'budget', 'source' and 'reason'"
        ),
        (
            "statistic: median", "statistic: mean",
            "17: 'statistic' cannot be 'mean'; write 'median', 'p50', 'p95', 'p99' or 'p999'"
        ),
        (
            "statistic: median", "statistic: p99",
            "17: cpu.blake2b-256 has no single times to take a percentile of; write 'median'"
        ),
        (
            "    statistic: median\n", "",
            "16: this requirement has no 'statistic'; write 'median', 'p50', 'p95', 'p99' or 'p999'"
        ),
        (
            "comparison: at-least\n    value: 1000", "comparison: more\n    value: 1000",
            "18: 'comparison' cannot be 'more'; write 'at-least', 'at-most' or 'equal'"
        ),
        (
            "comparison: at-least\n    value: 1000", "comparison: at-most\n    value: 1000",
            "18: 'at-most' does not fit cpu.blake2b-256, where higher is better; write 'at-least'"
        ),
        (
            "    value: 1000\n", "",
            "16: this requirement has no 'value'; add `value:` and a number above 0"
        ),
        (
            "value: 1000", "value: fast",
            "19: 'fast' is not a number above 0; write digits, such as 1000 or 0.65, and the unit "
                + "in `unit:`"
        ),
        (
            "value: 1000", "value: 0",
            "19: '0' is not a number above 0; write digits, such as 1000 or 0.65, and the unit in "
                + "`unit:`"
        ),
        (
            "value: 1000", "value: .inf",
            "19: '.inf' is not a number above 0; write digits, such as 1000 or 0.65, and the unit "
                + "in `unit:`"
        ),
        (
            "unit: MiB/s", "unit: MBps",
            "20: unknown unit 'MBps'; cpu.blake2b-256 takes \(fitting)"
        ),
        (
            "unit: MiB/s", "unit: MiB",
            "20: unit 'MiB' does not fit cpu.blake2b-256; it takes \(fitting)"
        ),
        ("    unit: MiB/s\n", "", "16: this requirement has no 'unit'; write \(fitting)"),
        (
            "tolerance: 10", "tolerance: 100",
            "21: '100' is not a tolerance; write per cent from 0 to below 100"
        ),
        (
            "tolerance: 10", "tolerance: 10\n    budget: 0",
            "22: '0' is not a budget; write the per cent of worsening that does not matter, "
                + "above 0, below 100"
        ),
        (
            "tolerance: 10", "tolerance: -1",
            "21: '-1' is not a tolerance; write per cent from 0 to below 100"
        ),
        (
            "    tolerance: 10\n", "",
            "16: this requirement has no 'tolerance'; write the per cent that a value may miss and "
                + "still pass with a warning, such as 10 or 0"
        ),
        (
            "level: required\n    source: doc\n  - fact", "source: doc\n  - fact",
            "16: this requirement has no 'level'; write 'required' or 'recommended'"
        ),
        (
            "level: required\n    source: doc\n  - fact", "level: required\n  - fact",
            "16: this requirement has no 'source'; name the document it was read in, by its key "
                + "under 'sources'"
        ),
        (
            "level: required\n    source: doc\n  - fact",
            "level: required\n    source: dok\n  - fact",
            "23: 'sources' has no 'dok'; did you mean 'doc'?"
        ),
        (
            "level: required\n    source: doc\n  - fact",
            "level: required\n    source: wiki\n  - fact",
            "23: 'sources' has no 'wiki'; add it there with document, revision and date"
        ),
        (
            "level: required\n    source: doc\n  - fact",
            "level: required\n    validator_only: perhaps\n    source: doc\n  - fact",
            "23: 'validator_only' is neither true nor false; write true or false"
        ),
        // A fact requirement.
        (
            "fact: fact.memory.total", "fact: fact.memory.totl",
            "24: unknown fact 'fact.memory.totl'; did you mean 'fact.memory.total'?"
        ),
        (
            "fact: fact.memory.total", "fact: fact.memory.total\n    metric: cpu.blake2b-256",
            "24: this requirement names both a metric and a fact; write two requirements"
        ),
        (
            "fact: fact.memory.total", "reason: none",
            "24: this requirement names neither a metric nor a fact; add `metric: ID` or `fact: ID`"
        ),
        (
            "fact: fact.memory.total", "fact: fact.memory.total\n    statistic: median",
            "25: a fact has no 'statistic'; remove the key: it is for metrics"
        ),
        (
            "unit: GB", "unit: GHz",
            "27: unit 'GHz' does not fit fact.memory.total; it takes 'B', 'KiB', 'MiB', 'GiB', "
                + "'TiB', 'kB', 'MB', 'GB' or 'TB'"
        ),
        (
            "comparison: equal, value: false", "comparison: at-least, value: false",
            "30: 'at-least' does not fit fact.cpu.smt; write 'equal'"
        ),
        (
            "value: false", "value: off",
            "30: 'off' is no value of fact.cpu.smt; write true or false"
        ),
        (
            "value: false", "value: false, unit: cores",
            "30: fact.cpu.smt has no 'unit'; remove the key"
        ),
        (
            "fact: fact.cpu.smt, comparison: equal, value: false",
            "fact: fact.system.kernel, comparison: at-least, value: 5.x",
            "30: '5.x' is no value of fact.system.kernel; write numbers joined by dots, such as "
                + "5.16"
        ),
        (
            "fact: fact.cpu.smt, comparison: equal, value: false",
            "fact: fact.disk.class, comparison: equal, value: floppy",
            "30: 'floppy' is no value of fact.disk.class; write 'nvme', 'ssd', 'rotating', "
                + "'virtual', 'network', 'memory' or 'unknown'"
        ),
        (
            "fact: fact.cpu.smt, comparison: equal, value: false",
            "fact: fact.memory.total, comparison: at-least, value: 32, unit: GB",
            "30: 'fact.memory.total' is already required at-least in line 24; keep one of them"
        ),
        (
            "  - {fact: fact.cpu.smt, comparison: equal, value: false, level: required, "
                + "source: doc}",
            "  - word",
            "30: this requirement is not a mapping; write it as `key: value` lines with the keys "
                + "'metric', 'fact', 'statistic', 'comparison', 'value', 'unit', 'tolerance', "
                + "'level', 'validator_only', 'budget', 'source' and 'reason'"
        ),
    ]

    private static let catalog = ProfileCatalog(metrics: nodeMetrics + [latency])

    @Test func soundProfileLoads() throws {
        let profile = try Self.catalog.load(text: Self.sound, fileName: "some/mine.yaml")
        #expect(profile.requirements.count == 3)
        #expect(profile.chain?.slotSeconds == nil)
        #expect(profile.inherited == nil)
    }

    @Test(arguments: cases)
    func badFileNamesLineAndMend(_ piece: String, _ replacement: String, _ expected: String) throws
    {
        try #require(Self.sound.contains(piece), "\(piece)")
        let text = Self.sound.replacing(piece, with: replacement, maxReplacements: 1)
        let error = message { () throws(ProfileError) in
            _ = try Self.catalog.load(text: text, fileName: "mine.yaml")
        }
        #expect(error == "mine.yaml:" + expected)
    }

    @Test(arguments: [
        ("", "the file is empty; name one that has something in it"),
        ("# only a comment\n", "the file is empty; name one that has something in it"),
        (
            "[1, 2]",
            "the profile is not a mapping; write it as `key: value` lines"
        ),
        (
            "\u{1}",
            "not readable as YAML (control characters are not allowed); save the file as "
                + "UTF-8 text without control characters"
        ),
        (
            String(repeating: "[", count: 100_000),
            "nested too deeply; write it flat: a profile needs no more than 5 levels"
        ),
        (
            String(repeating: "- ", count: 100_000),
            "nested too deeply; write it flat: a profile needs no more than 5 levels"
        ),
    ])
    func whatIsNoProfileIsRefused(_ text: String, _ expected: String) {
        let error = message { () throws(ProfileError) in
            _ = try Self.catalog.load(text: text, fileName: "mine.yaml")
        }
        #expect(error == "mine.yaml:1: " + expected)
    }

    @Test func secondDocumentIsRefused() {
        let error = message { () throws(ProfileError) in
            _ = try Self.catalog.load(text: Self.sound + "---\na: 1\n", fileName: "mine.yaml")
        }
        #expect(
            error == "mine.yaml:31: not readable as YAML (but found another document); fix the "
                + "syntax, often an indent, a quote or a colon")
    }

    @Test func lowerIsBetterTakesAtMost() throws {
        let requirement = """
              - metric: disk.sync.latency
                statistic: median
                comparison: at-most
                value: 2
                unit: ms
                tolerance: 0
                level: recommended
                source: doc

            """
        let profile = try Self.catalog.load(text: Self.sound + requirement, fileName: "-")
        #expect(profile.requirements.last?.limit == .quantity(0.002, unit: "ms"))
        let wrong = message { () throws(ProfileError) in
            _ = try Self.catalog.load(
                text: Self.sound + requirement.replacing("at-most", with: "at-least"),
                fileName: "mine.yaml")
        }
        #expect(
            wrong == "mine.yaml:33: 'at-least' does not fit disk.sync.latency, where lower is "
                + "better; write 'at-most'")
    }
}
