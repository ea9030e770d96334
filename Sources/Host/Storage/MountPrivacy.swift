/// What of a mount may stand in a report that is handed on.
///
/// Sources and options of network file systems name servers, users and addresses, and an overlay's
/// options name directories of the host; none of it bears on a verdict.
package enum MountPrivacy {
    /// Options whose value tells how the disk is used and nothing of who uses it.
    ///
    /// - Source: Ours, chosen from ext4(5), xfs(5), btrfs(5), tmpfs(5) and nfs(5).
    private static let valuesShown: Set<String> = [
        "barrier", "commit", "compress", "compress-force", "data", "errors", "logbsize", "logbufs",
        "mode", "nr_inodes", "proto", "rsize", "size", "stripe", "sunit", "swidth", "vers", "wsize",
    ]

    /// The source as the kernel names it, or less of it where that names a server or a host.
    ///
    /// Volume groups are named after the host by Debian's installer and links below /dev/disk after
    /// serial numbers, so of both only the kernel's own name is shown: `device` if it is known.
    package static func source(_ source: String, device: String?) -> String {
        if source.hasPrefix("/dev/") {
            let isKernelName = !source.dropFirst("/dev/".count).contains("/")
            return isKernelName ? source : "/dev/" + (device ?? "(device)")
        }
        let namesServer = source.hasPrefix("//") || source.contains("@") || source.contains(":")
        return namesServer ? "(remote)" : source
    }

    /// Options without a value, and those whose value may be shown, in their order.
    package static func options(_ options: [String]) -> [String] {
        options.filter { option in
            guard let end = option.firstIndex(of: "=") else { return true }
            return valuesShown.contains(String(option[..<end]))
        }
    }
}
