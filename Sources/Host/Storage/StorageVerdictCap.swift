package import Model

extension StorageFacts {
    /// Why no disk verdict may rest on this storage, or nil if one may.
    ///
    /// A filesystem in memory, or a container's layered root, is never what a node's database will
    /// lie on; a run that was allowed there all the same gives figures and no verdict.
    package var verdictBlockedBecause: String? {
        guard filesystem.isMemoryBacked || filesystem.isOverlay || deviceClass == .memory else {
            return nil
        }
        return "\(path) is \(filesystem.type), which is no disk of a node"
    }

    /// The same, in the light of what else was found: a node that uses the disk meanwhile takes
    /// part in every figure.
    package func verdictBlockedBecause(given findings: [Finding]) -> String? {
        if let verdictBlockedBecause { return verdictBlockedBecause }
        return findings.contains { $0.id == FindingID.storageBesideNode.rawValue }
            ? "measured beside a node that uses the same disk" : nil
    }
}
