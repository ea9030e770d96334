extension WriteBudget {
    /// The job, cut to what it may write, with that much taken; a fill is done whole or not at all.
    ///
    /// - Throws: `unavailable` when not even one block is left.
    func claim(_ job: IOJob) throws(ProbeError) -> (job: IOJob, bytes: Int) {
        if job.operation == .read { return (job, 0) }
        let wanted = job.blocksMax.map { $0.multipliedReportingOverflow(by: job.blockBytes) }
        let whole = wanted.flatMap { $0.overflow ? nil : $0.partialValue }
        if job.operation == .fill, let whole {
            try take(whole)
            return (job, whole)
        }
        // Without any limit what was written is counted afterwards.
        guard let limitBytes else { return (job, 0) }
        let share = blockBytes?.multipliedReportingOverflow(by: job.writeShares)
        let allowed = share.flatMap { $0.overflow ? nil : $0.partialValue } ?? .max
        let most = min(remainingBytes, allowed, whole ?? .max)
        let blocks = most / job.blockBytes
        if blocks == 0 { throw Self.exhausted(limitBytes) }
        try take(blocks * job.blockBytes)
        var job = job
        job.blocksMax = blocks
        return (job, blocks * job.blockBytes)
    }
}
