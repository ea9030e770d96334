import Host
import Judgement
import Measurement
import Model

/// What a run will measure and write, planned on facts that were read once.
struct PlannedRun {
    /// What is measured, without what the limit of bytes leaves no room for.
    let probes: [any Probe]
    /// Probes without room, by id, and why.
    let leftOut: [String: String]
    /// Size of the file that the disk probes share, in bytes.
    let fileBytes: Int
    /// The most that one block may write, in bytes; nil means any.
    let blockBytes: Int?
    /// Scratch files that lie on the disk at once, in bytes.
    let scratchBytes: Int
    let outline: RunEstimate
    /// What others who use the disk will feel; nil means nothing is written.
    let load: RunLoad?

    init(_ request: RunRequest, _ all: [any Probe], host: HostFacts, storage: StorageFacts?) {
        let preset = request.preset
        let descriptors = all.map(\.descriptor)
        let keptMax = preset.keptRounds << (request.plannedLooks - 1)
        // The node's protocol has no rounds to shorten; its writes end at the limit.
        var limit = request.writeLimitBytes
        if case .node = request.method { limit = nil }
        let writes = WritePlan(
            descriptors, preset: preset, rounds: preset.warmupRounds + keptMax,
            memoryBytes: host.memory.totalBytes,
            roomBytes: storage.flatMap { FreeSpaceMargin.standard.room(in: $0.filesystem) },
            limitBytes: limit)
        func outline(_ descriptors: [ProbeDescriptor]) -> RunEstimate {
            RunEstimate(
                descriptors, preset: preset, looks: request.plannedLooks,
                alpha: JudgementConstants.alpha(plannedLooks: request.plannedLooks),
                timeBudgetSeconds: request.budgetSeconds, writes: writes,
                writeLimitBytes: request.guards.maxWriteBytes)
        }
        leftOut = writes.leftOut
        probes = all.filter { writes.leftOut[$0.descriptor.id] == nil }
        fileBytes = writes.fileBytes
        blockBytes = writes.blockBytes
        scratchBytes = ProbeDescriptor.scratchBytes(of: probes.map(\.descriptor), writes: writes)
        self.outline = outline(descriptors)
        let disk = outline(probes.map(\.descriptor).filter(\.needsDisk))
        load =
            disk.steps.isEmpty
            ? nil
            : RunLoad(
                writtenBytesMax: disk.writtenBytesMax, fillBytes: disk.fillBytes,
                seconds: disk.secondsTypical)
    }
}
