package import Model

/// How much space a run must leave free.
package struct FreeSpaceMargin: Sendable, Equatable {
    /// Share of the bytes that the run needs, 0...1.
    package var shareOfRequired: Double
    /// Share of the whole file system, 0...1.
    package var shareOfFilesystem: Double
    /// Bytes that stay free in any case.
    package var bytesMin: Int

    /// Makes a margin: the largest of the three counts.
    package init(shareOfRequired: Double, shareOfFilesystem: Double, bytesMin: Int) {
        precondition(
            (0...1).contains(shareOfRequired) && (0...1).contains(shareOfFilesystem)
                && bytesMin >= 0, "a margin's shares lie in 0...1 and its bytes are not negative")
        self.shareOfRequired = shareOfRequired
        self.shareOfFilesystem = shareOfFilesystem
        self.bytesMin = bytesMin
    }

    /// 10 % of what is needed, 5 % of the file system, 2 GiB.
    ///
    /// - Source: Ours: a full disk stops a node beside us, file systems slow down above 95 %, and
    ///   a chain database grows by less than 2 GiB while a run lasts.
    package static let standard = FreeSpaceMargin(
        shareOfRequired: 0.10, shareOfFilesystem: 0.05, bytesMin: 2 << 30)

    /// The margin in bytes; an unknown file-system size counts as none.
    package func bytes(required: Int, filesystem: Int?) -> Int {
        // 2^62 and not Int.max, which no Double holds: an absurd request must be refused, not trap.
        func part(_ share: Double, of bytes: Int) -> Int {
            Int(min(Double(bytes) * share, Double(1 << 62)))
        }
        return max(
            part(shareOfRequired, of: required), part(shareOfFilesystem, of: filesystem ?? 0),
            bytesMin)
    }

    /// The most that a run may need there, so that the margin stays; nil means the free space is
    /// not known.
    package func room(in filesystem: FilesystemFacts) -> Int? {
        filesystem.availableBytes.map { available in
            let kept = available - bytes(required: 0, filesystem: filesystem.totalBytes)
            return max(0, min(kept, Int(Double(available) / (1 + shareOfRequired))))
        }
    }
}

