#define _GNU_SOURCE
#include "CPlatformHost.h"

#include <errno.h>
#include <sched.h>
#include <stddef.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <sys/types.h>
#include <unistd.h>

#if defined(__GLIBC__)
#include <gnu/libc-version.h>
#endif

#if defined(__x86_64__)
#include <cpuid.h>
#endif

int cplatform_allowed_cpu_count(void) {
    // The kernel refuses a mask smaller than its own with EINVAL, so the mask grows until it fits.
    for (int cpus = 1024; cpus <= 65536; cpus *= 2) {
        cpu_set_t *set = CPU_ALLOC(cpus);
        if (set == NULL) {
            return -1;
        }
        size_t size = CPU_ALLOC_SIZE(cpus);
        int refused = sched_getaffinity(getpid(), size, set) != 0;
        int why = errno;
        int count = refused ? -1 : CPU_COUNT_S(size, set);
        CPU_FREE(set);
        if (!refused || why != EINVAL) {
            return count;
        }
    }
    return -1;
}

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
