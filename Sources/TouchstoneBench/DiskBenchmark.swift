import Foundation
import Host
import Measurement
import Statistics

/// The I/O engine against fio's, in order-alternated pairs over one and the same file.
///
/// Both do the same job with the same submission pattern: io_uring with registered buffers and
/// files, blocks of 4 KiB past the page cache, the queue filled to its depth, one completion taken
/// between two submissions. A virtual disk wanders by tens of per cent within seconds, so only
/// ratios within a pair are looked at. Both sides of a pair are bound to the same CPU, another one
/// every two pairs: a device interrupts few of the CPUs, and a thread that shares one of them has
/// another latency than one that must be woken from there. Each pair reads other blocks, fio's as
/// well, which else repeats its own: what was read before may lie in a cache below the device. And
/// the tick runs on all the while: see `RunningTick`.
struct DiskBenchmark {
    /// What is compared.
    private struct Job {
        let title: String
        let operation: IOJob.Operation
        let depth: Int
    }

    private static let jobs = [
        Job(title: "random reads of 4 KiB, depth 1", operation: .read, depth: 1),
        Job(title: "random reads of 4 KiB, depth 32", operation: .read, depth: 32),
        Job(title: "random writes of 4 KiB, depth 1", operation: .write, depth: 1),
        Job(title: "random writes of 4 KiB, depth 32", operation: .write, depth: 32),
    ]

    /// What one side did in a slice.
    private struct Slice {
        var iops: Double
        /// Seconds of system CPU time of the submitting thread for each I/O.
        var systemSeconds: Double
        /// Seconds from submission to completion.
        var meanLatency: Double
    }

    let directory: String
    let pairs: Int
    /// Of a slice; fio takes whole ones.
    let seconds: Int
    let mebibytes: Int
    let reapMax: Int
    /// Jobs whose title holds this; empty = all.
    let only: String

    /// Prints every pair, the medians of their ratios with 95 % bounds, and what is aimed at.
    func run() throws {
        #if DEBUG
            print("warning: a debug build; its ratios mean nothing")
        #endif
        let version = Self.output(of: ["fio", "--version"])
        if version == nil { print("without fio: install it (apt-get install fio) to compare") }
        let prepared = try PreparedFile(
            .init(bytes: mebibytes << 20, seed: 1, mustBeProven: true),
            in: ScratchSpace(directory: directory), cancellation: Cancellation())
        print(
            "a file of \(mebibytes) MiB in \(directory), filled and synced in "
                + "\(text(prepared.seconds, 1)) s; \(pairs) pairs of \(seconds) s + \(seconds) s, "
                + "taking at most \(reapMax) completions a round")
        for job in Self.jobs where only.isEmpty || job.title.contains(only) {
            print("\n\(job.title)")
            if let version {
                let command = fio(job, file: prepared.file, cpu: "N", seed: "N")
                print("  \(version): \(command.joined(separator: " "))")
            }
            try compare(job, prepared, withFio: version != nil)
        }
    }

    private func compare(_ job: Job, _ prepared: PreparedFile, withFio: Bool) throws {
        let cpus = AllowedCores.numbers() ?? [0]
        let tick = RunningTick(on: cpus)
        defer { withExtendedLifetime(tick) {} }
        let choice = try IOEngines.choose(
            for: prepared.file, blocks: prepared.blocks, blockBytes: 4096, depth: job.depth)
        // Threads instead of io_uring are another program than the one fio is compared with.
        if let refusal = choice.refusal {
            throw ProbeError.unavailable("\(refusal), so there is nothing to hold against fio")
        }
        var ratios: [(iops: Double, system: Double, latency: Double)] = []
        print("  pair CPU  ours op/s   fio op/s  IOPS   system CPU  latency   (ours / fio)")
        for pair in 0..<pairs {
            let cpu = cpus[pair / 2 % cpus.count]
            var ours: Slice?
            var theirs: Slice?
            // The one that goes first has the other's writes to digest.
            for side in pair.isMultiple(of: 2) ? [0, 1] : [1, 0] {
                if side == 0 {
                    ours = try own(job, prepared, choice.engine, seed: UInt64(pair), cpu: cpu)
                } else if withFio {
                    theirs = Self.slice(
                        of: fio(job, file: prepared.file, cpu: "\(cpu)", seed: "\(pair + 1)"),
                        reads: job.operation == .read)
                }
            }
            guard let ours else { continue }
            guard let theirs else {
                print(
                    "  \(pad(String(pair + 1), 4)) \(pad(text(ours.iops, 0), 10)) "
                        + "op/s, \(text(ours.meanLatency * 1e6, 1)) us, "
                        + "\(text(ours.systemSeconds * 1e6, 2)) us system CPU")
                continue
            }
            let ratio = (
                iops: ours.iops / theirs.iops, system: ours.systemSeconds / theirs.systemSeconds,
                latency: ours.meanLatency / theirs.meanLatency
            )
            ratios.append(ratio)
            print(
                "  \(pad(String(pair + 1), 4)) \(pad(String(cpu), 3)) "
                    + "\(pad(text(ours.iops, 0), 10)) "
                    + "\(pad(text(theirs.iops, 0), 10)) \(pad(text(ratio.iops, 3), 6)) "
                    + "\(pad(text(ratio.system, 3), 9)) \(pad(text(ratio.latency, 3), 9))")
        }
        if !ratios.isEmpty { conclude(job, ratios) }
    }

