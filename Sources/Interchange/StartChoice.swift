import Model

/// Which of several starts in one log is taken.
package enum StartNumber: Sendable, Equatable {
    case first
    case last
    /// Counted from 1, in the order of the log.
    case number(Int)
}

/// The scores that a node printed at one start.
struct StartLog: Equatable {
    private(set) var scores: [PastedScore]
    /// From the first of them to the last.
    private(set) var lines: ClosedRange<Int>

    init(_ score: PastedScore) {
        scores = [score]
        lines = score.line...score.line
    }

    subscript(metric: NodeMetric) -> PastedScore? { scores.first { $0.metric == metric } }

    mutating func append(_ score: PastedScore) {
        scores.append(score)
        lines = lines.lowerBound...max(lines.upperBound, score.line)
    }

    /// Takes in what the other has besides.
    mutating func merge(_ other: StartLog) {
        for score in other.scores where self[score.metric] == nil { scores.append(score) }
        lines = lines.lowerBound...max(lines.upperBound, other.lines.upperBound)
    }

    /// Whether a metric that both have was printed with another figure.
    func differs(from other: StartLog) -> Bool {
        scores.contains { score in
            other[score.metric].map { $0.printed.text != score.printed.text } ?? false
        }
    }
}

/// Tells the starts in one log apart and keeps the one that counts.
///
/// A collator prints the scores of its one start twice, as `[Relaychain]` and as `[Parachain]`. So
/// the same figures again are the same start, and other figures are another one.
struct StartChoice {
    private let choice: StartNumber?
    /// What has come since the order of the metrics began anew.
    private var current: StartLog?
    private var latest: StartLog?
    private var chosen: StartLog?
    /// How many starts lie before `current`, `latest` the last of them.
    private var count = 0
    /// The metrics that any start has, without the parallel one, which only newer nodes print.
    private var known: Set<NodeMetric> = []

    init(_ choice: StartNumber?) { self.choice = choice }

    /// - Throws: `severalStarts` as soon as a second one is known, where none was chosen.
    mutating func add(_ score: PastedScore) throws(InterchangeError) {
        if score.metric != .blake2b256Parallel8 { known.insert(score.metric) }
        if let last = current?.scores.last, Self.rank(score.metric) > Self.rank(last.metric) {
            current?.append(score)
        } else {
            try close()
            current = StartLog(score)
        }
        // A second start is reported when it is whole, without waiting for what may never come.
        if choice == nil, let current, let latest, current.differs(from: latest),
            latest.scores.allSatisfy({ current[$0.metric] != nil })
        {
            throw .severalStarts(first: latest.lines, second: current.lines)
        }
    }

    /// The start that counts; nil if there is none.
    ///
    /// - Throws: `severalStarts`, `noSuchStart` or `startIncomplete`.
    mutating func finish() throws(InterchangeError) -> StartLog? {
        try close()
        guard let latest else { return nil }
        keep(latest)
        guard let chosen else {
            if case .number(let number)? = choice {
                throw .noSuchStart(number: number, found: count)
            }
            return nil
        }
        let missing = NodeMetric.allCases.filter { known.contains($0) && chosen[$0] == nil }
        if !missing.isEmpty {
            throw .startIncomplete(
                lines: chosen.lines, missing: missing.map(\.function).joined(separator: ", "))
        }
        return chosen
    }

    private mutating func close() throws(InterchangeError) {
        guard let ended = current else { return }
        current = nil
        guard let before = latest else {
            latest = ended
            count = 1
            return
        }
        guard ended.differs(from: before) else {
            latest?.merge(ended)
            return
        }
        if choice == nil { throw .severalStarts(first: before.lines, second: ended.lines) }
        keep(before)
        latest = ended
        count += 1
    }

    /// Keeps the start before the next one where it is the one that was chosen.
    private mutating func keep(_ start: StartLog) {
        switch choice {
        case nil, .last: chosen = start
        case .first: if count == 1 { chosen = start }
        case .number(let number): if count == number { chosen = start }
        }
    }

    private static func rank(_ metric: NodeMetric) -> Int {
        NodeMetric.allCases.firstIndex(of: metric) ?? 0
    }
}
