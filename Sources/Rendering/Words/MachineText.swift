import Model

/// The machine and the disk in one line each; what was not readable is left out, never a zero.
enum MachineText {
    /// CPU, cores, memory, kernel, and whether it is virtual.
    static func host(_ host: HostFacts) -> String {
        var parts = [host.cpu.model.map { SafeText.line($0, limit: 100) } ?? "unknown CPU"]
        parts.append(contentsOf: [cores(host.cpu), memory(host.memory)].compactMap(\.self))
        if let kernel = host.system.kernelRelease {
            parts.append("Linux " + SafeText.line(kernel, limit: 60))
        }
        if let distribution = host.system.distribution {
            parts.append(SafeText.line(distribution, limit: 60))
        }
        parts.append(virtualization(host.virtualization))
        parts.append(contentsOf: limits(host.cgroup))
        return parts.joined(separator: ", ")
    }

    private static func cores(_ cpu: CPUFacts) -> String? {
        var parts: [String] = []
        if let cores = cpu.physicalCores {
            parts.append(counted(cores, "core"))
        }
        if let logical = cpu.logicalCPUs, logical != cpu.physicalCores {
            parts.append(counted(logical, "CPU"))
        }
        if let allowed = cpu.allowedCPUs, let logical = cpu.logicalCPUs, allowed < logical {
            parts.append("\(allowed) of them allowed")
        }
        return parts.isEmpty ? nil : parts.joined(separator: " / ")
    }

    private static func memory(_ memory: MemoryFacts) -> String? {
        memory.totalBytes.map { QuantityFormat.text(Double($0), .bytes) + " RAM" }
    }

    private static func virtualization(_ facts: VirtualizationFacts) -> String {
        var parts: [String] = []
        switch facts.isVirtualMachine {
        case true?:
            let name = facts.hypervisor.map { " (" + SafeText.line($0, limit: 40) + ")" } ?? ""
            parts.append("virtual machine" + name)
        case false?: parts.append("no sign of a virtual machine")
        case nil: break
        }
        if let container = facts.container {
            parts.append("container (" + SafeText.line(container, limit: 40) + ")")
        }
        if parts.isEmpty { return "virtual machine or not: not readable" }
        return parts.joined(separator: ", ")
    }

    private static func limits(_ cgroup: CgroupFacts) -> [String] {
        var parts: [String] = []
        if let cores = cgroup.cpuQuotaCores {
            parts.append("limited to \(DecimalText.stated(cores)) cores of CPU time")
        }
        if let bytes = cgroup.memoryLimitBytes {
            parts.append("limited to \(QuantityFormat.text(Double(bytes), .bytes)) of memory")
        }
        return parts
    }

    /// Path, filesystem, device and class of the disk under test.
    static func storage(_ storage: StorageFacts) -> String {
        let filesystem = storage.filesystem
        var parts = [
            SafeText.line(storage.path, limit: 200),
            SafeText.line(filesystem.type, limit: 40) + " on "
                + SafeText.line(filesystem.source, limit: 100),
        ]
        parts += storage.devices.map(device)
        parts.append("class: " + LimitText.word(for: storage.deviceClass))
        if let free = filesystem.availableBytes {
            parts.append(QuantityFormat.text(Double(free), .bytes) + " free")
        }
        return parts.joined(separator: ", ")
    }

    /// Name and size of a block device; what it says of itself is marked as reported.
    private static func device(_ device: BlockDeviceFacts) -> String {
        var text = SafeText.line(device.name, limit: 40)
        // A layer above the disks has nothing of its own to report.
        guard device.kind == "disk" else { return text }
        var reported: [String] = []
        if let model = device.reportedModel { reported.append(SafeText.line(model, limit: 60)) }
        if let isRotational = device.reportedRotational {
            reported.append(isRotational ? "rotating" : "not rotating")
        }
        if let transport = device.transport {
            text += " by " + SafeText.line(transport, limit: 20)
        }
        if let size = device.sizeBytes { text += " " + QuantityFormat.text(Double(size), .bytes) }
        return reported.isEmpty ? text : text + " (reported: \(reported.joined(separator: "; ")))"
    }

    /// What was run, when and for how long.
    static func run(_ record: RunRecord) -> String {
        var parts = [SafeText.line(record.startedAt, limit: 40)]
        switch record.origin {
        case .measured:
            let rounds = record.plan.keptRounds
            parts.append(
                "preset \(SafeText.line(record.plan.preset, limit: 40)), "
                    + counted(rounds, "kept round"))
            parts.append(QuantityFormat.duration(seconds: record.durationSeconds))
        case .imported:
            parts.append("imported: one figure a metric, without spread")
        }
        parts.append(
            "Touchstone \(SafeText.line(record.tool.version, limit: 40))"
                + " (\(SafeText.line(record.tool.build, limit: 20)))")
        return parts.joined(separator: ", ")
    }

    /// What makes the whole record doubtful, one sentence each.
    static func doubts(_ report: Report) -> [String] {
        let record = report.record
        var doubts = report.doubt.map { [DoubtText.sentence($0)] } ?? []
        if !record.complete {
            let by = record.interruptedBy.map { " by " + SafeText.line($0, limit: 20) } ?? ""
            doubts.append("the run was interrupted\(by): what was measured until then is shown")
        }
        if record.tool.build != "release" {
            let build = SafeText.line(record.tool.build, limit: 20)
            doubts.append("measured by a \(build) build: its figures are not the machine's")
        }
        return doubts
    }
}
