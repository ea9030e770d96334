// The choice of code path, the check of what a kernel left, and the chase of pointers.
#include "stream.h"

bool touchstone_stream_supports(touchstone_stream_path path) {
#if defined(__x86_64__)
    if (path == TOUCHSTONE_STREAM_AVX2) return __builtin_cpu_supports("avx2");
#endif
    return path == TOUCHSTONE_STREAM_PORTABLE;
}

double touchstone_stream(touchstone_stream_kernel kernel, touchstone_stream_path path,
                         bool non_temporal, double *to, const double *x, const double *y,
                         double scalar, size_t count) {
    stream_run *run = stream_portable_run;
#if defined(__x86_64__)
    if (path == TOUCHSTONE_STREAM_AVX2) run = stream_avx2_run;
#else
    (void)path;
#endif
    double sum = run(kernel, non_temporal, to, x, y, scalar, count);
    // Non-temporal stores are not ordered; the clock is read after they have left.
    if (non_temporal) __atomic_thread_fence(__ATOMIC_SEQ_CST);
    return sum;
}

static inline double expected(touchstone_stream_kernel kernel, const double *x, const double *y,
                              double scalar, size_t i) {
    switch (kernel) {
        case TOUCHSTONE_STREAM_COPY: return x[i];
        case TOUCHSTONE_STREAM_SCALE: return scalar * x[i];
        case TOUCHSTONE_STREAM_ADD: return x[i] + y[i];
        case TOUCHSTONE_STREAM_TRIAD: return x[i] + scalar * y[i];
        case TOUCHSTONE_STREAM_WRITE: return scalar;
        case TOUCHSTONE_STREAM_READ: break;
    }
    return 0;
}

size_t touchstone_stream_first_wrong(touchstone_stream_kernel kernel, const double *to,
                                     const double *x, const double *y, double scalar,
                                     size_t count) {
    if (kernel == TOUCHSTONE_STREAM_READ) return count;
    for (size_t i = 0; i < count; i++) {
        if (to[i] != expected(kernel, x, y, scalar, i)) return i;
    }
    return count;
}

const void *touchstone_chase(const void *from, size_t count) {
    const void *at = from;
#define LOAD at = *(const void *const volatile *)at;
#define LOADS4 LOAD LOAD LOAD LOAD
    for (size_t i = 0; i < count; i += 16) {
        LOADS4 LOADS4 LOADS4 LOADS4
    }
    return at;
}
