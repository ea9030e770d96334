/// Every finding that the preflight or the noise check knows; each has a section
/// below docs/reference/findings/.
///
/// An id is never given another meaning: stored reports and scripts hold on to it.
package enum FindingID: String, CaseIterable, Sendable {
    case cgroupCPUQuota = "cgroup.cpu-quota"
    case cgroupCPUSet = "cgroup.cpuset"
    case cgroupMemoryLimit = "cgroup.memory-limit"
    case clockSource = "clock.source"
    case clockUnsynchronised = "clock.unsynchronised"
    case cpuGovernor = "cpu.governor"
    case cpuHiddenFeatures = "cpu.hidden-features"
    case cpuMicrocode = "cpu.microcode"
    case cpuMitigationsOff = "cpu.mitigations-off"
    case cpuSMT = "cpu.smt"
    case cpuTurboOff = "cpu.turbo-off"
    case cpuVulnerable = "cpu.vulnerable"
    case limitCPUTime = "limits.cpu-time"
    case limitOpenFiles = "limits.open-files"
    case machineBusy = "machine.busy"
    case machinePressure = "machine.pressure"
    case machineRunningNode = "machine.running-node"
    case machineSteal = "machine.steal"
    case memorySwapUsed = "memory.swap-used"
    case memorySwap = "memory.swap"
    case memoryTransparentHugePages = "memory.transparent-hugepages"
    case noiseClock = "noise.clock"
    case noiseSpread = "noise.spread"
    case noiseSteal = "noise.steal"
    case numaDeviceOnOtherNode = "numa.device-on-other-node"
    case numaSourcesDisagree = "numa.sources-disagree"
    case storageAccessTimes = "storage.access-times"
    case storageBarriersOff = "storage.barriers-off"
    case storageBesideNode = "storage.beside-node"
    case storageDiscard = "storage.discard"
    case storageEncrypted = "storage.encrypted"
    case storageInMemory = "storage.filesystem-in-memory"
    case storageOverlay = "storage.filesystem-overlay"
    case storagePseudo = "storage.filesystem-pseudo"
    case storageHiddenDevice = "storage.hidden-device"
    case storageNearlyFull = "storage.nearly-full"
    case storageNetwork = "storage.network"
    case storageNoSpace = "storage.no-space"
    case storageNotPermitted = "storage.not-permitted"
    case storageRAID = "storage.raid-degraded"
    case storageReadOnly = "storage.read-only"
    case storageSpaceUnknown = "storage.space-unknown"
    case storageSynchronousMount = "storage.synchronous-mount"
    case systemKernel = "system.kernel"
    case toolDebugBuild = "tool.debug-build"

    /// Where the finding is explained: the file and the anchor of its heading.
    ///
    /// - Source: GitHub's anchors: lower case, without punctuation but the hyphen.
    package var documentation: String {
        "docs/reference/findings/\(page).md#" + rawValue.replacing(".", with: "")
    }

    /// The page of the id's first word.
    private var page: String {
        switch rawValue.prefix(while: { $0 != "." }) {
        case "storage": "disk"
        case "cpu", "memory", "numa": "processor-and-memory"
        default: "machine"
        }
    }
}

extension Finding {
    /// A finding of the list, with its link.
    package init(
        _ id: FindingID, _ severity: Severity, seen: String, matters: String, remedy: String
    ) {
        self.init(
            id: id.rawValue, severity: severity, seen: seen, matters: matters, remedy: remedy,
            documentation: id.documentation)
    }
}
