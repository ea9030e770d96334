import Host
import Model
import Testing

/// Memory, clock, kernel and limits.
struct SystemFindingTests {
    @Test(
        arguments: [
            (0, 0, nil, nil), (2_097_152, 2_097_152, nil, "2 GiB of swap, hardly used"),
            (2_097_152, 1_048_576, "1 GiB of 2 GiB swap are in use", nil),
        ] as [(Int, Int, String?, String?)])
    func tellsSwap(total: Int, free: Int, used: String?, there: String?) throws {
        let visit = try Visit()
        try visit.tree.write("/proc/meminfo", "SwapTotal: \(total) kB\nSwapFree: \(free) kB\n")
        #expect(visit.finding(.memorySwapUsed)?.seen == used)
        #expect(visit.finding(.memorySwap)?.seen == there)
        #expect((used ?? there) == nil || visit.findings().count == 1)
    }

    @Test func swapIsAnAdvisoryInUseAndANoteOtherwise() throws {
        var visit = try Visit()
        try visit.tree.write("/proc/meminfo", "SwapTotal: 2097152 kB\nSwapFree: 0 kB\n")
        #expect(visit.finding(.memorySwapUsed)?.severity == .advisory)
        #expect(visit.finding(.memorySwapUsed)?.remedy.contains("sudo swapoff -a") == true)
        visit.limits.isRoot = true
        #expect(visit.finding(.memorySwapUsed)?.remedy.contains("sudo") == false)
        try visit.tree.write("/proc/meminfo", "SwapTotal: 2097152 kB\nSwapFree: 2097152 kB\n")
        #expect(visit.finding(.memorySwap)?.severity == .note)
    }

    @Test(
        arguments: [
            ("always [madvise] never\n", nil), ("[always] madvise never\n", "always"),
            ("always madvise [never]\n", "never"), ("garbage\n", nil),
        ] as [(String, String?)])
    func tellsTransparentHugePagesThatAreNotLeftToPrograms(text: String, choice: String?) throws {
        let visit = try Visit()
        try visit.tree.write("/sys/kernel/mm/transparent_hugepage/enabled", text)
        let finding = visit.finding(.memoryTransparentHugePages)
        #expect(finding?.seen == choice.map { "transparent huge pages: \($0)" })
        #expect(finding?.severity == (choice == nil ? nil : .note))
    }

    @Test(
        arguments: [
            ("tsc", nil), ("kvm-clock", nil), ("arch_sys_counter", nil), ("hpet", "tsc"),
            ("acpi_pm", "tsc"),
        ] as [(String, String?)])
    func tellsClockSourcesThatAreDevices(source: String, better: String?) throws {
        let visit = try Visit()
        let directory = "/sys/devices/system/clocksource/clocksource0"
        try visit.tree.write(directory + "/current_clocksource", source + "\n")
        try visit.tree.write(directory + "/available_clocksource", "hpet tsc acpi_pm \n")
        let finding = visit.finding(.clockSource)
        #expect((finding != nil) == (better != nil))
        if let better { #expect(finding?.remedy.contains("echo \(better) | sudo tee") == true) }
    }

    @Test func namesAnotherWayWhereNoBetterClockSourceIsOffered() throws {
        let visit = try Visit()
        let directory = "/sys/devices/system/clocksource/clocksource0"
        try visit.tree.write(directory + "/current_clocksource", "hpet\n")
        try visit.tree.write(directory + "/available_clocksource", "hpet acpi_pm \n")
        #expect(visit.finding(.clockSource)?.remedy.contains("dmesg") == true)
    }

    @Test(arguments: [(false, true), (true, false), (nil, false)] as [(Bool?, Bool)])
    func tellsAClockThatIsNotSynchronised(synchronised: Bool?, isFound: Bool) throws {
        var visit = try Visit()
        visit.limits.isClockSynchronised = synchronised
        #expect((visit.finding(.clockUnsynchronised) != nil) == isFound)
    }

    @Test(arguments: [
        ("5.15.0-91-generic", [5, 16], true), ("5.16.0-1", [5, 16], false),
        ("6.1.0-18-amd64", [5, 16], false), ("5.4", [5, 4, 1], true), ("garbage", [5, 16], false),
    ])
    func holdsTheKernelAgainstTheProfile(release: String, wanted: [Int], isOld: Bool) throws {
        var visit = try Visit()
        visit.host.system.kernelRelease = release
        #expect(visit.finding(.systemKernel) == nil)
        visit.profile = Visit.profile(.kernelVersion, .version(wanted))
        #expect((visit.finding(.systemKernel) != nil) == isOld)
        visit.host.virtualization.container = "docker"
        if isOld {
            #expect(visit.finding(.systemKernel)?.remedy.contains("move the host") == true)
        }
    }

    @Test(
        arguments: [(nil, false), (1_048_576, false), (10_000, false), (9_999, true)]
            as [(Int?, Bool)])
    func tellsALimitOfOpenFilesBelowTheNodes(most: Int?, isFound: Bool) throws {
        var visit = try Visit()
        visit.limits.openFilesMax = most
        let finding = visit.finding(.limitOpenFiles)
        #expect((finding != nil) == isFound)
        if isFound { #expect(finding?.seen.contains("9999 files; the node wants 10000") == true) }
    }

    @Test func tellsALimitOfCPUTime() throws {
        var visit = try Visit()
        #expect(visit.finding(.limitCPUTime) == nil)
        visit.limits.cpuSecondsMax = 60
        #expect(visit.finding(.limitCPUTime)?.seen.contains("after 60 s of CPU time") == true)
    }

    @Test func asksTheLiveSystem() {
        let limits = ProcessLimits.current()
        #expect(limits.processID ?? 0 > 0)
        #expect(limits.openFilesMax.map { $0 > 0 } ?? true)
    }
}
