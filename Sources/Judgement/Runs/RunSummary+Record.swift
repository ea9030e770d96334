import Latency
package import Model
import Statistics

extension RunSummary {
    /// Everything of a record that comparisons of runs need.
    package init(_ record: RunRecord) {
        let measured = record.probes.filter { $0.status == .measured }
        self.init(
            runID: record.id, startedAt: record.startedAt, complete: record.complete,
            machine: Self.machine(record).sorted { $0.name < $1.name },
            methods: measured.map { Self.method($0, tool: record.tool) }
                .sorted { $0.name < $1.name },
            environment: Self.environment(record).sorted { $0.name < $1.name },
            figures: measured.flatMap(Self.figures))
    }

    private static func figures(of probe: ProbeRecord) -> [MetricFigure] {
        probe.metrics.flatMap(\.figures).compactMap { figure in
            let samples = probe.keptFigures(of: figure)
            return OrderStatistics.median(samples).map {
                MetricFigure(
                    metric: figure.metric, median: $0, sampleCount: samples.count,
                    cap: probe.verdictBlockedBecause)
            }
        }
    }

    /// How a probe worked, and on what: figures of another state or other blocks are of other work.
    private static func method(_ probe: ProbeRecord, tool: ToolFacts) -> NamedFact {
        let kernel = probe.implementation.map { ", \($0.name)" } ?? ""
        var work = ChainParameter.work(of: probe.parameters).map { ", \($0.name) \($0.value)" }
        // A record of 0.1.0 does not say that its runtime was the model's.
        if case .real(let name) = PhaseTable.Runtime(probe.parameters) {
            work.append(", runtime \(name)")
        }
        return NamedFact(
            probe.id,
            "method \(probe.methodVersion)\(kernel), \(tool.build) build\(work.joined())")
    }

    /// What stays when the operating system is upgraded, and changes when the machine does.
    ///
    /// Names of devices and interfaces are left out, since a restart may exchange them.
    private static func machine(_ record: RunRecord) -> [NamedFact] {
        var facts = FactList()
        facts.all = record.host.map(machine(of:)) ?? []
        if let storage = record.storage {
            facts.add("storage.class", storage.deviceClass.rawValue)
            facts.add("storage.filesystem", storage.filesystem.type)
            if let device = storage.devices.last {
                facts.add("storage.device.model", device.reportedModel)
                facts.add("storage.device.transport", device.transport)
                facts.add("storage.device.bytes", device.sizeBytes)
            }
        }
        return facts.all
    }

    /// What is the machine's own among the facts of a host, sorted by name: disks come beside it.
    package static func machine(of host: HostFacts) -> [NamedFact] {
        var facts = FactList()
        facts.add("cpu.architecture", host.cpu.architecture)
        facts.add("cpu.model", host.cpu.model)
        facts.add("cpu.physical-cores", host.cpu.physicalCores)
        facts.add("memory.installed-bytes", host.memory.totalBytes.map(installedBytes))
        facts.add("virtualization.machine", host.virtualization.isVirtualMachine)
        facts.add("virtualization.hypervisor", host.virtualization.hypervisor)
        facts.add("virtualization.container", host.virtualization.container)
        return facts.all
    }

    /// The installed memory that the kernel's total belongs to: rounded up to a sixteenth of the
    /// next power of two.
    ///
    /// Ours: kernels keep 1 to 6 % for themselves, another share after each upgrade, and that must
    /// not make another machine of it.
    package static func installedBytes(totalBytes: Int) -> Int {
        var power = 1
        while power < totalBytes, power < 1 << 60 { power <<= 1 }
        let step = max(1, power / 16)
        let rest = totalBytes % step
        // What a damaged record holds may be the greatest number there is.
        let (rounded, overflows) = totalBytes.addingReportingOverflow(rest > 0 ? step - rest : 0)
        return overflows ? totalBytes : rounded
    }

