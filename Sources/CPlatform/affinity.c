#define _GNU_SOURCE
#include "CPlatformAffinity.h"

#include <errno.h>
#include <sched.h>
#include <stddef.h>

// The kernel refuses a mask smaller than its own with EINVAL; its NR_CPUS is 8192 at most today.
enum { CPUS_MAX = 65536 };

int touchstone_allowed_cpus(int *cpus, int capacity) {
    size_t size = CPU_ALLOC_SIZE(CPUS_MAX);
    cpu_set_t *set = CPU_ALLOC(CPUS_MAX);
    if (set == NULL) return -ENOMEM;
    CPU_ZERO_S(size, set);
    if (sched_getaffinity(0, size, set) != 0) {
        int why = errno;
        CPU_FREE(set);
        return -why;
    }
    int count = 0;
    for (int cpu = 0; cpu < CPUS_MAX; cpu++) {
        if (!CPU_ISSET_S(cpu, size, set)) continue;
        if (count < capacity) cpus[count] = cpu;
        count++;
    }
    CPU_FREE(set);
    return count;
}

int touchstone_pin_thread(int cpu) {
    if (cpu < 0 || cpu >= CPUS_MAX) return EINVAL;
    size_t size = CPU_ALLOC_SIZE(CPUS_MAX);
    cpu_set_t *set = CPU_ALLOC(CPUS_MAX);
    if (set == NULL) return ENOMEM;
    CPU_ZERO_S(size, set);
    CPU_SET_S(cpu, size, set);
    int refused = sched_setaffinity(0, size, set) != 0 ? errno : 0;
    CPU_FREE(set);
    return refused;
}
