package import Model

/// The rules that tell what kind of storage lies behind a path.
///
/// They believe the kernel's names of drivers and models and nothing else; a virtual machine can
/// hide anything behind an emulated disk, and then the class says `virtual` rather than a guess.
package enum StorageClass {
    /// NVMe models of clouds and emulators, by the start of their name, and what stands behind
    /// them.
    ///
    /// - Source: Amazon EC2 User Guide, "Map Amazon EBS volumes to NVMe device names" (Elastic
    ///   Block Store, Instance Storage); Google guest-configs `google_nvme_id` (nvme_card-pd is
    ///   Persistent Disk, all other nvme_card are local); Azure azure-vm-utils README (Accelerator
    ///   is remote, Direct Disk is local); Alibaba Cloud's `lsblk` output; QEMU hw/nvme/ctrl.c;
    ///   VMware and VirtualBox device models.
    private static let nvmeModels: [(start: String, deviceClass: DeviceClass)] = [
        ("Amazon Elastic Block Store", .network),
        ("Amazon EC2 NVMe Instance Storage", .localNVMe),
        ("nvme_card-pd", .network),
        ("nvme_card", .localNVMe),
        ("MSFT NVMe Accelerator", .network),
        ("Microsoft NVMe Direct Disk", .localNVMe),
        ("Alibaba Cloud Elastic Block Storage", .network),
        ("QEMU NVMe Ctrl", .virtualDisk),
        ("VMware Virtual NVMe Disk", .virtualDisk),
        ("ORCL-VBOX-NVME", .virtualDisk),
    ]

    /// Vendor and model of SCSI and ATA disks that hypervisors emulate, by the start of their name.
    ///
    /// - Source: QEMU hw/ide/core.c and hw/scsi/scsi-disk.c; Linux drivers/scsi/storvsc_drv.c;
    ///   VMware and VirtualBox device models; Google Compute Engine's persistent disks are network
    ///   storage. Volumes by the `scsi-0<vendor>_<model>` names that DigitalOcean ("DO_Volume"),
    ///   Hetzner ("HC_Volume") and Linode ("Linode_Volume") document for /dev/disk/by-id; Oracle
    ///   Cloud's block volumes by Linux's `lsscsi` ("ORACLE BlockVolume"). Azure's "Msft Virtual
    ///   Disk" is the name of its remote and its local disks alike.
    private static let scsiModels: [(start: String, deviceClass: DeviceClass)] = [
        ("Google PersistentDisk", .network),
        ("Google EphemeralDisk", .virtualDisk),
        ("DO Volume", .network),
        ("HC Volume", .network),
        ("Linode Volume", .network),
        ("ORACLE BlockVolume", .network),
        ("QEMU", .virtualDisk),
        ("VMware", .virtualDisk),
        ("VBOX", .virtualDisk),
        ("Msft Virtual Disk", .virtualDisk),
        ("Xen", .virtualDisk),
        ("NUTANIX VDISK", .virtualDisk),
    ]

    /// Weakest first: what a mixed array is worth.
    ///
    /// - Source: Ours: an unknown leaf may be as slow as anything above rotating, so it hides every
    ///   better leaf and no worse one.
    private static let weakestFirst: [DeviceClass] = [
        .memory, .network, .rotating, .unknown, .virtualDisk, .ssd, .localNVMe,
    ]

    /// The class of a leaf device.
    ///
    /// In a virtual machine only the models that a cloud documents say what stands behind them:
    /// any other, and the rotational flag, are what the hypervisor chose to show.
    package static func of(
        leaf: BlockDeviceFacts, isVirtualMachine: Bool = false
    ) -> DeviceClass {
        let model = leaf.reportedModel ?? ""
        switch leaf.transport {
        case "zram", "ram": return .memory
        case "nbd", "rbd", "rnbd", "drbd", "aoe", "iscsi", "fc", "nvme-tcp", "nvme-rdma", "nvme-fc":
            return .network
        case "nvme":
            return nvmeModels.first { model.hasPrefix($0.start) }?.deviceClass
                ?? (isVirtualMachine ? .virtualDisk : .localNVMe)
        case "virtio", "xen", "hyperv":
            return scsiModels.first { model.hasPrefix($0.start) }?.deviceClass ?? .virtualDisk
        case "scsi", "ata", "usb", "mmc":
            if let known = scsiModels.first(where: { model.hasPrefix($0.start) }) {
                return known.deviceClass
            }
            if isVirtualMachine { return .virtualDisk }
            return leaf.reportedRotational.map { $0 ? .rotating : .ssd } ?? .unknown
        default: return .unknown
        }
    }

    /// The class of the whole: by the file system where that decides, else the weakest of the
    /// leaves.
    package static func of(filesystem: FilesystemFacts, leaves: [DeviceClass]) -> DeviceClass {
        if filesystem.isMemoryBacked { return .memory }
        if filesystem.isNetwork { return .network }
        // The host's directory: what lies behind it is hidden.
        if filesystem.isOfHost { return .virtualDisk }
        return weakest(leaves) ?? .unknown
    }

    /// The weakest class; nil if there is none at all.
    package static func weakest(_ classes: [DeviceClass]) -> DeviceClass? {
        weakestFirst.first { classes.contains($0) }
    }
}
