import Model

/// Reports constructed from code: the same at every run, and never measured anywhere.
enum SampleReports {
    /// A deterministic wobble around 1, in 0.98..<1.02.
    struct Wobble {
        private var state: UInt64

        init(seed: UInt64) { state = seed }

        mutating func next() -> Double {
            // Knuth's MMIX linear congruential generator; the high bits are good enough here.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return 0.98 + 0.04 * Double(state >> 40) / Double(1 << 24)
        }
    }

    static let mebi = 1_048_576.0

    static let source = Source(
        document: "substrate/utils/frame/benchmarking-cli/src/machine/reference_hardware.json",
        revision: "polkadot-sdk 849e35382c", date: "2024-09")

    /// One metric of the sample: typical rate, limit and the unit it is shown in.
    struct Line {
        var metric: MetricID
        var title: String
        var unit: Unit
        var typical: Double
        var limit: Double
        var display: String
        var outcome: Outcome
    }

    static let lines: [Line] = [
        .init(
            metric: "cpu.blake2b-256", title: "BLAKE2b-256", unit: .bytesPerSecond,
            typical: 1040 * mebi, limit: 1000 * mebi, display: "MiB/s", outcome: .pass),
        .init(
            metric: "cpu.blake2b-256.parallel-8", title: "BLAKE2b-256, 8 threads",
            unit: .bytesPerSecond, typical: 420 * mebi, limit: 1000 * mebi, display: "MiB/s",
            outcome: .fail),
        .init(
            metric: "cpu.sr25519-verify", title: "sr25519 verification",
            unit: .verificationsPerSecond, typical: 21_300, limit: 20_403.84,
            display: "verifications/s", outcome: .pass),
        .init(
            metric: "memory.copy", title: "Memory copy", unit: .bytesPerSecond,
            typical: 11.6 * 1024 * mebi, limit: 11.49 * 1024 * mebi, display: "GiB/s",
            outcome: .inconclusive),
        .init(
            metric: "disk.write.sequential.buffered", title: "Sequential write",
            unit: .bytesPerSecond, typical: 905 * mebi, limit: 950 * mebi, display: "MiB/s",
            outcome: .warn),
        .init(
            metric: "disk.write.random.buffered", title: "Random write", unit: .bytesPerSecond,
            typical: 0, limit: 420 * mebi, display: "MiB/s", outcome: .unmeasurable),
    ]

    /// The committed sample: a machine that does not qualify, with every outcome in its table.
    static func full() -> Report {
        let record = record()
        let own = verdict(record)
        return Report(
            record: record, verdict: own, nodeRule: nodeVerdict(own), exitCode: 1)
    }

    static func record() -> RunRecord {
        RunRecord(
            id: "0000000000000000", origin: .measured, startedAt: "2026-01-01T00:00:00Z",
            durationSeconds: 58.25, complete: true,
            tool: ToolFacts(
                version: "0.0.0-constructed", build: "release", compiler: "Swift 6.3"),
            plan: RunPlan(preset: "quick", keptRounds: 12, warmupRounds: 1, seed: 42),
            host: host(), storage: storage(),
            writes: WriteFacts(
                sharedFileBytes: 2 << 30, occupiedBytes: 2176 << 20, plannedBytesMax: 190 << 30,
                capBytes: 20 << 30, writtenBytes: 17 << 30),
            findings: [
                Finding(
                    id: "sample.constructed", severity: .note,
                    seen: "this report was constructed from code and measured nowhere",
                    matters: "it shows the format and says nothing of any machine",
                    remedy: "touchstone qualify --profile kilt-collator --path DIR"),
                Finding(
                    id: "cpu.governor", severity: .advisory,
                    seen: "the frequency governor is powersave",
                    matters: "the clock rises late, so short work is measured too slow",
                    remedy: "cpupower frequency-set --governor performance",
                    documentation: "docs/FINDINGS.md#cpugovernor"),
            ],
            probes: lines.enumerated().map { probe($1, seed: UInt64($0 + 1)) })
    }

