package import Model

/// Tells what else happened on the machine while a block ran.
///
/// Whoever can read the machine hands one to the runner; measuring itself knows no /proc.
package struct ConditionSampler: Sendable {
    /// Reads the counters and gives what reads them again and tells the difference.
    ///
    /// Both are called once a block on the thread that does the timed work, just before and just
    /// after it.
    package let begin: @Sendable () -> (@Sendable () -> BlockConditions?)

    package init(begin: @escaping @Sendable () -> (@Sendable () -> BlockConditions?)) {
        self.begin = begin
    }

    /// Looks at nothing.
    package static let none = ConditionSampler { { nil } }
}
