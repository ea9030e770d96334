import Model

/// Reads the score lines that a node writes to its log when it starts.
///
/// A score is recognised by its words, since the 🏁 before it is often lost on the way.
///
/// - Source: polkadot-sdk substrate/client/sysinfo/src/lib.rs, `print_hwbench`: one line for each
///   score; since stable2409 (#5127) one line for the two of the CPU.
struct StartLogReader {
    /// Most score lines that are looked at.
    ///
    /// Ours: a node that starts every minute for two weeks writes fewer.
    static let scoresMax = 100_000

    private var starts: StartChoice
    private var scoresRead = 0
    /// Figures without a unit behind words that other programs print too; they matter only where
    /// the node's own scores are found beside them.
    private var doubtful: [NodeMetric: InterchangeError] = [:]

    init(choosing start: StartNumber?) { starts = StartChoice(start) }

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

    /// Takes up what the line says.
    ///
    /// - Throws: what is wrong with a score, or a second start where none was chosen.
    mutating func read(line: Int, text: String) throws(InterchangeError) {
        guard text.contains("score") else { return }
        let places = Self.wordings.flatMap { words, metric in
            text.ranges(of: words).map { (range: $0, metric: metric) }
        }
        .sorted { $0.range.lowerBound < $1.range.lowerBound }
        for (index, place) in places.enumerated() {
            let next = index + 1 < places.count ? places[index + 1].range.lowerBound : text.endIndex
            let isFlagged = Self.flags.contains { flag in
                text[..<place.range.lowerBound].trimmingSpace().hasSuffix(flag)
            }
            try take(
                place.metric, text[place.range.upperBound..<next], isFlagged: isFlagged, line: line)
        }
    }

    /// The scores of the start that counts; empty when there is none.
    ///
    /// - Throws: what is wrong with them.
    mutating func finish() throws(InterchangeError) -> StartLog? {
        guard let start = try starts.finish() else { return nil }
        for metric in NodeMetric.allCases where start[metric] == nil {
            if let problem = doubtful[metric] { throw problem }
        }
        return start
    }

    private mutating func take(
        _ metric: NodeMetric, _ said: Substring, isFlagged: Bool, line: Int
    ) throws(InterchangeError) {
        scoresRead += 1
        if scoresRead > Self.scoresMax { throw .tooLong(limit: "\(Self.scoresMax) score lines") }
        do throws(InterchangeError) {
            try add(metric, said, line: line)
        } catch {
            guard case .unreadableScore = error, !isFlagged,
                !["iBs", "iB/s", "MB/s"].contains(where: { said.prefix(24).contains($0) })
            else { throw error }
            doubtful[metric] = error
            return
        }
        if metric == .blake2b256, let words = said.firstRange(of: Self.parallelWords) {
            try takeParallel(said[words.upperBound...], line: line)
        }
    }

    private mutating func takeParallel(_ said: Substring, line: Int) throws(InterchangeError) {
        guard let words = said.firstRange(of: Self.coresWords) else {
            throw .unreadableScore(
                line: line, function: NodeMetric.blake2b256Parallel8.function,
                excerpt: Excerpt.of(said))
        }
        let rest = said[words.upperBound...].drop(while: \.isWhitespace)
        let cores = rest.prefix { $0.isNumber }
        // A date may follow at once where the line end was lost: `cores: 82024-09-05`.
        let after = rest[cores.endIndex...].first
        let isEight = cores == "8" || cores.count == 5 && cores.hasPrefix("8") && after == "-"
        guard isEight else {
            throw .otherCoreCount(line: line, excerpt: Excerpt.of(Self.coresWords + " " + cores))
        }
        try add(.blake2b256Parallel8, said[..<words.lowerBound], line: line)
    }

    private mutating func add(
        _ metric: NodeMetric, _ said: Substring, line: Int
    ) throws(InterchangeError) {
        let score: PastedScore
        do throws(PrintedScore.Problem) {
            score = PastedScore(
                metric: metric, printed: try PrintedScore(prefixOf: said), line: line)
        } catch {
            throw .score(error, line: line, metric: metric, text: said)
        }
        try starts.add(score)
    }
}
