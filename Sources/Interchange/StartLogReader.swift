import Model

/// Reads the 🏁 lines that a node writes to its log when it starts.
///
/// - Source: polkadot-sdk substrate/client/sysinfo/src/lib.rs, `print_hwbench`: one line for each
///   score; since stable2409 (#5127) one line for the two of the CPU.
struct StartLogReader {
    private(set) var scores: [PastedScore] = []
    /// The first thing wrong with a score line; it only matters when there is no table.
    private(set) var problem: InterchangeError?

    private static let flags = ["🏁", ":checkered_flag:"]
    private static let wordings: [(words: String, metric: NodeMetric)] = [
        ("CPU single core score:", .blake2b256),
        ("CPU score:", .blake2b256),
        ("Memory score:", .memoryCopy),
        ("Disk score (seq. writes):", .diskSequentialWrite),
        ("Disk score (rand. writes):", .diskRandomWrite),
    ]
    private static let parallelWords = "parallelism score:"
    private static let coresWords = "with expected cores:"

    /// Takes up what the line says; a line without the flag, or in other words, says nothing.
    mutating func read(line: Int, text: String) {
        // A flag may carry a variation selector, which would make it another character.
        let plain = String(
            String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\u{FE0F}" }))
        for flag in Self.flags {
            // What stands before the first flag is the log's own prefix.
            for segment in plain.splitting(at: flag).dropFirst() { take(segment, line: line) }
        }
    }

    private mutating func take(_ segment: Substring, line: Int) {
        let said = segment.drop { $0.isWhitespace }
        guard let (words, metric) = Self.wordings.first(where: { said.hasPrefix($0.words) }) else {
            return
        }
        add(metric, said.dropFirst(words.count), line: line)
        let halves = said.splitting(at: Self.parallelWords)
        if metric == .blake2b256, halves.count > 1 { takeParallel(halves[1], line: line) }
    }

    private mutating func takeParallel(_ said: Substring, line: Int) {
        let parts = said.splitting(at: Self.coresWords)
        guard parts.count > 1 else {
            note(
                .unreadableScore(
                    line: line, function: NodeMetric.blake2b256Parallel8.function,
                    excerpt: Excerpt.of(said)))
            return
        }
        let cores = parts[1].trimmingSpace().prefix { $0.isNumber }
        guard cores == "8" else {
            note(
                .otherCoreCount(
                    line: line, excerpt: Excerpt.of(Self.coresWords + " " + cores)))
            return
        }
        add(.blake2b256Parallel8, parts[0], line: line)
    }

    private mutating func add(_ metric: NodeMetric, _ said: Substring, line: Int) {
        if let first = scores.first(where: { $0.metric == metric }) {
            note(.scoreTwice(line: line, function: metric.function, first: first.line))
            return
        }
        do throws(PrintedScore.Problem) {
            let printed = try PrintedScore(prefixOf: said)
            scores.append(PastedScore(metric: metric, printed: printed, line: line))
        } catch {
            note(.score(error, line: line, metric: metric, text: said))
        }
    }

    private mutating func note(_ error: InterchangeError) {
        if problem == nil { problem = error }
    }
}

extension StringProtocol where SubSequence == Substring {
    /// The parts before, between and after each occurrence of a text.
    fileprivate func splitting(at separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}
