#define _GNU_SOURCE
#include "CPlatformDisk.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

static int flags(int how) {
    return ((how & TOUCHSTONE_DIRECT) ? O_DIRECT : 0) | ((how & TOUCHSTONE_DSYNC) ? O_DSYNC : 0);
}

int touchstone_open_unnamed_as(const char *directory, int how) {
    int descriptor =
        open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC | flags(how), S_IRUSR | S_IWUSR);
    return descriptor >= 0 ? descriptor : -errno;
}

int touchstone_make_file_as(const char *path, int how) {
    int descriptor =
        open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | flags(how), S_IRUSR | S_IWUSR);
    return descriptor >= 0 ? descriptor : -errno;
}

// Extents asked for at a time: 56 bytes each.
enum { EXTENTS_MAX = 512 };

int touchstone_file_extents(int descriptor, uint64_t length, struct touchstone_extents *found) {
    memset(found, 0, sizeof *found);
    size_t size = sizeof(struct fiemap) + EXTENTS_MAX * sizeof(struct fiemap_extent);
    struct fiemap *map = malloc(size);
    if (map == NULL) return -ENOMEM;
    uint64_t start = 0;
    int last = 0;
    while (start < length && !last) {
        memset(map, 0, size);
        map->fm_start = start;
        map->fm_length = length - start;
        map->fm_flags = FIEMAP_FLAG_SYNC;
        map->fm_extent_count = EXTENTS_MAX;
        if (ioctl(descriptor, FS_IOC_FIEMAP, map) != 0) {
            int why = errno;
            free(map);
            return -why;
        }
        // Nothing more: the rest is a hole.
        if (map->fm_mapped_extents == 0) break;
        for (unsigned i = 0; i < map->fm_mapped_extents; i++) {
            const struct fiemap_extent *extent = &map->fm_extents[i];
            uint64_t end = extent->fe_logical + extent->fe_length;
            uint64_t from = extent->fe_logical > start ? extent->fe_logical : start;
            uint64_t to = end < length ? end : length;
            uint64_t bytes = to > from ? to - from : 0;
            uint32_t kind = extent->fe_flags;
            if (kind & FIEMAP_EXTENT_UNWRITTEN) {
                found->unwritten += bytes;
            } else if (kind & (FIEMAP_EXTENT_UNKNOWN | FIEMAP_EXTENT_DELALLOC |
                               FIEMAP_EXTENT_ENCODED | FIEMAP_EXTENT_NOT_ALIGNED |
                               FIEMAP_EXTENT_SHARED)) {
                found->other += bytes;
            } else {
                found->written += bytes;
            }
            found->extents++;
            if (end > start) start = end;
            if (kind & FIEMAP_EXTENT_LAST) last = 1;
        }
    }
    free(map);
    return 0;
}

static int64_t nanoseconds(struct timeval time) {
    return (int64_t)time.tv_sec * 1000000000 + (int64_t)time.tv_usec * 1000;
}

int touchstone_thread_times(int64_t *user, int64_t *kernel) {
    struct rusage usage;
    if (getrusage(RUSAGE_THREAD, &usage) != 0) return -1;
    *user = nanoseconds(usage.ru_utime);
    *kernel = nanoseconds(usage.ru_stime);
    return 0;
}
