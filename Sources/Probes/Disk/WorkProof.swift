package import Host

/// Holds what a disk was asked for against what its device says it did; pure.
///
/// Whatever answers without the device, be it the page cache, a hole or a hypervisor's memory that
/// the kernel knows of, leaves the counters behind.
package enum WorkProof {
    /// What a phase asked of the disk.
    package struct Issued: Sendable, Equatable {
        package var readBytes = 0
        package var writtenBytes = 0
        /// Writes that had to be on stable storage before the next.
        package var syncs = 0

        package init(readBytes: Int = 0, writtenBytes: Int = 0, syncs: Int = 0) {
            self.readBytes = readBytes
            self.writtenBytes = writtenBytes
            self.syncs = syncs
        }
    }

    /// What the counters say.
    package enum Finding: Sendable, Equatable {
        /// The device did the work, and moved so many bytes besides; 0 = hardly any.
        case proven(foreignBytes: Int)
        /// The device did not do it; why no figure may stand.
        case refuted(String)
        /// There are no counters; nothing is proven.
        case silent
    }

    /// Share of the bytes asked for that the device must have moved.
    ///
    /// - Source: Ours: counters are exact, and 5 % is as large as the differences that a verdict is
    ///   about.
    static let shareMin = 0.95

    /// Bytes that the filesystem may move for each sync on top: a journal's descriptor, a copy of
    /// the inode's block, its commit, and the tail of the page before.
    ///
    /// - Source: Ours: measured on ext4, an empty flush counts as a write, and each fdatasync
    ///   beyond an mtime tick adds a journal write of two to four blocks.
    static let bytesPerSync = 32 << 10

    /// Above this share of what was asked for, what the device moved besides is large enough to
    /// report.
    private static let foreignShareMax = 0.05

    /// Below so many bytes it is not: a log line does not matter (ours).
    private static let foreignBytesMin = 1 << 20

    /// What a phase's counters prove.
    ///
    /// - Parameters:
    ///   - issued: what was asked for and answered without an error.
    ///   - device: the growth of the counters meanwhile; nil if there are none.
    /// - Returns: what stands, and why not where it does not.
    package static func judge(_ issued: Issued, device: DeviceCounters?) -> Finding {
        guard let device else { return .silent }
        if let short = shortfall("read", issued.readBytes, device.readBytes) {
            return .refuted(short)
        }
        // Appends shorter than a page are written as pages: their number counts, not their bytes.
        if issued.syncs == 0,
            let short = shortfall("write", issued.writtenBytes, device.writtenBytes)
        {
            return .refuted(short)
        }
        // An empty flush counts as a write as well, so that flushes alone prove nothing.
        let writes = device.writes - (device.flushes ?? 0)
        if Double(writes) < shareMin * Double(issued.syncs) {
            return .refuted(
                "answered from a cache: \(issued.syncs) synced writes were asked for, and the "
                    + "device was given \(max(writes, 0))")
        }
        let own = issued.readBytes + issued.writtenBytes
        let expected = own + issued.syncs * bytesPerSync
        let besides = device.readBytes + device.writtenBytes - expected
        let isMuch =
            besides >= foreignBytesMin && Double(besides) > foreignShareMax * Double(own)
        return .proven(foreignBytes: isMuch ? besides : 0)
    }

    private static func shortfall(_ verb: String, _ asked: Int, _ moved: Int) -> String? {
        if Double(moved) >= shareMin * Double(asked) { return nil }
        return "answered from a cache: \(asked) bytes were asked for, and the device was made to "
            + "\(verb) \(max(moved, 0))"
    }
}
