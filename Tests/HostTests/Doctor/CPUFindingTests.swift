import Host
import Model
import Testing

struct CPUFindingTests {
    private static let cpus = "/sys/devices/system/cpu"

    @Test func findsNothingOnAMachineThatShowsNothing() throws {
        #expect(try Visit().findings().isEmpty)
    }

    @Test func findsGovernorsThatRaiseTheClockLate() throws {
        var visit = try Visit()
        for cpu in 0..<4 {
            try visit.tree.write(
                "\(Self.cpus)/cpu\(cpu)/cpufreq/scaling_governor",
                cpu == 0 ? "performance\n" : "powersave\n")
        }
        let finding = try #require(visit.finding(.cpuGovernor))
        #expect(finding.severity == .advisory)
        #expect(finding.seen == "frequency governor powersave on 3 of 4 CPUs")
        #expect(finding.remedy == "sudo cpupower frequency-set --governor performance")
        #expect(
            finding.documentation
                == "docs/reference/findings/processor-and-memory.md#cpugovernor")
        visit.limits.isRoot = true
        #expect(
            visit.finding(.cpuGovernor)?.remedy == "cpupower frequency-set --governor performance")
        visit.host.virtualization.container = "docker"
        #expect(visit.finding(.cpuGovernor)?.remedy.hasPrefix("on the host: ") == true)
        for cpu in 0..<4 {
            try visit.tree.write(
                "\(Self.cpus)/cpu\(cpu)/cpufreq/scaling_governor", "performance\n")
        }
        #expect(visit.finding(.cpuGovernor) == nil)
    }

    @Test func findsTheGovernorOfACapturedServer() {
        let root = Fixture.root("bare-metal-zen3")
        let findings = Doctor(root: root).findings(
            host: HostReader(root: root).facts(), storage: nil, profile: nil)
        #expect(findings.map(\.id).contains("cpu.governor"))
        #expect(!findings.map(\.id).contains("cpu.hidden-features"))
    }

    @Test(arguments: [
        ("/intel_pstate/no_turbo", "1", "0"), ("/cpufreq/boost", "0", "1"),
    ])
    func findsTurboSwitchedOff(file: String, off: String, on: String) throws {
        var visit = try Visit()
        try visit.tree.write(Self.cpus + file, on + "\n")
        #expect(visit.finding(.cpuTurboOff) == nil)
        try visit.tree.write(Self.cpus + file, off + "\n")
        #expect(
            visit.finding(.cpuTurboOff)?.remedy == "echo \(on) | sudo tee \(Self.cpus)\(file)")
        visit.limits.isRoot = true
        #expect(visit.finding(.cpuTurboOff)?.remedy == "echo \(on) > \(Self.cpus)\(file)")
    }

    @Test func holdsSMTAgainstTheProfile() throws {
        var visit = try Visit()
        visit.host.cpu.smtActive = true
        #expect(visit.finding(.cpuSMT) == nil)
        visit.profile = Visit.profile(.smt, .flag(false))
        let finding = try #require(visit.finding(.cpuSMT))
        #expect(finding.seen == "SMT is on, and test-collator asks for it to be off")
        #expect(finding.remedy.contains("echo off | sudo tee"))
        visit.host.cpu.smtActive = false
        #expect(visit.finding(.cpuSMT) == nil)
        visit.host.cpu.smtActive = nil
        #expect(visit.finding(.cpuSMT) == nil)
    }

    private static func guest(
        model: String, features: [String], hypervisor: String? = "kvm"
    ) throws -> Visit {
        var visit = try Visit()
        try visit.tree.write("/proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu lm hypervisor\n")
        visit.host.cpu.architecture = "x86_64"
        visit.host.cpu.model = model
        visit.host.cpu.features = features
        visit.host.virtualization.isVirtualMachine = true
        visit.host.virtualization.hypervisor = hypervisor
        return visit
    }

    @Test(arguments: [
        ("QEMU Virtual CPU version 2.5+", [], "AES, AVX2"),
        ("Intel Xeon Processor (Cascadelake)", ["aes"], "AVX2"),
        ("AMD EPYC Processor", ["aes", "avx2"], "SHA"),
    ])
    func findsFeaturesThatTheHypervisorHides(
        model: String, features: [String], hidden: String
    ) throws {
        let finding = try #require(
            Self.guest(model: model, features: features).finding(.cpuHiddenFeatures))
        #expect(finding.severity == .advisory)
        #expect(finding.seen.contains("the CPU's \(hidden) instructions (model: \(model))"))
        #expect(finding.remedy.contains("<cpu mode='host-passthrough'/>"))
        #expect(finding.remedy.contains("--cpu host"))
    }

    @Test(arguments: [
        ("vmware", "EVC"), ("microsoft", "Set-VMProcessor"), ("xen", "cpuid="),
        ("bhyve", "CPU type"),
    ])
    func namesTheHypervisorsOwnSetting(hypervisor: String, setting: String) throws {
        let visit = try Self.guest(model: "x", features: [], hypervisor: hypervisor)
        #expect(visit.finding(.cpuHiddenFeatures)?.remedy.contains(setting) == true)
    }

    @Test func seesNothingHiddenWhereNothingIs() throws {
        var visit = try Self.guest(
            model: "Intel(R) Xeon(R) Platinum 8275CL", features: ["aes", "avx2"])
        #expect(visit.finding(.cpuHiddenFeatures) == nil)
        // An old CPU lacks what it lacks: only a hypervisor can give something back.
        visit.host.cpu.features = []
        visit.host.virtualization.isVirtualMachine = false
        #expect(visit.finding(.cpuHiddenFeatures) == nil)
        // Without flags there is nothing to tell it by.
        visit = try Self.guest(model: "x", features: [])
        try visit.tree.write("/proc/cpuinfo", "processor\t: 0\n")
        #expect(visit.finding(.cpuHiddenFeatures) == nil)
    }

    @Test func findsMitigationsThatAreOffOrMissing() throws {
        let visit = try Visit()
        let directory = Self.cpus + "/vulnerabilities"
        try visit.tree.write(directory + "/meltdown", "Not affected\n")
        try visit.tree.write(directory + "/spectre_v1", "Mitigation: barriers\n")
        #expect(visit.finding(.cpuVulnerable) == nil)
        try visit.tree.write(directory + "/mds", "Vulnerable\n")
        let finding = try #require(visit.finding(.cpuVulnerable))
        #expect(finding.severity == .note)
        #expect(finding.seen == "no full mitigation for mds")
        try visit.tree.write("/proc/cmdline", "root=/dev/sda1 mitigations=off quiet\n")
        #expect(visit.finding(.cpuVulnerable) == nil)
        #expect(visit.finding(.cpuMitigationsOff)?.severity == .advisory)
        try visit.tree.write("/proc/cmdline", "root=/dev/sda1 quiet\n")
        #expect(visit.finding(.cpuMitigationsOff) == nil)
    }

    @Test func findsOldMicrocodeAndWhoCanLoadIt() throws {
        var visit = try Visit()
        let directory = Self.cpus + "/vulnerabilities"
        try visit.tree.write(directory + "/mds", "Vulnerable: Clear CPU buffers attempted\n")
        #expect(visit.finding(.cpuMicrocode) == nil)
        try visit.tree.write(directory + "/mds", "Vulnerable: Clear buffers, no microcode\n")
        visit.host.cpu.microcode = "0x1"
        visit.host.cpu.model = "Intel(R) Xeon(R) E-2236"
        let finding = try #require(visit.finding(.cpuMicrocode))
        #expect(finding.severity == .advisory)
        #expect(finding.seen == "microcode 0x1 is too old for mds")
        #expect(finding.remedy.contains("sudo apt-get install intel-microcode"))
        visit.host.cpu.model = "AMD EPYC 7443P"
        #expect(visit.finding(.cpuMicrocode)?.remedy.contains("amd64-microcode") == true)
        visit.host.virtualization.isVirtualMachine = true
        #expect(visit.finding(.cpuMicrocode)?.severity == .note)
        #expect(visit.finding(.cpuMicrocode)?.remedy.contains("ask the provider") == true)
    }
}
