// Here: damaged files for every reader.
// May use: every reader.
// Never: a good file that is judged.

import Files
import Foundation

/// Runs the cases one after the other, and ends at the first that breaks a rule.
struct Campaign {
    /// The longest that one case may take, in seconds.
    private static let secondsMax = 2.0
    /// The most memory that a process may take, in KiB.
    private static let memoryMax = 256 << 10

    private let options: Options
    private let corpus: Corpus
    private let folder: URL

    struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    init(_ options: Options) throws {
        self.options = options
        corpus = try Corpus(report: options.report)
        folder = FileManager.default.temporaryDirectory
            .appending(path: "touchstone-mutate-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func run() throws {
        defer { FileTree.remove(folder.path) }
        let reader: any Reader =
            try options.program.map { try ProcessReader($0, folder: folder) }
            ?? ProgramReader(folder: folder)
        let begin = Date()
        var number = options.from
        var counts: [Corpus.Kind: Int] = [:]
        var longest = 0.0
        while (number - options.from) < options.cases ?? .max,
            Date().timeIntervalSince(begin) < options.seconds ?? .infinity
        {
            try keep(number)
            var random = SplitMix(seed: options.seed, stream: UInt64(number))
            let damaged = corpus.damaged(&random)
            let start = Date()
            do {
                try reader.read(damaged, &random)
            } catch {
                try fail("\(error)", damaged, number)
            }
            let seconds = Date().timeIntervalSince(start)
            longest = max(longest, seconds)
            if seconds > Self.secondsMax {
                try fail("took \(seconds) s", damaged, number)
            }
            counts[damaged.kind, default: 0] += 1
            number += 1
        }
        try report(counts, longest: longest, memory: reader.memoryKiB, since: begin)
    }

    private func report(
        _ counts: [Corpus.Kind: Int], longest: Double, memory: Int, since begin: Date
    ) throws {
        let kinds = counts.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", ")
        let seconds = Int(Date().timeIntervalSince(begin))
        print(
            "seed \(options.seed), \(counts.values.reduce(0, +)) cases in \(seconds) s: \(kinds); "
                + "longest \(Int(longest * 1000)) ms, at most \(memory >> 10) MiB")
        if memory > Self.memoryMax {
            throw Broken(description: "took \(memory >> 10) MiB")
        }
    }

    /// Writes down which case is at work, for whoever finds the process dead.
    private func keep(_ number: Int) throws {
        guard let state = options.state else { return }
        try Data("--seed \(options.seed) --from \(number) --cases 1\n".utf8)
            .write(to: URL(filePath: state))
    }

    private func fail(_ problem: String, _ damaged: Corpus.Damaged, _ number: Int) throws -> Never {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "touchstone-mutate-\(options.seed)-\(number).\(damaged.kind.rawValue)")
        try Data(damaged.bytes).write(to: path)
        throw Broken(
            description: "\(problem): case \(number) of seed \(options.seed), kept in \(path.path)")
    }
}

/// Whoever reads the damaged bytes.
protocol Reader {
    func read(_ damaged: Corpus.Damaged, _ random: inout SplitMix) throws
    /// The most memory taken until now, in KiB.
    var memoryKiB: Int { get }
}

/// A generator of which each case has a stream of its own.
///
/// - Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014),
///   SplitMix64.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64, stream: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 ^ (stream &+ 1) &* 0xD1B5_4A32_D192_ED03
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &self) }

    mutating func one<Element>(of all: [Element]) -> Element { all[below(all.count)] }
}
