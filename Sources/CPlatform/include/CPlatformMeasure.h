// What measuring needs of Linux and Swift cannot call: its headers hide these behind _GNU_SOURCE.
//
// System headers stay in measure.c: _GNU_SOURCE in a public header of a module clashes with the
// system's own modules.
#ifndef TOUCHSTONE_CPLATFORM_MEASURE_H
#define TOUCHSTONE_CPLATFORM_MEASURE_H

#include <stdint.h>

/// CLOCK_MONOTONIC in nanoseconds.
uint64_t touchstone_monotonic_nanoseconds(void);

/// CPU time of the calling thread in nanoseconds (CLOCK_THREAD_CPUTIME_ID).
uint64_t touchstone_thread_cpu_nanoseconds(void);

/// How often the calling thread lost its CPU to another before it was done; -1 when not known.
long touchstone_involuntary_switches(void);

#endif
