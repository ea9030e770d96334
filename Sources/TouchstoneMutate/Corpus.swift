import Files
import Foundation
import History
import Judgement
import Model
import Profiles
import Rendering

/// Sound inputs, and what is made of them.
struct Corpus {
    enum Kind: String, CaseIterable { case report, profile, table, history }

    struct Damaged {
        var kind: Kind
        var bytes: [UInt8]
    }

    private let reports: [JSONTree]
    private let profiles: [[UInt8]]
    private let tables: [[UInt8]]
    private let history: [UInt8]

    /// Reads the report of everything at a path, and makes the others.
    ///
    /// - Throws: what reading it throws.
    init(report path: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let whole = try ReportJSON.decode(bytes)
        var small = whole
        for index in small.record.probes.indices {
            small.record.probes[index].blocks = Self.few(small.record.probes[index].blocks)
        }
        var bare = small
        bare.verdict = nil
        bare.nodeRule = nil
        bare.record.probes = Array(bare.record.probes.prefix(3))
        reports = try [small, bare].map { JSONTree(sound: try ReportJSON.encode($0)) }
        let catalog = ProfileCatalog(metrics: [])
        profiles = try catalog.ids.map { Array(try catalog.text(named: $0).utf8) }
        tables = [Self.table, Self.startLog].map { Array($0.utf8) }
        history = try Self.history(of: [small, bare])
    }

    /// The last blocks, with the first rows of long tables.
    private static func few(_ blocks: [BlockRecord]) -> [BlockRecord] {
        blocks.suffix(3).map { block in
            var block = block
            for (metric, sample) in block.samples {
                guard case .table(let table) = sample, let axis = table.axes.first,
                    axis.labels.count > 8
                else { continue }
                let columns = table.values.count / axis.labels.count
                let rows = TableSample.Axis(name: axis.name, labels: Array(axis.labels.prefix(8)))
                block.samples[metric] = .table(
                    TableSample(
                        axes: [rows] + table.axes.dropFirst(),
                        values: Array(table.values.prefix(8 * columns))))
            }
            return block
        }
    }

    private static func history(of reports: [Report]) throws -> [UInt8] {
        let path = FileManager.default.temporaryDirectory.path + "/mutate-\(UUID().uuidString)"
        defer {
            for ending in ["", "-wal", "-shm"] {
                FileTree.removeFile(path + ending)
            }
        }
        do {
            let store = try HistoryStore.open(path)
            for (index, report) in reports.enumerated() {
                var report = report
                report.record.id = "000000000000000\(index)"
                _ = try store.append(
                    HistoryEntry(
                        report: try DocumentJSON.encodeCompactly(report), of: report,
                        summary: RunSummary(report.record)))
            }
        }
        return [UInt8](try Data(contentsOf: URL(filePath: path)))
    }

    /// The next damaged input.
    func damaged(_ random: inout SplitMix) -> Damaged {
        switch random.below(100) {
        case 0..<35:
            var bytes: [UInt8]
            if random.below(4) > 0 {
                var tree = random.one(of: reports)
                for _ in 0...random.below(3) { tree.damage(&random) }
                bytes = tree.bytes
            } else {
                bytes = random.one(of: reports).bytes
                ByteDamage.apply(to: &bytes, &random)
            }
            return Damaged(kind: .report, bytes: bytes)
        case 35..<65:
            return Damaged(kind: .profile, bytes: text(profiles, &random))
        case 65..<98:
            return Damaged(kind: .table, bytes: text(tables, &random))
        default:
            var bytes = history
            for _ in 0...random.below(4) {
                bytes[random.below(bytes.count)] = UInt8(random.below(256))
            }
            if random.below(8) == 0 { bytes.removeLast(random.below(bytes.count)) }
            return Damaged(kind: .history, bytes: bytes)
        }
    }

    private func text(_ all: [[UInt8]], _ random: inout SplitMix) -> [UInt8] {
        var bytes = random.one(of: all)
        for _ in 0...random.below(3) {
            if random.below(2) == 0 {
                LineDamage.apply(to: &bytes, &random)
            } else {
                ByteDamage.apply(to: &bytes, &random)
            }
        }
        return bytes
    }

    private static let table = """
        +----------+----------------+-------------+--------------+-------------------+
        | Category | Function       | Score       | Minimum      | Result            |
        +============================================================================+
        | CPU      | BLAKE2-256     | 1.00 GiBs   | 1000.00 MiBs | ✅ Pass (102.4 %) |
        |----------+----------------+-------------+--------------+-------------------|
        | CPU      | SR25519-Verify | 637.62 KiBs | 637.62 KiBs  | ✅ Pass (100.0 %) |
        |----------+----------------+-------------+--------------+-------------------|
        | Memory   | Copy           | 12.19 GiBs  | 11.49 GiBs   | ✅ Pass (106.1 %) |
        |----------+----------------+-------------+--------------+-------------------|
        | Disk     | Seq Write      | 971.25 MiBs | 950.00 MiBs  | ✅ Pass (102.2 %) |
        |----------+----------------+-------------+--------------+-------------------|
        | Disk     | Rnd Write      | 445.00 MiBs | 420.00 MiBs  | ✅ Pass (106.0 %) |
        +----------+----------------+-------------+--------------+-------------------+

        """

    private static let startLog = [
        "🏁 CPU single core score: 1.04 GiBs, parallelism score: 1.00 GiBs with expected cores: 8",
        "🏁 Memory score: 12.19 GiBs", "🏁 Disk score (seq. writes): 971.25 MiBs",
        "🏁 Disk score (rand. writes): 445.00 MiBs",
    ].map { "2024-09-05 10:11:12 [Relaychain] \($0)\n" }.joined()
}
