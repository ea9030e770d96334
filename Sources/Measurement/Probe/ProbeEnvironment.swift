/// Where a probe works.
package struct ProbeEnvironment: Sendable {
    package let scale: ProbeScale
    /// Where scratch files go; nil if no disk was named.
    package let scratch: ScratchSpace?
    /// Size of the file that the disk probes share; a multiple of 1 MiB.
    package let diskFileBytes: Int
    /// Whether a disk figure without proof that the disk did the work is refused; not so where no
    /// verdict may rest on it anyhow.
    package let demandsProof: Bool
    /// Logical CPUs that this process may use, at least 1.
    package let allowedCPUs: Int
    /// Their numbers, one list a core: the core's threads; empty = not known.
    package let cores: [[Int]]
    /// Bytes of memory that may be taken; nil if not known.
    package let availableMemoryBytes: Int?
    /// Seed of the probes' own data.
    package let seed: UInt64
    package let cancellation: Cancellation
    /// What several probes of a run use one after the other.
    package let resources: RunResources
    /// How the process is started that measures the stages of isolated probes; nil if they are
    /// measured in this process.
    package let stages: StageProgram?

    package init(
        scale: ProbeScale, scratch: ScratchSpace?, diskFileBytes: Int = 2 << 30,
        demandsProof: Bool = true, allowedCPUs: Int, cores: [[Int]] = [],
        availableMemoryBytes: Int?, seed: UInt64, cancellation: Cancellation,
        resources: RunResources = RunResources(), stages: StageProgram? = nil
    ) {
        self.scale = scale
        self.scratch = scratch
        self.diskFileBytes = diskFileBytes
        self.demandsProof = demandsProof
        self.allowedCPUs = allowedCPUs
        self.cores = cores
        self.availableMemoryBytes = availableMemoryBytes
        self.seed = seed
        self.cancellation = cancellation
        self.resources = resources
        self.stages = stages
    }
}
