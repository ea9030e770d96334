import Measurement
import Model
import Rendering

/// Tells on standard error how far a run is; the results own standard output.
final class ProgressPrinter {
    private enum Form { case line, plain, json, none }

    private let form: Form
    /// When the first printer of the process was made.
    private static let start = MonotonicClock().nanoseconds()

    private var lastRound = -1
    private var hasLine = false

    /// `isQuiet` silences what was not asked for by its name.
    init(_ mode: ProgressMode, isQuiet: Bool) {
        form =
            switch mode {
            case .auto: isQuiet ? .none : StandardError.isTerminal ? .line : .plain
            case .plain: .plain
            case .json: .json
            case .none: .none
            }
        _ = Self.start
    }

    /// A remark that stays on the screen.
    func say(_ text: String) {
        switch form {
        case .none: return
        case .json: tell(.message(text))
        case .line, .plain: StandardError.say(text)
        }
    }

    /// The plan in words; as JSON it is the event of `announce`.
    func show(plan: String) {
        switch form {
        case .none, .json: return
        case .line, .plain: StandardError.page(plan)
        }
    }

    /// The plan, before anything is measured.
    func announce(_ record: RunRecord, probes: [ProbeDescriptor]) {
        tell(.planned(record, probes: probes.map { ($0.id, $0.metrics) }))
    }

    func show(_ event: ProbeEvent) {
        switch form {
        case .none: return
        case .json: tell(NDJSONEvents.Event(event))
        case .line, .plain: showWords(event)
        }
    }

    /// Takes the changing line away.
    func clearLine() {
        if hasLine { StandardError.replaceLine("") }
        hasLine = false
    }

    /// The end of the measuring, whole or interrupted.
    func finish(_ record: RunRecord) {
        clearLine()
        tell(.finished(record))
    }

    /// The verdict and the exit code to come.
    func conclude(_ report: Report) {
        tell(.verdict(report))
    }

    private func tell(_ event: NDJSONEvents.Event) {
        guard form == .json else { return }
        let elapsed = Double(MonotonicClock().nanoseconds() &- Self.start) / 1e9
        StandardError.page(NDJSONEvents.line(event, elapsedSeconds: elapsed))
    }

    private func showWords(_ event: ProbeEvent) {
        switch event {
        case .preparing(let probe):
            replaceLine("preparing \(probe)")
        case .block(let probe, let round, let rounds, let isWarmup, let remaining):
            let left = remaining.map { ", about \(Self.duration($0)) left" } ?? ""
            let kind = isWarmup ? "warm-up round" : "round"
            if form == .line {
                replaceLine("\(kind) \(round + 1)/\(rounds)  \(probe)\(left)")
            } else if round != lastRound {
                StandardError.line("\(kind) \(round + 1)/\(rounds)\(left)")
            }
            lastRound = round
        case .extending(let probes, let seconds):
            clearLine()
            StandardError.line(Self.going(on: probes, seconds: seconds))
        case .measured:
            break
        case .stage(let probe):
            if form == .line {
                replaceLine("stage  \(probe)")
            } else {
                StandardError.line("stage \(probe)")
            }
        case .ended(let probe, let status, let reason):
            clearLine()
            StandardError.line("\(probe) \(status.rawValue): \(reason)")
        }
    }

    private func replaceLine(_ text: String) {
        if form != .line { return }
        // Cut at the width that every terminal has, lest the line wrap and stay.
        StandardError.replaceLine(text)
        hasLine = true
    }

    /// That the rounds go on, and for what.
    fileprivate static func going(on probes: [String], seconds: Double) -> String {
        "undecided: \(probes.joined(separator: ", ")); going on for about \(duration(seconds))"
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
    }
}

extension NDJSONEvents.Event {
    /// The runner's event in the words of the published lines.
    init(_ event: ProbeEvent) {
        switch event {
        case .preparing(let probe): self = .preparing(probe: probe)
        case .block(let probe, let round, let rounds, let isWarmup, let remaining):
            self = .begin(
                probe: probe, round: round, rounds: rounds, isWarmup: isWarmup,
                remainingSeconds: remaining)
        case .measured(let probe, let block, let metrics):
            self = .block(probe: probe, block, metrics: metrics)
        case .extending(let probes, let seconds):
            self = .message(ProgressPrinter.going(on: probes, seconds: seconds))
        case .stage(let probe): self = .stage(probe: probe)
        case .ended(let probe, let status, let reason):
            self = .ended(probe: probe, status: status, reason: reason)
        }
    }
}