/// Judges whether the disk behind a path may and should be measured; pure.
package enum StoragePreflight {
    /// What was seen that blocks the run or makes its disk figures doubtful, blocking ones first.
    ///
    /// `requiredBytes` is what the run will hold on the disk at once. 0 = it writes nothing there:
    /// then the space is not looked at, and nothing blocks. `allowAnyFilesystem` lets memory and
    /// overlay through as advisories.
    package static func findings(
        _ storage: StorageFacts, requiredBytes: Int, margin: FreeSpaceMargin = .standard,
        allowAnyFilesystem: Bool = false
    ) -> [Finding] {
        precondition(requiredBytes >= 0, "a run cannot need a negative number of bytes")
        let isRefused = requiredBytes > 0 && !allowAnyFilesystem
        let refusal: Finding.Severity = isRefused ? .blocking : .advisory
        let all = [
            pseudo(storage, severity: requiredBytes > 0 ? .blocking : .advisory),
            memory(storage, severity: refusal),
            overlay(storage, severity: refusal),
            requiredBytes > 0 ? readOnly(storage) : nil,
            requiredBytes > 0 ? space(storage, requiredBytes, margin) : nil,
            network(storage),
            hiddenDevice(storage),
        ].compactMap(\.self)
        return [.blocking, .advisory, .note].flatMap { severity in
            all.filter { $0.severity == severity }
        }
    }

    /// What stands in the way when this user may not write to the directory at `path`.
    package static func notPermitted(path: String) -> Finding {
        Finding(
            .storageNotPermitted, .blocking, seen: "this user may not write in \(path)",
            matters: "the disk is measured by files in that directory, as the node's user would "
                + "write them",
            remedy: "run as the node's user: sudo -u USER touchstone ...; or name another "
                + "directory on the same disk with --path DIR")
    }

    private static let otherPath = "name a directory on the node's disk with --path DIR"
    private static let allowing =
        "; --allow-any-filesystem measures all the same, without a disk verdict"

    private static func pseudo(_ storage: StorageFacts, severity: Finding.Severity) -> Finding? {
        guard storage.filesystem.isPseudo else { return nil }
        return Finding(
            .storagePseudo, severity,
            seen: "\(place(storage)): the kernel makes these files up, and none can be written",
            matters: "no disk lies behind them, so there is nothing to measure",
            remedy: otherPath)
    }

    private static func memory(
        _ storage: StorageFacts, severity: Finding.Severity
    ) -> Finding? {
        guard storage.filesystem.isMemoryBacked || storage.deviceClass == .memory else {
            return nil
        }
        return Finding(
            .storageInMemory, severity,
            seen: "\(place(storage)): its files lie in main memory",
            matters:
                "memory never makes a reader wait as a disk does, and the chain database of a "
                + "collator will not lie there: every disk figure would be too good",
            remedy: otherPath + (severity == .blocking ? allowing : ""))
    }

    private static func overlay(
        _ storage: StorageFacts, severity: Finding.Severity
    ) -> Finding? {
        guard storage.filesystem.isOverlay else { return nil }
        return Finding(
            .storageOverlay, severity,
            seen: "\(place(storage)): a container's layered root, whose disk is not visible",
            matters:
                "a node in a container keeps its database on a volume; the layered root adds "
                + "copies of its own and may lie on another disk",
            remedy: "mount the node's volume (docker run -v DIR:/data) and use --path /data"
                + (severity == .blocking ? allowing : ""))
    }

    private static func readOnly(_ storage: StorageFacts) -> Finding? {
        guard storage.filesystem.isReadOnly else { return nil }
        return Finding(
            .storageReadOnly, .blocking,
            seen: "\(place(storage)) is mounted read-only",
            matters:
                "a collator writes its database at every block; ext4 also turns read-only by "
                + "itself after a disk error",
            remedy: "look for disk errors with sudo dmesg | grep -i error, then "
                + "sudo mount -o remount,rw '\(storage.filesystem.mountPoint)'; or \(otherPath)")
    }

    private static func network(_ storage: StorageFacts) -> Finding? {
        guard storage.deviceClass == .network else { return nil }
        return Finding(
            .storageNetwork, .advisory,
            seen: "\(place(storage)) is network storage",
            matters:
                "state is read one small piece after another while a block is built, and each read "
                + "waits for the network; many such volumes also slow down when their burst "
                + "credits are spent",
            remedy: "put the database on a local NVMe disk, and \(otherPath)")
    }

    private static func hiddenDevice(_ storage: StorageFacts) -> Finding? {
        guard !storage.filesystem.isOverlay, !storage.filesystem.isPseudo,
            storage.deviceClass == .virtualDisk || storage.deviceClass == .unknown
        else { return nil }
        return Finding(
            .storageHiddenDevice, .note,
            seen: "\(place(storage)): "
                + (storage.deviceClass == .virtualDisk
                    ? "a virtual disk, and what lies behind it is hidden"
                    : "what kind of device holds it is not known"),
            matters: "whether it is a local NVMe disk is not known, so only the measured figures "
                + "decide; neighbours may share the device",
            remedy: "ask the provider whether the volume is local NVMe, or measure on the host")
    }

    private static func space(
        _ storage: StorageFacts, _ required: Int, _ margin: FreeSpaceMargin
    ) -> Finding? {
        if storage.filesystem.isPseudo { return nil }
        let total = storage.filesystem.totalBytes
        let keep = margin.bytes(required: required, filesystem: total)
        guard let available = storage.filesystem.availableBytes else {
            return Finding(
                .storageSpaceUnknown, .advisory,
                seen: "\(place(storage)) does not tell its free space",
                matters:
                    "the run writes \(bytesText(required)); a disk that fills up stops a node",
                remedy: "check with df -h '\(storage.path)' that "
                    + "\(bytesText(sum(required, keep))) are free")
        }
        guard available < sum(required, keep) else { return nil }
        var seen =
            "\(bytesText(available)) available on \(place(storage)); the run needs "
            + "\(bytesText(required)) and leaves \(bytesText(keep)) free"
        if let total, total < sum(required, keep) {
            seen += "; the whole file system has \(bytesText(total)) and can never hold that"
        }
        return Finding(
            .storageNoSpace, .blocking, seen: seen,
            matters:
                "a disk that fills up stops a running node, and a nearly full one measures slower "
                + "than it is",
            remedy: total.map { $0 < sum(required, keep) } == true
                ? "name a directory on a larger file system with --path DIR"
                : "free \(bytesText(sum(required, keep) - available)) (see du -xh "
                    + "'\(storage.filesystem.mountPoint)' | sort -h | tail), or \(otherPath)")
    }

    /// The sum, at most the largest number: an absurd request must be refused, not trap.
    private static func sum(_ first: Int, _ second: Int) -> Int {
        let (sum, overflow) = first.addingReportingOverflow(second)
        return overflow ? .max : sum
    }

    private static func place(_ storage: StorageFacts) -> String {
        let filesystem = storage.filesystem
        let disks = storage.devices.filter { $0.kind == "disk" || $0.kind == "loop" }
        let devices = disks.map { disk in
            ", device " + disk.name + (disk.reportedModel.map { " [\($0)]" } ?? "")
        }.joined()
        return "\(storage.path) (\(filesystem.type) on \(filesystem.mountPoint)\(devices))"
    }
}
