// Here: what commands print beside their results.
// May use: options, the streams, pages.
// Never: a figure of its own.

import Model
import Rendering
import Runs

/// Tells on standard error how far a run is; the results own standard output.
final class ProgressPrinter {
    private enum Form { case line, plain, json, none }

    private let form: Form
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
    }

    /// A remark that stays on the screen.
    func say(_ text: String) { show(.message(text)) }

    /// The plan in words; as JSON it is the event of the planned run.
    func show(plan: String) {
        switch form {
        case .none, .json: return
        case .line, .plain: StandardError.page(plan)
        }
    }

    func show(_ event: RunEvent) {
        switch form {
        case .none: return
        case .json:
            StandardError.page(
                NDJSONEvents.line(event, elapsedSeconds: RunClock.elapsedSeconds))
        case .line, .plain: showWords(event)
        }
    }

    private func showWords(_ event: RunEvent) {
        switch event {
        case .message(let text):
            clearLine()
            StandardError.say(text)
        case .preparing(let probe): replaceLine("preparing \(probe)")
        case .begin(let probe, let round, let rounds, let isWarmup, let remaining):
            let left = remaining.map { ", about \(RunEvent.duration($0)) left" } ?? ""
            let kind = isWarmup ? "warm-up round" : "round"
            if form == .line {
                replaceLine("\(kind) \(round + 1)/\(rounds)  \(probe)\(left)")
            } else if round != lastRound {
                StandardError.line("\(kind) \(round + 1)/\(rounds)\(left)")
            }
            lastRound = round
        case .extending(let probes, let seconds):
            clearLine()
            StandardError.line(RunEvent.going(on: probes, seconds: seconds))
        case .stage(let probe):
            if form == .line {
                replaceLine("stage  \(probe)")
            } else {
                StandardError.line("stage \(probe)")
            }
        case .progress(let probe, let done, let all):
            // A log of lines has its stage already.
            replaceLine("stage  \(probe)  block \(done)/\(all)")
        case .ended(let probe, let status, let reason):
            clearLine()
            StandardError.line("\(probe) \(status.rawValue): \(reason)")
        case .finished: clearLine()
        case .planned, .block, .verdict: break
        }
    }

    /// Removes the line that changes.
    private func clearLine() {
        if hasLine { StandardError.replaceLine("") }
        hasLine = false
    }

    private func replaceLine(_ text: String) {
        if form != .line { return }
        // Cut at the width that every terminal has, so that the line does not wrap and stay.
        StandardError.replaceLine(text)
        hasLine = true
    }
}
