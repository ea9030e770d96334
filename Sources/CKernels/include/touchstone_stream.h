// The bandwidth kernels after STREAM, and the chase of pointers.
// Source: J. D. McCalpin, STREAM (cs.virginia.edu/stream): the four kernels and their counting of
// bytes. `read` and `write` are ours.
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef enum {
    TOUCHSTONE_STREAM_COPY = 0,   // to = x
    TOUCHSTONE_STREAM_SCALE = 1,  // to = scalar * x
    TOUCHSTONE_STREAM_ADD = 2,    // to = x + y
    TOUCHSTONE_STREAM_TRIAD = 3,  // to = x + scalar * y
    TOUCHSTONE_STREAM_READ = 4,   // returns the sum of x
    TOUCHSTONE_STREAM_WRITE = 5,  // to = scalar
} touchstone_stream_kernel;

// The code paths. All give the same values; they differ in the width of their registers.
typedef enum {
    TOUCHSTONE_STREAM_PORTABLE = 0,
    TOUCHSTONE_STREAM_AVX2 = 1,
} touchstone_stream_path;

// Whether this processor and this build can run `path`.
bool touchstone_stream_supports(touchstone_stream_path path);

// Runs `kernel` over `count` elements; returns the sum for `read`, else 0.
//
// `count` is a multiple of 16 and the pointers are multiples of 64 bytes; those that the kernel
// does not name may be null. With `non_temporal` the stores go past the caches, and are done on
// return.
double touchstone_stream(touchstone_stream_kernel kernel, touchstone_stream_path path,
                         bool non_temporal, double *to, const double *x, const double *y,
                         double scalar, size_t count);

// The first of `count` elements that `kernel` would have left otherwise in `to`; `count` if none.
// Products and sums of the values in use are exact, so they are compared bit by bit.
size_t touchstone_stream_first_wrong(touchstone_stream_kernel kernel, const double *to,
                                     const double *x, const double *y, double scalar,
                                     size_t count);

// Follows a chain of pointers for `count` loads, a multiple of 16; each load needs the one before.
// Returns the pointer reached.
const void *touchstone_chase(const void *from, size_t count);