    private func conclude(
        _ job: Job, _ ratios: [(iops: Double, system: Double, latency: Double)]
    ) {
        func line(_ name: String, _ values: [Double], _ aim: (Double, Double) -> String?) {
            guard let median = OrderStatistics.median(values) else { return }
            let bounds = OrderStatistics.medianBounds(values, alpha: 0.025)
            let interval = bounds.map { "\(text($0.lower, 3)) to \(text($0.upper, 3))" } ?? "–"
            let verdict = aim(median, bounds?.upper ?? median).map { "; \($0)" } ?? ""
            print("  \(name): median \(text(median, 3)), 95 % \(interval)\(verdict)")
        }
        line("IOPS", ratios.map(\.iops)) { median, upper in
            "at least 0.97, or the upper bound 1.00: "
                + (median >= 0.97 || upper >= 1 ? "met" : "missed")
        }
        line("system CPU an I/O", ratios.map(\.system)) { median, _ in
            "at most 1.05: \(median <= 1.05 ? "met" : "missed")"
        }
        line("mean latency", ratios.map(\.latency)) { median, _ in
            job.depth > 1 ? nil : "within 5 %: \(abs(median - 1) <= 0.05 ? "met" : "missed")"
        }
    }

    private func own(
        _ job: Job, _ prepared: PreparedFile, _ engine: any IOEngine, seed: UInt64, cpu: Int
    ) throws -> Slice {
        var work = IOJob(
            job.operation, .random(seed: seed), blockBytes: 4096, depth: job.depth,
            seconds: Double(seconds))
        work.reapMax = reapMax
        return try ProbeThread.run { () throws(ProbeError) in
            try ProbeThread.pin(to: cpu)
            let before = ProbeThread.systemSeconds
            let tally = try engine.run(work, on: prepared.blocks, cancellation: Cancellation())
            let after = ProbeThread.systemSeconds
            try tally.check(work, in: prepared.file)
            return Slice(
                iops: tally.perSecond,
                systemSeconds: (after - before) / Double(max(tally.issued, 1)),
                meanLatency: tally.meanSeconds)
        }
    }

    /// The same job in fio's words; it opens our file, which has no name, by its descriptor.
    private func fio(_ job: Job, file: ScratchFile, cpu: String, seed: String) -> [String] {
        [
            "fio", "--name=job", "--filename=/proc/\(getpid())/fd/\(file.descriptor)",
            "--rw=\(job.operation == .read ? "randread" : "randwrite")", "--bs=4k", "--direct=1",
            "--ioengine=io_uring", "--fixedbufs=1", "--registerfiles=1",
            "--iodepth=\(job.depth)", "--iodepth_batch=1", "--iodepth_batch_complete_max=1",
            "--norandommap=1", "--size=\(mebibytes)m", "--time_based", "--runtime=\(seconds)",
            "--cpus_allowed=\(cpu)", "--randseed=\(seed)", "--thread", "--output-format=json",
        ]
    }

    private static func slice(of command: [String], reads: Bool) -> Slice? {
        guard let text = output(of: command), let brace = text.firstIndex(of: "{"),
            let object = try? JSONSerialization.jsonObject(with: Data(text[brace...].utf8)),
            let jobs = (object as? [String: Any])?["jobs"] as? [[String: Any]],
            let job = jobs.first, let half = job[reads ? "read" : "write"] as? [String: Any],
            let iops = half["iops"] as? Double, let count = half["total_ios"] as? Double,
            let latency = (half["lat_ns"] as? [String: Any])?["mean"] as? Double,
            let system = job["sys_cpu"] as? Double, let runtime = job["job_runtime"] as? Double,
            count > 0
        else {
            print("  fio gave no figures")
            return nil
        }
        return Slice(
            iops: iops, systemSeconds: system / 100 * runtime / 1000 / count,
            meanLatency: latency / 1e9)
    }

    /// What a program prints; nil if it is missing or fails.
    private static func output(of command: [String]) -> String? {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil,
            let data = try? pipe.fileHandleForReading.readToEnd()
        else { return nil }
        process.waitUntilExit()
        let text = String(decoding: data, as: UTF8.self)
        return process.terminationStatus == 0
            ? text.trimmingCharacters(in: .whitespacesAndNewlines) : nil
    }

    private func pad(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private func text(_ value: Double, _ places: Int) -> String {
        value.formatted(
            .number.precision(.fractionLength(places)).grouping(.never).locale(
                Locale(identifier: "en_US_POSIX")))
    }
}
