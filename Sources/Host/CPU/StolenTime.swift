internal import Files

/// Time that the hypervisor gave to other guests while this one wanted to run, by CPU.
package struct StolenTime: Sendable, Equatable {
    /// Seconds since the start of the system by the CPU's number, in steps of the kernel's tick.
    package let secondsByCPU: [Int: Double]

    /// Reads the text of /proc/stat; nil if it has no stolen time of any CPU.
    ///
    /// - Source: Linux Documentation/filesystems/proc.rst, "/proc/stat": the eighth figure.
    package init?(procStat text: String) {
        var seconds: [Int: Double] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count > 8, words[0].hasPrefix("cpu"), let cpu = Int(words[0].dropFirst(3)),
                let ticks = Double(words[8]), ticks >= 0
            else { continue }
            seconds[cpu] = ticks / CPUTimes.ticksPerSecond
        }
        if seconds.isEmpty { return nil }
        secondsByCPU = seconds
    }

    /// As it is now; nil if it cannot be read.
    package static func now() -> StolenTime? {
        guard let text = try? FileBytes.text("/proc/stat") else { return nil }
        return StolenTime(procStat: text)
    }

    /// Seconds stolen from some CPUs since an earlier reading; nil if one of them is
    /// not listed.
    package func seconds(of cpus: [Int], since earlier: StolenTime) -> Double? {
        var sum = 0.0
        for cpu in cpus {
            guard let now = secondsByCPU[cpu], let before = earlier.secondsByCPU[cpu] else {
                return nil
            }
            sum += max(0, now - before)
        }
        return sum
    }
}
