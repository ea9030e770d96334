import Model

/// Limits that the shell, or whatever started this process, has set.
enum LimitRule {
    /// - Source: polkadot-sdk substrate/client/cli, RECOMMENDED_OPEN_FILE_DESCRIPTOR_LIMIT: the
    ///   node raises its soft limit to the hard one, and warns when that is less.
    private static let openFilesMin = 10_000

    static func findings(_ examination: PreflightInput) -> [Finding] {
        [openFiles(examination), cpuTime(examination)].compactMap(\.self)
    }

    private static func openFiles(_ examination: PreflightInput) -> Finding? {
        guard let most = examination.limits.openFilesMax, most < openFilesMin else { return nil }
        return Finding(
            .limitOpenFiles, .advisory,
            seen: "a process started from here may open \(most) files; the node wants "
                + "\(openFilesMin)",
            matters: "database files and peers share that number: a node that runs out drops "
                + "peers, then fails to open its database",
            remedy: "LimitNOFILE=65536 in the node's systemd unit; docker run --ulimit "
                + "nofile=65536:65536")
    }

    private static func cpuTime(_ examination: PreflightInput) -> Finding? {
        guard let seconds = examination.limits.cpuSecondsMax else { return nil }
        return Finding(
            .limitCPUTime, .advisory,
            seen: "the kernel ends this process after \(seconds) s of CPU time (ulimit -t)",
            matters: "the run would be killed in the middle, and its figures lost",
            remedy: "ulimit -t unlimited, or start it from another shell")
    }
}
