#define _GNU_SOURCE
#include "CPlatformHost.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/timex.h>
#include <sys/types.h>
#include <unistd.h>

#if defined(__GLIBC__)
#include <gnu/libc-version.h>
#endif

#if defined(__x86_64__)
#include <cpuid.h>
#endif

const char *cplatform_libc_version(void) {
#if defined(__GLIBC__)
    return gnu_get_libc_version();
#else
    return NULL;
#endif
}

unsigned cplatform_device_major(unsigned long long device) {
    return major((dev_t)device);
}

unsigned cplatform_device_minor(unsigned long long device) {
    return minor((dev_t)device);
}

int cplatform_open_as_seen_by(int process, const char *path) {
    char root_path[32];
    snprintf(root_path, sizeof root_path, "/proc/%d/root", process);
    int root = open(root_path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) {
        return -errno;
    }
    // Links on the way begin at that root as well, which openat() would not do.
    struct open_how how = {.flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT};
    int found = (int)syscall(SYS_openat2, root, path, &how, sizeof how);
    int why = errno;
    close(root);
    return found < 0 ? -why : found;
}

int cplatform_hypervisor_signature(char signature[13]) {
    signature[0] = '\0';
#if defined(__x86_64__)
    unsigned eax, ebx, ecx, edx;
    // Leaf 1, ECX bit 31 is the hypervisor bit; without it leaf 0x40000000 holds arbitrary data.
    if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx) || (ecx & (1u << 31)) == 0) {
        return 0;
    }
    __cpuid(0x40000000, eax, ebx, ecx, edx);
    memcpy(signature, &ebx, 4);
    memcpy(signature + 4, &ecx, 4);
    memcpy(signature + 8, &edx, 4);
    signature[12] = '\0';
    return signature[0] != '\0';
#else
    return 0;
#endif
}

int cplatform_clock_synchronised(void) {
    struct timex state = {.modes = 0};
    int condition = adjtimex(&state);
    if (condition == -1) {
        return -1;
    }
    return condition != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

static int limit(int resource, long long *soft, long long *hard) {
    struct rlimit values;
    if (getrlimit(resource, &values) != 0) {
        return -1;
    }
    *soft = values.rlim_cur == RLIM_INFINITY ? -1 : (long long)values.rlim_cur;
    *hard = values.rlim_max == RLIM_INFINITY ? -1 : (long long)values.rlim_max;
    return 0;
}

int cplatform_open_file_limit(long long *soft, long long *hard) {
    return limit(RLIMIT_NOFILE, soft, hard);
}

int cplatform_cpu_time_limit(long long *soft, long long *hard) {
    return limit(RLIMIT_CPU, soft, hard);
}

int cplatform_own_usage(long long *cpu_nanoseconds, long long *involuntary_switches) {
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) != 0) {
        return -1;
    }
    long long seconds = (long long)usage.ru_utime.tv_sec + usage.ru_stime.tv_sec;
    long long microseconds = (long long)usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
    *cpu_nanoseconds = seconds * 1000000000 + microseconds * 1000;
    *involuntary_switches = usage.ru_nivcsw;
    return 0;
}

int cplatform_current_cpu(void) {
    return sched_getcpu();
}
