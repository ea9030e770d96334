package import Model

/// What the program's catalogue says of a probe: what a run's record of it can be.
package struct KnownProbe: Sendable {
    let id: String
    /// The newest; older ones were this program's too.
    let methodVersion: Int
    let metrics: [MetricDefinition]
    /// Whether it has one block, of a stage of its own, which may hold values over time.
    let isStaged: Bool
    /// Whether its figures are those of the disk under test.
    let needsDisk: Bool

    package init(
        id: String, methodVersion: Int, metrics: [MetricDefinition], isStaged: Bool,
        needsDisk: Bool = false
    ) {
        self.id = id
        self.methodVersion = methodVersion
        self.metrics = metrics
        self.isStaged = isStaged
        self.needsDisk = needsDisk
    }
}
