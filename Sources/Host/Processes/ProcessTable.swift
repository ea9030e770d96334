// Here: processes: what they take, control groups, nodes among them.
// May use: files of the machine, times of the processor.
// Never: findings.

import Model

/// The CPU time and the disk bytes of every process at one moment.
///
/// Two of them tell whose load a block met: the difference of the counters, by process name. The
/// arguments of a process are never read, since they may hold secrets.
///
/// - Source: proc_pid_stat(5) for names, parents, flags and ticks; proc_pid_io(5) for bytes.
package struct ProcessTable: Sendable {
    /// One process.
    struct Entry: Sendable {
        var name: String
        var parent: Int
        /// Whether it is a thread of the kernel.
        var isKernel: Bool
        /// Ticks of its own threads, ended ones included.
        var ownTicks: Int
        /// Ticks of its children that have ended and were waited for.
        var childTicks: Int
        /// Bytes that it made disks move; nil if not readable by this user.
        var diskBytes: Int?

        var ticks: Int { ownTicks + childTicks }
    }

    /// - Source: Linux include/linux/sched.h, `PF_KTHREAD`.
    private static let kernelFlag = 0x0020_0000

    /// By process id; empty when /proc cannot be listed.
    let entries: [Int: Entry]
    /// This process; nil if not known.
    let own: Int?

    /// Reads every process that is visible below the tree's root.
    ///
    /// - Complexity: one or two small files a process: about 2 ms for 200 processes.
    package init(tree: SystemTree, withDisk: Bool) {
        var entries: [Int: Entry] = [:]
        for name in tree.names(in: "/proc") {
            guard let id = Int(name), let text = tree.text("/proc/\(name)/stat"),
                var entry = Self.entry(text)
            else { continue }
            if withDisk, !entry.isKernel {
                entry.diskBytes = tree.text("/proc/\(name)/io").flatMap(Self.diskBytes)
            }
            entries[id] = entry
        }
        self.entries = entries
        own = tree.text("/proc/self/stat").flatMap { words(of: $0).first }.flatMap { Int($0) }
    }

    /// One line of `stat`; the name stands in brackets and may hold brackets itself.
    static func entry(_ text: String) -> Entry? {
        guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"),
            open < close
        else { return nil }
        let fields = words(of: text[text.index(after: close)...])
        guard fields.count >= 15, let parent = Int(fields[1]), let flags = Int(fields[6]) else {
            return nil
        }
        let ticks = fields[11...14].compactMap { Int($0) }.map { max(0, min($0, 1 << 50)) }
        guard ticks.count == 4 else { return nil }
        return Entry(
            name: printable(String(text[text.index(after: open)..<close]), limit: 40),
            parent: parent, isKernel: flags & kernelFlag != 0, ownTicks: ticks[0] + ticks[1],
            childTicks: ticks[2] + ticks[3])
    }

    /// Bytes that the processes made disks move; nil means the text does not tell.
    ///
    /// A write counts when its page becomes dirty.
    static func diskBytes(_ text: String) -> Int? {
        var sum = 0
        var found = false
        for line in lines(of: text) {
            guard let (key, value) = keyAndValue(line, separator: ":"),
                key == "read_bytes" || key == "write_bytes", let bytes = Int(value)
            else { continue }
            sum &+= bytes
            found = true
        }
        return found ? sum : nil
    }

    /// The ids of this process and of all that descend from it.
    var family: Set<Int> {
        guard let own else { return [] }
        var family: Set<Int> = [own]
        var grew = true
        while grew {
            grew = false
            for (id, entry) in entries where family.contains(entry.parent) {
                if family.insert(id).inserted { grew = true }
            }
        }
        return family
    }
}

/// What processes used between two readings.
struct ProcessUse {
    /// CPU time of the kernel's threads, in seconds.
    var kernelSeconds = 0.0
    /// CPU time of this process's children, in seconds.
    var childSeconds = 0.0
    /// Bytes that those children made disks move.
    var childDiskBytes = 0
    /// CPU seconds and disk bytes of all others, by name.
    var others: [String: (seconds: Double, diskBytes: Int)] = [:]

    /// The use between two readings.
    ///
    /// What a process did that ended in between is found in its parent, if that waited for it.
    init(from first: ProcessTable, to last: ProcessTable) {
        var ended: [Int: Int] = [:]
        for (id, entry) in first.entries where last.entries[id] == nil {
            ended[entry.parent, default: 0] += entry.ticks
        }
        let family = first.family.union(last.family)
        for (id, entry) in last.entries {
            let before = first.entries[id]
            // Children count from their start, which the earlier reading knows a part of.
            let ticks = max(
                0, entry.ticks - (before?.ticks ?? 0) - (before == nil ? 0 : ended[id] ?? 0))
            let seconds = Double(ticks) / CPUTimes.ticksPerSecond
            let bytes = entry.diskBytes.map { max(0, $0 &- (before?.diskBytes ?? 0)) } ?? 0
            if entry.isKernel {
                kernelSeconds += seconds
            } else if id == last.own {
                // Its own threads are counted more finely elsewhere.
                let children = entry.childTicks - (before?.childTicks ?? 0) - (ended[id] ?? 0)
                childSeconds += Double(max(0, children)) / CPUTimes.ticksPerSecond
            } else if family.contains(id) {
                childSeconds += seconds
                childDiskBytes &+= bytes
            } else {
                let sum = others[entry.name] ?? (0, 0)
                others[entry.name] = (sum.seconds + seconds, sum.diskBytes &+ bytes)
            }
        }
    }

    /// Shares below this are not worth a name: 1 %.
    ///
    /// - Source: Ours: a fifth of what a report mentions.
    private static let shareMin = 0.01

    /// As many names as a record keeps of a block.
    ///
    /// - Source: Ours.
    private static let namesMax = 4

    /// The processes that took most, of `cpuSeconds` of all CPUs and `diskBytes` that the disk
    /// under test moved; nil means none took a share worth a name.
    func loads(cpuSeconds: Double?, diskBytes: Int?) -> [ProcessLoad]? {
        let loads = others.compactMap { name, use -> ProcessLoad? in
            func share(_ part: Double, of all: Double?) -> Double? {
                guard let all, all > 0, part / all >= Self.shareMin else { return nil }
                return min(1, part / all)
            }
            let load = ProcessLoad(
                name: name, cpuFraction: share(use.seconds, of: cpuSeconds),
                diskFraction: share(Double(use.diskBytes), of: diskBytes.map(Double.init)))
            return load.cpuFraction == nil && load.diskFraction == nil ? nil : load
        }
        func most(_ load: ProcessLoad) -> Double {
            max(load.cpuFraction ?? 0, load.diskFraction ?? 0)
        }
        let sorted = loads.sorted { (most($0), $1.name) > (most($1), $0.name) }
        return sorted.isEmpty ? nil : Array(sorted.prefix(Self.namesMax))
    }
}
