package import Model

/// The machine as one command sees it: every file that tells facts is read once.
package struct Machine: Sendable {
    package let host: HostFacts

    private let tree: SystemTree
    private let live: LiveSystem
    private let storageReader: StorageReader
    private let pause: (@Sendable (Double) -> Void)?

    /// Reads the facts of the machine below `root`; `pause` stands in for waiting between two
    /// readings of counters.
    package init(root: String = "/", pause: (@Sendable (Double) -> Void)? = nil) {
        tree = SystemTree(root: root, remembers: true)
        storageReader = StorageReader(tree: tree)
        live = tree.isLive ? .current() : LiveSystem()
        host = HostReader(tree: tree, live: live).facts()
        self.pause = pause
    }

    /// The facts of the directory at `path`; `toWrite` also asks whether this user may write there.
    package func storage(
        at path: String, toWrite: Bool = true
    ) throws(StorageError) -> StorageFacts {
        try storageReader.facts(path: path, toWrite: toWrite)
    }

    /// What the rules of the preflight find; see ``Doctor``.
    package func findings(
        storage: StorageFacts?, profile: Profile?, intent: RunIntent, watchesLoad: Bool = true
    ) -> [Finding] {
        Doctor(
            tree: tree, storageReader: storageReader, libnuma: live.libnuma, pause: pause
        ).findings(
            host: host, storage: storage, profile: profile, intent: intent,
            watchesLoad: watchesLoad)
    }

    /// Reads what else happens on the machine; `device` is that of the disk under test.
    package func conditions(device: String?) -> ConditionReader {
        ConditionReader(tree: tree, device: device)
    }

    /// What was read so far, for the probes of a run.
    package var facts: SharedFacts { SharedFacts(tree) }

    /// The CPUs that this thread may use, grouped by core.
    package func allowedCores() -> [[Int]] {
        tree.isLive ? AllowedCores.groups(tree: tree, allowed: AllowedCores.numbers() ?? []) : []
    }

    /// How the CPUs have spent their time until now; nil if not readable.
    package func cpuTimes() -> CPUTimes? {
        tree.fresh.text("/proc/stat").flatMap(CPUTimes.init)
    }
}

/// Files of the machine that were read once, as all parts of a run share them.
package final class SharedFacts: Sendable {
    package let tree: SystemTree

    package init(_ tree: SystemTree) { self.tree = tree }
}
