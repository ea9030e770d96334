// What the disk probes need of Linux and Swift cannot call. System headers stay in disk.c: see
// CPlatformMeasure.h.
#ifndef TOUCHSTONE_CPLATFORM_DISK_H
#define TOUCHSTONE_CPLATFORM_DISK_H

#include <stdint.h>

/// How a scratch file is opened; may be joined.
enum {
    /// O_DIRECT: the page cache is left out.
    TOUCHSTONE_DIRECT = 1,
    /// O_DSYNC: a write returns when its data is on stable storage.
    TOUCHSTONE_DSYNC = 2,
};

/// Opens a file without a name in a directory (O_TMPFILE): nothing is left of it after any death.
///
/// Returns a descriptor, or -errno; EOPNOTSUPP or EISDIR where the filesystem has no such files,
/// EINVAL where it has no O_DIRECT.
int touchstone_open_unnamed_as(const char *directory, int how);

/// Makes a file that must not exist. Returns a descriptor, or -errno.
int touchstone_make_file_as(const char *path, int how);

/// What lies below the first bytes of a file, by FIEMAP.
struct touchstone_extents {
    /// Bytes of extents that hold written data of this file alone.
    uint64_t written;
    /// Bytes that were allocated and never written: reading them asks no device.
    uint64_t unwritten;
    /// Bytes in extents that are shared, packed, encoded or not yet placed.
    uint64_t other;
    /// Number of extents.
    uint64_t extents;
};

/// Asks the filesystem what lies below the first `length` bytes; a hole is in none of the sums.
///
/// Returns 0, or -errno; EOPNOTSUPP where the filesystem cannot tell.
int touchstone_file_extents(int descriptor, uint64_t length, struct touchstone_extents *found);

/// CPU time of the calling thread in nanoseconds: its own and the kernel's on its behalf.
///
/// Returns 0, or -1 when not known.
int touchstone_thread_times(int64_t *user, int64_t *kernel);

#endif
