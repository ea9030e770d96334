internal import Files
internal import Glibc

/// Time that the hypervisor gave to other guests while this one wanted to run, by CPU.
package struct StolenTime: Sendable, Equatable {
    /// Seconds since the start of the system by the CPU's number, in steps of the kernel's tick.
    package let secondsByCPU: [Int: Double]

    /// Reads the text of /proc/stat; `nil` where no CPU's stolen time is told.
    ///
    /// - Parameters:
    ///   - text: the whole file.
    ///   - ticksPerSecond: `sysconf(_SC_CLK_TCK)`.
    /// - Source: Linux Documentation/filesystems/proc.rst, "/proc/stat": the eighth figure.
    package init?(procStat text: String, ticksPerSecond: Int) {
        guard ticksPerSecond > 0 else { return nil }
        var seconds: [Int: Double] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count > 8, words[0].hasPrefix("cpu"), let cpu = Int(words[0].dropFirst(3)),
                let ticks = Double(words[8]), ticks >= 0
            else { continue }
            seconds[cpu] = ticks / Double(ticksPerSecond)
        }
        if seconds.isEmpty { return nil }
        secondsByCPU = seconds
    }

    /// As it is now; `nil` = not readable.
    package static func now() -> StolenTime? {
        guard let text = try? FileBytes.text("/proc/stat") else { return nil }
        return StolenTime(procStat: text, ticksPerSecond: sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Seconds stolen from some CPUs since an earlier reading; `nil` when one of them is not told.
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