    private static func environment(_ record: RunRecord) -> [NamedFact] {
        var facts = FactList()
        facts.add("tool.version", record.tool.version)
        facts.add("tool.compiler", record.tool.compiler)
        facts.add("run.preset", record.plan.preset)
        if let host = record.host {
            facts.add("cpu.microcode", host.cpu.microcode)
            facts.add("cpu.governor", host.cpu.governor)
            facts.add("cpu.smt", host.cpu.smtActive)
            facts.add("cpu.logical", host.cpu.logicalCPUs)
            facts.add("cpu.allowed", host.cpu.allowedCPUs)
            facts.add("cpu.maximum-hertz", host.cpu.maximumHertz)
            facts.add("cpu.features", host.cpu.features.joined(separator: " "))
            facts.add("memory.swap-bytes", host.memory.swapTotalBytes)
            facts.add("memory.numa-nodes", host.memory.numaNodes)
            facts.add("system.kernel", host.system.kernelRelease)
            facts.add("system.distribution", host.system.distribution)
            facts.add("system.libc", host.system.libc)
            if let mitigations = host.system.mitigations {
                facts.add("mitigations.setting", mitigations.setting ?? "not given")
                for (name, state) in mitigations.states { facts.add("mitigations.\(name)", state) }
            }
            facts.add("cgroup.cpu-quota-cores", host.cgroup.cpuQuotaCores)
            facts.add("cgroup.cpuset-cpus", host.cgroup.cpusetCPUs)
            facts.add("cgroup.memory-limit-bytes", host.cgroup.memoryLimitBytes)
        }
        if let storage = record.storage {
            facts.add("storage.path", storage.path)
            facts.add("storage.source", storage.filesystem.source)
            facts.add("storage.mount-options", storage.filesystem.options.joined(separator: ","))
            facts.add("storage.fill", fill(storage.filesystem))
        }
        for finding in record.findings {
            facts.add("finding.\(finding.id)", finding.severity.rawValue)
        }
        let measured = record.probes.filter { $0.status == .measured }
        for probe in measured {
            for (name, value) in probe.parameters where name != databaseParameter {
                facts.add("\(probe.id).\(name)", value)
            }
        }
        // Once for the run, since probes that use a database use the same one.
        let databases = Set(measured.compactMap { $0.parameters[databaseParameter] })
        if !databases.isEmpty { facts.add("database", databases.sorted().joined(separator: ", ")) }
        return facts.all
    }

    /// The parameter by which a probe names its database, such as `RocksDB 7.8.3`.
    private static let databaseParameter = "database"

    /// How full the filesystem is, in steps of ten per cent.
    ///
    /// Ours: a step is what a drive's speed may follow; single per cents change with each run.
    private static func fill(_ filesystem: FilesystemFacts) -> String? {
        guard let total = filesystem.totalBytes, let free = filesystem.availableBytes, total > 0,
            (0...total).contains(free)
        else { return nil }
        let step = min(9, Int(Double(total - free) / Double(total) * 10))
        return "\(step * 10) to \(step * 10 + 10) %"
    }
}

extension ProbeRecord {
    /// The figure of every kept and valid block, in the order of time.
    func keptFigures(of figure: FigureDefinition) -> [Double] {
        keptFigures(of: figure, percentile: LatencyDistribution.percentile(ofEncoded:permille:))
    }
}

extension RunRecord {
    /// The same, by the figure's id; empty when it was not measured.
    func keptFigures(of id: MetricID) -> [Double] {
        guard let probe = probe(ofFigure: id),
            let figure = probe.metrics.flatMap(\.figures).first(where: { $0.metric.id == id })
        else { return [] }
        return probe.keptFigures(of: figure)
    }

    /// The probe that one of its lines is of; nil if none is.
    func probe(ofFigure id: MetricID) -> ProbeRecord? {
        probes.first { $0.metrics.contains { $0.figures.contains { $0.metric.id == id } } }
    }
}

/// Facts as they are gathered; what is not known is left out.
private struct FactList {
    var all: [NamedFact] = []

    mutating func add(_ name: String, _ value: (some CustomStringConvertible)?) {
        if let value { all.append(NamedFact(name, value.description)) }
    }
}
