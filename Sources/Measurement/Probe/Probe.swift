// Here: what a probe is and where it works.
// May use: basics, timing, scratch files.
// Never: a particular probe, the order of rounds.

package import Model

/// One thing to measure: a file of its own, a line in the catalogue, a test.
///
/// A probe states what it is, prepares a session untimed, and leaves clock, order of rounds,
/// statistics and messages to the runner. It never prints, reads a clock or judges.
package protocol Probe: Sendable {
    /// What the probe is; constant.
    var descriptor: ProbeDescriptor { get }

    /// Makes everything that the timed work needs; not timed.
    ///
    /// Whatever it takes (memory, descriptors) is released with the session.
    ///
    /// - Throws: `unavailable` when a need is not met; `system` when the system refuses.
    func prepare(in environment: ProbeEnvironment) throws(ProbeError) -> any ProbeSession
}

/// A prepared probe; used by one thread at a time.
package protocol ProbeSession: AnyObject {
    /// Sizes, counts and threads of this session, for the record.
    var parameters: [String: String] { get }
    /// The code path that does the work; nil if there is only one.
    var implementation: Implementation? { get }
    /// Doubts that are known by now; asked after every block.
    var advisories: [Advisory] { get }
    /// Why samples of the block before do not count; empty = all count.
    var invalid: [MetricID: String] { get }

    /// Does one block of timed work.
    ///
    /// - Returns: one sample for each of the probe's metrics.
    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample]

    /// Proves, untimed, that the block before did its work.
    ///
    /// - Throws: `wrongAnswer` when it did not.
    func check() throws(ProbeError)
}

extension ProbeSession {
    package var implementation: Implementation? { nil }
    package var advisories: [Advisory] { [] }
    package var invalid: [MetricID: String] { [:] }
}