    static func probe(_ line: Line, seed: UInt64) -> ProbeRecord {
        let threads = line.metric == "cpu.blake2b-256.parallel-8" ? 8 : 1
        var wobble = Wobble(seed: seed)
        let failed = line.outcome == .unmeasurable
        let blocks = (0..<13).map { round in
            // Work in whole units, so that the committed file is easy to read and compare.
            let work = (line.typical / 4).rounded()
            let seconds = (0..<threads).map { _ in (0.25 * wobble.next() * 1e6).rounded() / 1e6 }
            return BlockRecord(
                round: round, phase: round == 0 ? .warmup : .kept,
                startedSeconds: Double(round) * 4.5 + Double(seed) / 2,
                samples: [
                    line.metric: .rate(
                        RateSample(work: seconds.map { _ in work }, seconds: seconds))
                ])
        }
        return ProbeRecord(
            id: line.metric.rawValue, methodVersion: 1, status: failed ? .failed : .measured,
            reason: failed ? "fdatasync: No space left on device (28)" : nil,
            metrics: [
                MetricDefinition(
                    id: line.metric, unit: line.unit, direction: .higherIsBetter, title: line.title)
            ],
            parameters: ["threads": String(threads)],
            implementation: threads == 8
                ? Implementation(
                    name: "avx2", nodeRatioFloor: 0.98, compiler: "clang 21",
                    outputDigest: String(repeating: "a5", count: 32)) : nil,
            advisories: threads == 8
                ? [
                    Advisory(
                        id: "cpu.fewer-cores-than-threads",
                        text: "8 threads shared 4 cores, so that each had half a core")
                ] : [],
            blocks: failed ? [] : blocks)
    }

    static func host() -> HostFacts {
        var host = HostFacts()
        host.cpu.architecture = "x86_64"
        host.cpu.model = "Constructed Example CPU @ 3.40GHz"
        host.cpu.microcode = "0x1"
        host.cpu.logicalCPUs = 8
        host.cpu.allowedCPUs = 8
        host.cpu.physicalCores = 4
        host.cpu.sockets = 1
        host.cpu.smtActive = true
        host.cpu.governor = "powersave"
        host.cpu.caches = [
            .init(level: 3, type: "Unified", sizeBytes: 16 << 20, sharedByCPUs: 8)
        ]
        host.cpu.features = ["aes", "avx2"]
        host.memory.totalBytes = 16_624_000_000
        host.memory.availableBytes = 15_000_000_000
        host.memory.swapTotalBytes = 0
        host.memory.numaNodes = 1
        host.system.kernelRelease = "6.1.0-18-amd64"
        host.system.distribution = "Debian GNU/Linux 12 (bookworm)"
        host.system.libc = "glibc 2.36"
        host.virtualization.isVirtualMachine = true
        host.virtualization.hypervisor = "kvm"
        host.cgroup.version = 2
        return host
    }

    static func storage() -> StorageFacts {
        StorageFacts(
            path: "/var/lib/collator",
            filesystem: FilesystemFacts(
                type: "ext4", source: "/dev/vda1", mountPoint: "/", options: ["rw", "relatime"],
                totalBytes: 268_435_456_000, availableBytes: 214_748_364_800),
            devices: [
                BlockDeviceFacts(name: "vda1", kind: "partition", sizeBytes: 268_434_407_424),
                BlockDeviceFacts(
                    name: "vda", kind: "disk", reportedRotational: true, transport: "virtio",
                    sizeBytes: 268_435_456_000),
            ],
            deviceClass: .virtualDisk)
    }
}

