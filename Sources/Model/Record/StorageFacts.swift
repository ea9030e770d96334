/// The disk under test: what lies behind the path that was given.
package struct StorageFacts: Codable, Sendable, Equatable {
    /// The path as given, made absolute.
    package var path: String
    package var filesystem: FilesystemFacts
    /// From the device the filesystem lies on down to the leaf devices; empty when none is visible.
    package var devices: [BlockDeviceFacts]
    /// What kind of storage it is, as far as the kernel tells.
    package var deviceClass: DeviceClass

    package init(
        path: String, filesystem: FilesystemFacts, devices: [BlockDeviceFacts],
        deviceClass: DeviceClass
    ) {
        self.path = path
        self.filesystem = filesystem
        self.devices = devices
        self.deviceClass = deviceClass
    }
}

/// The mount that holds a path.
package struct FilesystemFacts: Codable, Sendable, Equatable {
    /// Type as the kernel names it, such as `ext4`, `xfs`, `tmpfs` or `overlay`.
    package var type: String
    /// The mount's source as the kernel names it, such as `/dev/nvme0n1p2`.
    package var source: String
    package var mountPoint: String
    /// Mount and super-block options.
    package var options: [String]
    /// nil if not readable.
    package var totalBytes: Int?
    /// What an unprivileged user may still write (f_bavail); nil if not readable.
    package var availableBytes: Int?

    package init(
        type: String, source: String, mountPoint: String, options: [String] = [],
        totalBytes: Int? = nil, availableBytes: Int? = nil
    ) {
        self.type = type
        self.source = source
        self.mountPoint = mountPoint
        self.options = options
        self.totalBytes = totalBytes
        self.availableBytes = availableBytes
    }
}

/// One block device of the chain, as sysfs shows it.
package struct BlockDeviceFacts: Codable, Sendable, Equatable {
    /// Kernel name, such as `nvme0n1`, `dm-0`, `sda2`.
    package var name: String
    /// `partition`, `disk`, `device-mapper`, `raid`, `loop`.
    package var kind: String
    /// The model as the device reports it; nil means none.
    package var reportedModel: String?
    /// The kernel's `rotational` flag; on virtual disks a default, not a fact.
    package var reportedRotational: Bool?
    /// `nvme`, `virtio`, `scsi` …: the transport as far as sysfs shows it.
    package var transport: String?
    package var sizeBytes: Int?

    package init(
        name: String, kind: String, reportedModel: String? = nil, reportedRotational: Bool? = nil,
        transport: String? = nil, sizeBytes: Int? = nil
    ) {
        self.name = name
        self.kind = kind
        self.reportedModel = reportedModel
        self.reportedRotational = reportedRotational
        self.transport = transport
        self.sizeBytes = sizeBytes
    }
}

/// Kinds of storage that a published requirement can name.
package enum DeviceClass: String, Codable, Sendable, CaseIterable {
    case localNVMe = "nvme"
    case ssd = "ssd"
    case rotating = "rotating"
    /// A virtual disk: what lies behind it is hidden.
    case virtualDisk = "virtual"
    case network = "network"
    /// tmpfs, ramfs, zram, brd.
    case memory = "memory"
    case unknown = "unknown"
}
