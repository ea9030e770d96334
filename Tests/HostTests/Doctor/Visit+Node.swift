import Model

extension Visit {
    /// A machine with one more process, number 4711, and two disks: sda1, which is under test and
    /// holds `/`, and sdb1 on `/mnt`.
    static func besideProcess(_ arguments: [String], name: String? = nil) throws -> Visit {
        let id = 4711
        var visit = try Visit()
        let file = arguments.first?.split(separator: "/").last.map(String.init) ?? ""
        try visit.tree.write("/proc/\(id)/comm", (name ?? String(file.prefix(15))) + "\n")
        try visit.tree.write(
            "/proc/\(id)/cmdline", arguments.map { $0 + "\0" }.joined())
        // sda1 (8:1) is the disk under test, sdb1 (8:17) another one.
        for (device, number) in [("sda", "8:0"), ("sdb", "8:16")] {
            try visit.tree.blockDevice("/sys/devices/pci/\(device)", number: number)
        }
        try visit.tree.blockDevice("/sys/devices/pci/sda/sda1", number: "8:1", partition: 1)
        try visit.tree.blockDevice("/sys/devices/pci/sdb/sdb1", number: "8:17", partition: 1)
        try visit.tree.write(
            "/proc/self/mountinfo",
            "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n23 22 8:17 / /mnt rw - ext4 /dev/sdb1 rw\n")
        visit.storage = Visit.disk(devices: [
            .init(name: "sda1", kind: "partition"), .init(name: "sda", kind: "disk"),
        ])
        visit.devices = ["/var/lib/kilt": "1", "/mnt/kilt": "17"]
        return visit
    }
}
