import Measurement
import Model

/// Tells on standard error how far a run is: one changing line on a terminal, plain lines
/// elsewhere.
final class ProgressPrinter {
    private let isTerminal: Bool
    private let isQuiet: Bool
    private var lastRound = -1
    private var hasLine = false

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
        isTerminal = StandardError.isTerminal
    }

    func show(_ event: ProbeEvent) {
        if isQuiet { return }
        switch event {
        case .preparing(let probe):
            replaceLine("preparing \(probe)")
        case .block(let probe, let round, let rounds, let isWarmup, let remaining):
            let left = remaining.map { ", about \(Self.duration($0)) left" } ?? ""
            let kind = isWarmup ? "warm-up round" : "round"
            if isTerminal {
                replaceLine("\(kind) \(round + 1)/\(rounds)  \(probe)\(left)")
            } else if round != lastRound {
                StandardError.write("\(kind) \(round + 1)/\(rounds)\(left)\n")
            }
            lastRound = round
        case .extending(let probes, let seconds):
            finish()
            StandardError.write(
                "undecided: \(probes.joined(separator: ", ")); going on for about "
                    + "\(Self.duration(seconds))\n")
        case .stage(let probe):
            if isTerminal {
                replaceLine("stage  \(probe)")
            } else {
                StandardError.write("stage \(probe)\n")
            }
        case .ended(let probe, let status, let reason):
            finish()
            StandardError.write("\(probe) \(status.rawValue): \(reason)\n")
        }
    }

    /// Takes the changing line away.
    func finish() {
        if hasLine { StandardError.write("\r\u{1B}[K") }
        hasLine = false
    }

    private func replaceLine(_ text: String) {
        if !isTerminal { return }
        // Cut at the width that every terminal has, lest the line wrap and stay.
        StandardError.write("\r\u{1B}[K" + text.prefix(79))
        hasLine = true
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
    }
}
