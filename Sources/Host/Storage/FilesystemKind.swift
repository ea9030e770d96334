package import Model

/// What kind of file system it is, where that decides whether its figures mean a disk.
extension FilesystemFacts {
    /// Whether the files lie in main memory.
    ///
    /// - Source: Linux Documentation/filesystems/{tmpfs,ramfs-rootfs-initramfs}.rst.
    package var isMemoryBacked: Bool {
        ["tmpfs", "ramfs", "rootfs", "devtmpfs", "hugetlbfs"].contains(type)
    }

    /// Whether the kernel makes up its files, so that none can be made there.
    ///
    /// - Source: Linux Documentation/filesystems and /proc/filesystems, those marked `nodev` that
    ///   hold no user's files.
    package var isPseudo: Bool {
        [
            "proc", "sysfs", "cgroup", "cgroup2", "debugfs", "tracefs", "securityfs", "configfs",
            "devpts", "mqueue", "bpf", "pstore", "efivarfs", "fusectl", "binfmt_misc", "nsfs",
            "selinuxfs", "rpc_pipefs", "nfsd", "resctrl", "fuse.lxcfs",
        ].contains(type)
    }

    /// Whether it is a union of other file systems, as a container's root is.
    package var isOverlay: Bool {
        ["overlay", "overlayfs", "aufs", "fuse.fuse-overlayfs"].contains(type)
    }

    /// Whether each access crosses a network, or a file protocol made for one.
    package var isNetwork: Bool {
        [
            "nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "fuse.ceph", "fuse.ceph-fuse",
            "glusterfs", "fuse.glusterfs", "9p", "afs", "lustre", "beegfs", "fuse.sshfs",
            "gpfs", "orangefs", "fuse.juicefs", "fuse.rclone", "fuse.s3fs", "fuse.gcsfuse",
        ].contains(type)
    }

    /// Whether it is a directory that a hypervisor shows of its own machine.
    var isOfHost: Bool {
        ["virtiofs", "vboxsf", "fuse.vmhgfs-fuse", "prl_fs"].contains(type)
    }

    /// Whether nothing may be written to it.
    package var isReadOnly: Bool { options.contains("ro") }
}
