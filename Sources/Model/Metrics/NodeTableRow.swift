/// One row of the node's table: a score, and where a profile asks for it, how it stands.
package struct NodeTableRow: Sendable, Equatable {
    package var metric: NodeMetric
    /// Bytes per second as the node counts them: 32 for a verification.
    package var scoreBytesPerSecond: Double
    /// The profile's minimum in the same unit; nil if it has none.
    package var minimumBytesPerSecond: Double?
    /// Score divided by minimum; nil without a minimum.
    package var ratio: Double?
    /// Whether the ratio is high enough by the node's rule; nil without a minimum.
    package var passed: Bool?

    package init(
        metric: NodeMetric, scoreBytesPerSecond: Double, minimumBytesPerSecond: Double? = nil,
        ratio: Double? = nil, passed: Bool? = nil
    ) {
        self.metric = metric
        self.scoreBytesPerSecond = scoreBytesPerSecond
        self.minimumBytesPerSecond = minimumBytesPerSecond
        self.ratio = ratio
        self.passed = passed
    }
}
