internal import Glibc
package import Model

/// Looks at machine and disk before anything is measured; reads only, in about a second.
package struct Doctor: Sendable {
    /// Seconds between the two readings that tell how busy the CPUs are.
    ///
    /// - Source: Ours: a second of two CPUs is 200 ticks, so that half a per cent can be
    ///   determined.
    private static let watchSeconds = 1.0

    private let tree: SystemTree
    private let limits: ProcessLimits
    private let storageReader: StorageReader
    private let libnuma: NUMATopology?
    private let pause: @Sendable (Double) -> Void

    /// Makes a doctor for the machine below `root`.
    ///
    /// System calls are asked only when `root` is `/`; the other arguments stand in for them.
    /// `libnuma` are the NUMA nodes that libnuma names, `pause` waits so many seconds between two
    /// readings.
    package init(
        root: String = "/", limits: ProcessLimits? = nil, storageReader: StorageReader? = nil,
        libnuma: NUMATopology? = nil, pause: (@Sendable (Double) -> Void)? = nil
    ) {
        self.init(
            tree: SystemTree(root: root), limits: limits,
            storageReader: storageReader ?? StorageReader(root: root),
            libnuma: libnuma ?? (SystemTree(root: root).isLive ? .libnuma() : nil), pause: pause)
    }

    init(
        tree: SystemTree, limits: ProcessLimits? = nil, storageReader: StorageReader,
        libnuma: NUMATopology?, pause: (@Sendable (Double) -> Void)? = nil
    ) {
        self.tree = tree
        self.limits = limits ?? (tree.isLive ? .current() : ProcessLimits())
        self.storageReader = storageReader
        self.libnuma = libnuma
        if let pause {
            self.pause = pause
        } else if tree.isLive {
            self.pause = { seconds in _ = usleep(UInt32(seconds * 1e6)) }
        } else {
            // A captured tree does not change while one waits.
            self.pause = { _ in }
        }
    }

    /// What was seen, the blocking findings first.
    ///
    /// `storage` is the disk under test, nil means none; `profile` is what the machine will be held
    /// against, nil means nothing. Watching the load takes a second; without it the load and steal
    /// of the moment are not reported.
    package func findings(
        host: HostFacts, storage: StorageFacts?, profile: Profile?, intent: RunIntent = .init(),
        watchesLoad: Bool = true
    ) -> [Finding] {
        let first = watchesLoad ? tree.fresh.text("/proc/stat").flatMap(CPUTimes.init) : nil
        if first != nil { pause(Self.watchSeconds) }
        let last = tree.fresh.text("/proc/stat").flatMap(CPUTimes.init)
        var cpuUse: CPUUse?
        if let first, let last { cpuUse = CPUUse(from: first, to: last) }
        let reader = storageReader
        let examination = PreflightInput(
            tree: tree, host: host, storage: storage, profile: profile, intent: intent,
            limits: limits, cpuUse: cpuUse, numa: NUMASurvey(tree: tree, libnuma: libnuma),
            storageOfProcess: { reader.facts(path: $1, ofProcess: $0) })
        let all = Self.rules.flatMap { $0(examination) }
        return [.blocking, .advisory, .note].flatMap { severity in
            all.filter { $0.severity == severity }
        }
    }

    /// Every rule, in the order in which its findings are reported.
    private static let rules: [@Sendable (PreflightInput) -> [Finding]] = [
        { examination in
            examination.storage.map {
                StoragePreflight.findings(
                    $0, requiredBytes: examination.intent.requiredBytes,
                    allowAnyFilesystem: examination.intent.allowAnyFilesystem)
            } ?? []
        },
        RunningNodeRule.findings, BusyRule.findings, StealRule.findings, PressureRule.findings,
        FrequencyRule.findings, SMTRule.findings, HiddenFeaturesRule.findings,
        VulnerabilityRule.findings, MicrocodeRule.findings, CgroupRule.findings,
        SwapRule.findings, HugePagesRule.findings, ClockRule.findings, KernelRule.findings,
        LimitRule.findings, MountRule.findings, FillRule.findings, DeviceRule.findings,
        NodeLocalityRule.findings, NodeSourcesRule.findings,
    ]
}
