import Host
import Model
import Testing

struct CgroupFindingTests {
    @Test func findsTheQuotaOfACapturedContainer() throws {
        let root = Fixture.root("container-cgroup2")
        let host = HostReader(root: root).facts()
        let findings = Doctor(root: root).findings(host: host, storage: nil, profile: nil)
        let quota = try #require(findings.first { $0.id == "cgroup.cpu-quota" })
        #expect(quota.severity == .advisory)
        #expect(quota.remedy.contains("without --cpus"))
    }

    @Test(arguments: [
        ("docker", "without --cpus"), ("podman", "podman update"),
        ("kubernetes", "resources.limits.cpu"), ("lxc", "container's CPU quota"),
    ])
    func namesTheContainersOwnSetting(container: String, setting: String) throws {
        var visit = try Visit()
        visit.host.virtualization.container = container
        visit.host.cgroup.cpuQuotaCores = 1.5
        let finding = try #require(visit.finding(.cgroupCPUQuota))
        #expect(
            finding.seen == "a quota gives this process 1.5 cores of CPU time, though it may run "
                + "on 4 CPUs")
        #expect(finding.remedy.contains(setting))
    }

    @Test func aServicesQuotaIsLiftedByRootOrSudo() throws {
        var visit = try Visit()
        visit.host.cgroup.cpuQuotaCores = 2.25
        #expect(visit.finding(.cgroupCPUQuota)?.seen.contains("2.25 cores") == true)
        let property = "systemctl set-property UNIT CPUQuota="
        #expect(visit.finding(.cgroupCPUQuota)?.remedy.hasPrefix("sudo " + property) == true)
        visit.limits.isRoot = true
        #expect(visit.finding(.cgroupCPUQuota)?.remedy.hasPrefix(property) == true)
    }

    @Test func aQuotaOfAllCPUsNeverBinds() throws {
        var visit = try Visit()
        visit.host.cgroup.cpuQuotaCores = 4
        #expect(visit.finding(.cgroupCPUQuota) == nil)
        visit.host.cgroup.cpuQuotaCores = 3.05
        #expect(visit.finding(.cgroupCPUQuota)?.seen.contains("3.05 cores") == true)
    }

    @Test func notesACpusetAndAMemoryLimit() throws {
        var visit = try Visit()
        visit.host.cgroup.cpusetCPUs = 2
        visit.host.cgroup.memoryLimitBytes = 8 << 30
        #expect(
            visit.finding(.cgroupCPUSet)?.seen == "a cpuset lets this process run on 2 of 4 CPUs")
        #expect(visit.finding(.cgroupCPUSet)?.severity == .note)
        #expect(
            visit.finding(.cgroupMemoryLimit)?.seen
                == "a control group limits memory to 8 GiB of 16 GiB")
        visit.host.cgroup.memoryLimitBytes = 16 << 30
        visit.host.cgroup.cpusetCPUs = nil
        #expect(visit.findings().isEmpty)
    }
}
