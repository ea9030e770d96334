package import Model

/// What commands know of a record that was read from a paste.
package enum PastedRecord {
    /// The rule that can judge a record where none was asked for.
    ///
    /// This program's; or the node's for what a node printed, whose single figures have no bounds.
    /// That it is the node's is said.
    package static func rule(
        for record: RunRecord, command: String, say: (String) -> Void
    ) -> JudgementRule {
        guard record.origin == .imported else { return .bounds }
        let isStartLog = record.probes.contains { $0.parameters["readFrom"] == "start-log" }
        say(
            isStartLog
                ? "a start log has one figure a metric: judged by the node's check at its start "
                    + "(--rule node-start); `\(command) --rule node` is that of "
                    + "`benchmark machine`"
                : "a pasted table has one figure a metric: judged by the rule of the node's "
                    + "`benchmark machine` (--rule node)")
        return isStartLog ? .nodeStart : .node
    }
}
