extension SystemTree {
    /// Load average over one minute; nil if it cannot be read.
    ///
    /// - Source: Linux Documentation/filesystems/proc.rst, "/proc/loadavg".
    var loadAverage: Double? {
        guard let line = line("/proc/loadavg"), let first = words(of: line).first,
            let load = Double(first), load.isFinite, load >= 0
        else { return nil }
        return load
    }
}
