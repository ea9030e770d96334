/// One line of /proc/self/mountinfo.
package struct MountEntry: Sendable, Equatable {
    /// Device number of the file system.
    package let major: Int
    /// Device number of the file system.
    package let minor: Int
    /// The directory of the file system that is mounted; not `/` for a bind mount.
    package let root: String
    /// Where it is mounted, without escapes.
    package let mountPoint: String
    /// Options of this mount.
    package let mountOptions: [String]
    /// File system type, such as `ext4`.
    package let type: String
    /// What the kernel calls the source, such as `/dev/nvme0n1p2`.
    package let source: String
    /// Options of the file system itself.
    package let superOptions: [String]

    /// Both lists of options, without repetition, the mount's first.
    package var options: [String] {
        mountOptions + superOptions.filter { !mountOptions.contains($0) }
    }
}

/// /proc/self/mountinfo, parsed.
package struct MountTable: Sendable, Equatable {
    /// The mounts in the order of the file; a later one covers an earlier one on the same point.
    package let entries: [MountEntry]

    /// Parses the text of /proc/self/mountinfo; lines of another form are left out.
    ///
    /// - Source: proc(5), /proc/pid/mountinfo.
    package init(_ text: String) {
        entries = lines(of: text).compactMap(Self.entry)
    }

    /// The mount that holds `path`: the longest mount point above it whose device is the path's
    /// own.
    ///
    /// The device decides, because a mount may be hidden below another one. btrfs gives each
    /// subvolume a device number that no mount shows: then the longest mount point is taken. `nil`
    /// = no mount is above.
    package func entry(holding path: String, major: Int, minor: Int) -> MountEntry? {
        let above = entries.filter { Self.isPath(path, below: $0.mountPoint) }
        let ofDevice = above.filter { $0.major == major && $0.minor == minor }
        let candidates = ofDevice.isEmpty ? above : ofDevice
        // The last of equals: it was mounted over the others.
        return candidates.reduce(nil) { best, entry in
            guard let best, best.mountPoint.utf8.count > entry.mountPoint.utf8.count else {
                return entry
            }
            return best
        }
    }

    /// A mount of that device, wherever it is; nil if there is none.
    func entry(major: Int, minor: Int) -> MountEntry? {
        entries.last { $0.major == major && $0.minor == minor }
    }

    private static func isPath(_ path: String, below directory: String) -> Bool {
        directory == "/" || path == directory || path.hasPrefix(directory + "/")
    }

    private static func entry(_ line: String) -> MountEntry? {
        let fields = words(of: line)
        guard let dash = fields.firstIndex(of: "-"), dash >= 6, fields.count >= dash + 3 else {
            return nil
        }
        let device = fields[2].split(separator: ":").compactMap { Int($0) }
        guard device.count == 2 else { return nil }
        return MountEntry(
            major: device[0], minor: device[1], root: unescaped(fields[3]),
            mountPoint: unescaped(fields[4]),
            mountOptions: fields[5].split(separator: ",").map(String.init),
            type: fields[dash + 1], source: unescaped(fields[dash + 2]),
            superOptions: fields.count > dash + 3
                ? fields[dash + 3].split(separator: ",").map(String.init) : [])
    }

    /// A field with its octal escapes (`\040` is a space) undone.
    package static func unescaped(_ field: String) -> String {
        let bytes = Array(field.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\\"), index + 3 < bytes.count,
                let value = UInt8(
                    String(decoding: bytes[(index + 1)...(index + 3)], as: UTF8.self), radix: 8)
            {
                result.append(value)
                index += 4
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
