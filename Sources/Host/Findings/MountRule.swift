import Model

/// Mount options that change what the disk's figures mean, or wear the disk.
enum MountRule {
    static func findings(_ examination: PreflightInput) -> [Finding] {
        guard let filesystem = examination.storage?.filesystem, !filesystem.isMemoryBacked,
            !filesystem.isOverlay
        else { return [] }
        return [
            barriers(filesystem, examination), synchronous(filesystem, examination),
            discard(filesystem, examination), accessTimes(filesystem, examination),
        ].compactMap(\.self)
    }

    /// - Source: ext4(5), `barrier`; xfs(5) and btrfs(5), `nobarrier`.
    private static func barriers(
        _ filesystem: FilesystemFacts, _ examination: PreflightInput
    ) -> Finding? {
        let off = ["nobarrier", "barrier=0"].first(where: filesystem.options.contains)
        guard let off else { return nil }
        return Finding(
            .storageBarriersOff, .advisory,
            seen: "\(filesystem.mountPoint) is mounted with \(off)",
            matters: "fsync returns before the disk has the data: write figures are too good, and "
                + "a power cut can break the database, which takes days to sync again",
            remedy: remount("barrier=1", filesystem, examination))
    }

    private static func synchronous(
        _ filesystem: FilesystemFacts, _ examination: PreflightInput
    ) -> Finding? {
        guard filesystem.options.contains("sync") else { return nil }
        return Finding(
            .storageSynchronousMount, .advisory,
            seen: "\(filesystem.mountPoint) is mounted with sync",
            matters: "each single write waits for the disk, which the database does not ask for",
            remedy: remount("async", filesystem, examination))
    }

    /// - Source: ext4(5) and xfs(5), `discard`; fstrim(8). btrfs discards in the background.
    private static func discard(
        _ filesystem: FilesystemFacts, _ examination: PreflightInput
    ) -> Finding? {
        guard filesystem.options.contains("discard"), filesystem.type != "btrfs" else {
            return nil
        }
        return Finding(
            .storageDiscard, .note, seen: "\(filesystem.mountPoint) is mounted with discard",
            matters: "each deleted file is trimmed at once; when the database compacts, its reads "
                + "wait behind the trims on many disks",
            remedy: remount("nodiscard", filesystem, examination) + ", and "
                + examination.asRoot("systemctl enable --now fstrim.timer"))
    }

    /// - Source: mount(8): relatime is the default since Linux 2.6.30; strictatime shows neither.
    private static func accessTimes(
        _ filesystem: FilesystemFacts, _ examination: PreflightInput
    ) -> Finding? {
        let local = ["ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs"]
        guard local.contains(filesystem.type),
            !filesystem.options.contains("noatime"), !filesystem.options.contains("relatime")
        else { return nil }
        return Finding(
            .storageAccessTimes, .note,
            seen: "\(filesystem.mountPoint) records the time of every access",
            matters: "each read of the database writes to the disk as well",
            remedy: remount("noatime", filesystem, examination))
    }

    private static func remount(
        _ option: String, _ filesystem: FilesystemFacts, _ examination: PreflightInput
    ) -> String {
        examination.asRoot("mount -o remount,\(option) '\(filesystem.mountPoint)'")
            + ", and the same in /etc/fstab"
    }
}
