import Model

/// Limits of the control group: a quota stops all threads in the middle of a block.
enum CgroupRule {
    static func findings(_ examination: PreflightInput) -> [Finding] {
        [quota(examination), cpuset(examination), memory(examination)].compactMap(\.self)
    }

    private static func quota(_ examination: PreflightInput) -> Finding? {
        guard let cores = examination.host.cgroup.cpuQuotaCores else { return nil }
        let cpu = examination.host.cpu
        let cpus = cpu.allowedCPUs ?? cpu.logicalCPUs
        // A quota of as many cores as there are CPUs never binds.
        if let cpus, cores >= Double(cpus) { return nil }
        return Finding(
            .cgroupCPUQuota, .advisory,
            seen: "a quota gives this process \(DecimalText.stated(cores)) cores of CPU time"
                + (cpus.map { ", though it may run on \($0) CPUs" } ?? ""),
            matters: "when the quota of a period (100 ms) is used up, every thread stands still "
                + "until the next: a block is then authored or imported that much later",
            remedy: liftQuota(examination))
    }

    private static func liftQuota(_ examination: PreflightInput) -> String {
        switch examination.host.virtualization.container {
        case "docker", "podman":
            let tool = examination.host.virtualization.container ?? "docker"
            return "start the container without --cpus and --cpu-quota (or \(tool) update "
                + "--cpus 0 NAME); pin CPUs with --cpuset-cpus instead"
        case "kubernetes":
            return "leave resources.limits.cpu out (requests stay), or use the static CPU manager "
                + "with whole CPUs"
        case .some: return "lift the container's CPU quota, and pin CPUs instead"
        case nil:
            return examination.asRoot("systemctl set-property UNIT CPUQuota=")
                + "; in a container: start it without --cpus"
        }
    }

    private static func cpuset(_ examination: PreflightInput) -> Finding? {
        guard let allowed = examination.host.cgroup.cpusetCPUs else { return nil }
        let all = examination.host.cpu.logicalCPUs.map { " of \($0)" } ?? ""
        return Finding(
            .cgroupCPUSet, .note, seen: "a cpuset lets this process run on \(allowed)\(all) CPUs",
            matters: "the figures are those of the part of the machine that the node would get "
                + "only if it runs in the same cpuset",
            remedy: "run touchstone in the node's own container or slice")
    }

    private static func memory(_ examination: PreflightInput) -> Finding? {
        guard let limit = examination.host.cgroup.memoryLimitBytes,
            limit < examination.host.memory.totalBytes ?? .max
        else { return nil }
        return Finding(
            .cgroupMemoryLimit, .note,
            seen: "a control group limits memory to \(bytesText(limit))"
                + (examination.host.memory.totalBytes.map { " of \(bytesText($0))" } ?? ""),
            matters: "the page cache counts too: a node that reaches the limit rereads its "
                + "database from disk, or is killed",
            remedy: "give the node's container or unit the memory that its profile asks for")
    }
}
