// Which CPUs a thread may run on. System headers stay in affinity.c: see CPlatformMeasure.h.
#ifndef TOUCHSTONE_CPLATFORM_AFFINITY_H
#define TOUCHSTONE_CPLATFORM_AFFINITY_H

/// Writes the numbers of the CPUs that the calling thread may run on, rising, to `cpus`.
///
/// Returns how many there are (only the first `capacity` are written), or -errno.
int touchstone_allowed_cpus(int *cpus, int capacity);

/// Restricts the calling thread to one CPU. Returns 0, or the errno of the refusal.
int touchstone_pin_thread(int cpu);

#endif
