internal import Model

/// Another probe whose timed work takes longer, to show that a gate sees it.
package struct DelayedProbe: Probe {
    private let probe: any Probe
    private let fraction: Double

    /// - `fraction`: how much longer each iteration takes: 0.15 for 15 %.
    package init(_ probe: any Probe, by fraction: Double) {
        self.probe = probe
        self.fraction = fraction
    }

    package var descriptor: ProbeDescriptor { probe.descriptor }

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        DelayedSession(try probe.prepare(in: environment), by: fraction)
    }
}

/// The session of a delayed probe; all but its time is the delayed one's own.
private final class DelayedSession: ProbeSession {
    private let session: any ProbeSession
    private let fraction: Double

    init(_ session: any ProbeSession, by fraction: Double) {
        self.session = session
        self.fraction = fraction
    }

    var parameters: [String: String] { session.parameters }
    var implementation: Implementation? { session.implementation }
    var invalid: [MetricID: String] { session.invalid }

    /// The record must say that its figures are not the machine's.
    var advisories: [Advisory] {
        session.advisories + [
            Advisory(
                id: "selftest.delayed",
                text:
                    "each iteration was made \(Int((fraction * 100).rounded())) % longer, to test "
                    + "the gate")
        ]
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        try session.measure(timer.delaying(by: fraction))
    }

    func check() throws(ProbeError) { try session.check() }
}
