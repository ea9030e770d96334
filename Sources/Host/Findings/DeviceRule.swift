import Model

/// Layers between the file system and the disk that cost time: encryption, and a RAID at work.
enum DeviceRule {
    static func findings(_ examination: PreflightInput) -> [Finding] {
        guard let devices = examination.storage?.devices else { return [] }
        return [encrypted(devices, examination), degraded(devices, examination)].compactMap(\.self)
    }

    /// - Source: the prefix that cryptsetup gives its mappings' uuid; Linux
    ///   Documentation/ABI/testing/sysfs-block-dm.
    private static func encrypted(
        _ devices: [BlockDeviceFacts], _ examination: PreflightInput
    ) -> Finding? {
        let names = devices.map(\.name).filter {
            examination.tree.line("/sys/class/block/\($0)/dm/uuid")?.hasPrefix("CRYPT-") == true
        }
        guard !names.isEmpty else { return nil }
        return Finding(
            .storageEncrypted, .note,
            seen: "\(names.joined(separator: ", ")) is encrypted (dm-crypt)",
            matters: "each read and write also costs CPU time, and the kernel's queues for "
                + "encryption add some microseconds to each",
            remedy: "cryptsetup benchmark tells its speed; on NVMe cryptsetup refresh "
                + "--perf-no_read_workqueue --perf-no_write_workqueue --persistent NAME may help")
    }

    /// - Source: Linux Documentation/admin-guide/md.rst, `degraded` and `sync_action`.
    private static func degraded(
        _ devices: [BlockDeviceFacts], _ examination: PreflightInput
    ) -> Finding? {
        let tree = examination.tree
        let seen = devices.filter { $0.kind == "raid" }.compactMap { device -> String? in
            let directory = "/sys/class/block/\(device.name)/md"
            if let missing = tree.integer(directory + "/degraded"), missing > 0 {
                return "\(device.name) lacks \(missing) of its disks"
            }
            if let action = tree.line(directory + "/sync_action"), action != "idle" {
                return "\(device.name) is busy (\(action))"
            }
            return nil
        }
        guard !seen.isEmpty else { return nil }
        return Finding(
            .storageRAID, .advisory, seen: "RAID " + seen.joined(separator: ", "),
            matters: "a RAID that rebuilds or checks itself shares its disks with the node, and "
                + "one that lacks a disk has nothing left to lose",
            remedy: "cat /proc/mdstat shows how far it is; measure when it has ended")
    }
}
