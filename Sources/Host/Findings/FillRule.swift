import Model

/// A disk that is nearly full: slower now, and stopped soon.
enum FillRule {
    /// - Source: Ours: flash and copy-on-write file systems slow down when little is free, and a
    ///   chain's database grows by some per cent of its size a month.
    private static let freeFractionMin = 0.10

    static func findings(_ examination: PreflightInput) -> [Finding] {
        guard let filesystem = examination.storage?.filesystem, !filesystem.isMemoryBacked,
            let total = filesystem.totalBytes, total > 0,
            let available = filesystem.availableBytes
        else { return [] }
        let free = Double(available) / Double(total)
        guard free < freeFractionMin else { return [] }
        return [
            Finding(
                .storageNearlyFull, .advisory,
                seen: "\(filesystem.mountPoint) has \(QuantityFormat.share(free)) free "
                    + "(\(bytesText(available)) of \(bytesText(total)))",
                matters: "a nearly full disk is slower than the same disk with space, and a node "
                    + "stops when nothing is left",
                remedy: "\(examination.asRoot("du -xh '\(filesystem.mountPoint)'")) | sort -h | "
                    + "tail shows what is large; prune the database or enlarge the volume")
        ]
    }
}
