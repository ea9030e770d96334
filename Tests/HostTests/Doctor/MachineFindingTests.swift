import Host
import Model
import Testing

/// What else the machine does now.
struct MachineFindingTests {
    private static let idle = "cpu  1000 0 0 9000 0 0 0 0 0 0\ncpu0 1000 0 0 9000 0 0 0 0 0 0\n"

    private func visit(stat: String, later: String) throws -> Visit {
        var visit = try Visit()
        try visit.tree.write("/proc/stat", stat)
        visit.laterStat = later
        return visit
    }

    @Test(
        arguments: [
            // 400 ticks: user, nice, system, idle, iowait, irq, softirq, steal.
            ("cpu  1010 0 5 9385 0 0 0 0 0 0\n", nil, nil),
            ("cpu  1100 0 50 9250 0 0 0 0 0 0\n", "other processes used 38 % of the CPU time", nil),
            ("cpu  1000 0 0 9392 0 0 0 8 0 0\n", nil, "took 2 % of the CPU time"),
            ("cpu  1000 0 0 9397 0 0 0 3 0 0\n", nil, nil),
            ("cpu  1100 0 0 9190 0 0 10 100 0 0\n", "28 %", "took 25 % of the CPU time"),
        ] as [(String, String?, String?)])
    func tellsWorkAndStealBetweenTwoReadings(later: String, busy: String?, steal: String?) throws {
        let visit = try visit(stat: Self.idle, later: later)
        // One visit: a second one would see no change any more.
        let findings = visit.findings()
        expect(findings.first { $0.id == "machine.busy" }, contains: busy)
        expect(findings.first { $0.id == "machine.steal" }, contains: steal)
    }

    private func expect(_ finding: Finding?, contains text: String?) {
        guard let text else {
            #expect(finding == nil)
            return
        }
        #expect(finding?.severity == .advisory)
        #expect(finding?.seen.contains(text) == true, "\(finding?.seen ?? "no finding")")
    }

    @Test(arguments: ["", "cpu\n", "cpu 1 2 3\n", "cpu x 0 0 0 0 0 0 0\n", "intr 1\n"])
    func makesNothingOfAFileThatMakesNoSense(stat: String) throws {
        let visit = try visit(stat: stat, later: "cpu  9 9 9 9 9 9 9 9\n")
        #expect(visit.findings().isEmpty)
    }

    @Test func tellsNoShareOfAMoment() throws {
        let visit = try visit(stat: Self.idle, later: "cpu  1009 0 0 9000 0 0 0 0 0 0\n")
        #expect(visit.finding(.machineBusy) == nil)
    }

    @Test(arguments: [("1.90 1 1 1/99 7\n", false), ("2.10 1 1 1/99 7\n", true), ("x\n", false)])
    func tellsALoadOfMoreThanHalfTheCPUs(load: String, isHigh: Bool) throws {
        let visit = try Visit()
        try visit.tree.write("/proc/loadavg", load)
        #expect((visit.finding(.machineBusy) != nil) == isHigh)
        if isHigh {
            #expect(visit.finding(.machineBusy)?.seen == "the load average is 2.1 on 4 CPUs")
        }
    }

    @Test func tellsWhatTasksWaitFor() throws {
        let visit = try Visit()
        for resource in ["cpu", "io", "memory"] {
            try visit.tree.write(
                "/proc/pressure/\(resource)", "some avg10=9.90 avg60=0 avg300=0 total=1\n")
        }
        #expect(visit.finding(.machinePressure) == nil)
        try visit.tree.write(
            "/proc/pressure/io", "some avg10=31.00 avg60=0 avg300=0 total=1\nfull avg10=1 total=1\n"
        )
        try visit.tree.write("/proc/pressure/memory", "some avg10=12 avg60=0 avg300=0 total=1\n")
        #expect(
            visit.finding(.machinePressure)?.seen
                == "in the last 10 s tasks waited for a disk 31 % of the time, for memory 12 % of "
                + "the time")
        try visit.tree.write("/proc/pressure/io", "garbage\n")
        #expect(visit.finding(.machinePressure)?.seen.contains("disk") == false)
    }
}