extension SampleReports {
    /// A record with all four forms of sample and no verdict.
    static func everyForm() -> Report {
        var record = RunRecord(
            id: "00000000000000ff", origin: .measured, startedAt: "2026-01-01T00:00:00Z",
            durationSeconds: 61, complete: true,
            tool: ToolFacts(version: "0.0.0-constructed", build: "release", compiler: "Swift 6.3"),
            plan: RunPlan(preset: "standard", keptRounds: 1, warmupRounds: 1, seed: 42))
        let metrics: [(MetricID, Unit, Sample)] = [
            ("memory.copy", .bytesPerSecond, .rate(RateSample(work: 67_108_864, seconds: 0.005))),
            // Constructed text: it stands for a histogram, and is not one.
            (
                "disk.sync.latency", .seconds,
                .distribution(DistributionSample(histogram: "HISTFAAAAA==", count: 100))
            ),
            (
                "disk.sustained", .bytesPerSecond,
                .series(SeriesSample(seconds: [0.5, 1], values: [9e8, 8.5e8]))
            ),
            (
                "memory.latency", .seconds,
                .table(
                    TableSample(
                        axes: [.init(name: "workingSetBytes", labels: ["32768", "1048576"])],
                        values: [1.2e-9, 4e-9]))
            ),
        ]
        let samples = Dictionary(uniqueKeysWithValues: metrics.map { ($0.0, $0.2) })
        record.probes = [
            ProbeRecord(
                id: "memory.copy", methodVersion: 1, status: .measured,
                metrics: metrics.map {
                    MetricDefinition(
                        id: $0.0, unit: $0.1, direction: .higherIsBetter, title: $0.0.rawValue)
                },
                blocks: [
                    BlockRecord(round: 0, phase: .warmup, startedSeconds: 0, samples: [:]),
                    BlockRecord(
                        round: 1, phase: .kept, startedSeconds: 2, samples: samples,
                        conditions: BlockConditions(
                            stealFraction: 0.08, foreignCPUFraction: 0.02, involuntarySwitches: 3,
                            loadAverage: 1.25, frequencyHertz: 3.4e9, throttleCount: 0,
                            quotaThrottledSeconds: 0, pressureCPUFraction: 0.1,
                            pressureIOFraction: 0.2, pressureMemoryFraction: 0,
                            foreignDiskFraction: 0.05, diskBusyFraction: 0.5)),
                ])
        ]
        // The warm-up block is kept first and not empty, so that an edit of the kept one is unique.
        record.probes[0].blocks[0].samples = [
            "memory.copy": .rate(RateSample(work: 67_108_864, seconds: 0.006))
        ]
        return Report(record: record)
    }

    /// What a pasted table becomes: one figure a metric, no machine.
    static func imported() -> Report {
        var record = everyForm().record
        record.origin = .imported
        record.plan = RunPlan(preset: "node", keptRounds: 0, warmupRounds: 0, seed: 0)
        record.durationSeconds = 0
        return Report(record: record)
    }

    /// Escape sequences, line ends, a turn of direction and markup.
    static let evil =
        "x\u{1B}[2J\u{1B}[31m\r\nVERDICT: QUALIFIED\u{202E}|<b>`*_[a](b)\u{85}\u{7}"

    /// A report in which every text from outside tries to forge lines, colours and markup.
    static func hostile(_ evil: String = evil) -> Report {
        var report = full()
        report.record.host?.cpu.model = evil
        report.record.host?.system.kernelRelease = evil
        report.record.host?.virtualization.hypervisor = evil
        report.record.storage?.path = "/" + evil
        report.record.storage?.filesystem.source = evil
        report.record.storage?.devices[1].reportedModel = evil
        report.record.startedAt = evil
        report.record.tool.build = evil
        report.record.interruptedBy = evil
        report.record.complete = false
        report.record.findings[0] = Finding(
            id: evil, severity: .blocking, seen: evil, matters: evil, remedy: evil)
        report.record.probes[0].advisories = [Advisory(id: evil, text: evil)]
        report.record.probes[5].reason = evil
        report.verdict?.profile.title = evil
        report.verdict?.profile.notes = [evil]
        report.verdict?.profile.status = .init(state: .retired, since: evil, note: evil)
        report.verdict?.reason = evil
        report.verdict?.boundBy = evil
        for index in report.verdict?.requirements.indices ?? 0..<0 {
            report.verdict?.requirements[index].title = evil
            report.verdict?.requirements[index].reason = evil
            report.verdict?.requirements[index].measuredText = evil
        }
        return report
    }
}
