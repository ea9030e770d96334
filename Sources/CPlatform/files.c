#define _GNU_SOURCE
#include "CPlatformFiles.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <linux/stat.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The mount that an open file is on; -1 when the kernel does not tell. statx tells since Linux 5.8,
// /proc since 3.15.
static int64_t mount_of(int descriptor) {
#if defined(STATX_MNT_ID)
    struct statx facts;
    memset(&facts, 0, sizeof facts);
    if (statx(descriptor, "", AT_EMPTY_PATH, STATX_MNT_ID, &facts) == 0 &&
        (facts.stx_mask & STATX_MNT_ID))
        return (int64_t)facts.stx_mnt_id;
#endif
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fdinfo/%d", descriptor);
    FILE *file = fopen(path, "re");
    if (file == NULL) return -1;
    char line[128];
    long long number = -1;
    while (fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, "mnt_id: %lld", &number) == 1) break;
    fclose(file);
    return number;
}

int touchstone_open_folder_in(int parent, const char *name) {
    int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    struct open_how how;
    memset(&how, 0, sizeof how);
    how.flags = (uint64_t)flags;
    how.resolve = RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH;
    int descriptor = (int)syscall(SYS_openat2, parent, name, &how, sizeof how);
    if (descriptor >= 0) return descriptor;
    // Linux before 5.6 has no such call, and a container's filter may refuse it with EPERM.
    if (errno != ENOSYS && errno != EPERM) return -errno;
    descriptor = openat(parent, name, flags);
    if (descriptor < 0) return -errno;
    int64_t above = mount_of(parent);
    if (above >= 0 && above == mount_of(descriptor)) return descriptor;
    close(descriptor);
    return -EXDEV;
}

int touchstone_open_unnamed(const char *folder, unsigned mode) {
    int descriptor = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, (mode_t)mode);
    return descriptor >= 0 ? descriptor : -errno;
}

int touchstone_link_unnamed(int descriptor, const char *path) {
    char source[64];
    snprintf(source, sizeof source, "/proc/self/fd/%d", descriptor);
    return linkat(AT_FDCWD, source, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 ? 0 : -errno;
}
