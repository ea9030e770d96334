// The loops of the bandwidth kernels, compiled once for each code path: the file that includes this
// defines PATH(name), the functions' name, TARGET, their attributes, and VECTOR_BYTES.
#include <stddef.h>

typedef double PATH(vector) __attribute__((vector_size(VECTOR_BYTES)));
enum { PATH(lanes) = VECTOR_BYTES / 8, PATH(step) = 4 };

// Without it the compiler turns copy into memcpy, and the C library then chooses the stores.
#define KERNEL TARGET __attribute__((no_builtin("memcpy", "memset"))) static void

// Runs the statement for vector `i`, four vectors a turn.
#define EACH(statement)                                            \
    size_t vectors = count / PATH(lanes);                          \
    for (size_t turn = 0; turn < vectors; turn += PATH(step)) {    \
        for (size_t i = turn; i < turn + PATH(step); i++) { statement } \
    }

#define PAIR(name, value)                                                                      \
    KERNEL PATH(name##_plain)(PATH(vector) * restrict to, const PATH(vector) * restrict x,     \
                              const PATH(vector) * restrict y, double scalar, size_t count) {  \
        (void)x, (void)y, (void)scalar;                                                        \
        EACH(to[i] = value;)                                                                   \
    }                                                                                          \
    KERNEL PATH(name##_nt)(PATH(vector) * restrict to, const PATH(vector) * restrict x,        \
                           const PATH(vector) * restrict y, double scalar, size_t count) {     \
        (void)x, (void)y, (void)scalar;                                                        \
        EACH(PATH(vector) v = value; __builtin_nontemporal_store(v, to + i);)                  \
    }

PAIR(copy, x[i])
PAIR(scale, scalar * x[i])
PAIR(add, x[i] + y[i])
PAIR(triad, x[i] + scalar * y[i])
PAIR(write, (PATH(vector)){0} + scalar)

TARGET static double PATH(read)(const PATH(vector) * x, size_t count) {
    PATH(vector) sums[PATH(step)] = {{0}, {0}, {0}, {0}};
    size_t vectors = count / PATH(lanes);
    for (size_t turn = 0; turn < vectors; turn += PATH(step)) {
        for (size_t i = 0; i < PATH(step); i++) sums[i] += x[turn + i];
    }
    double sum = 0;
    for (size_t i = 0; i < PATH(step); i++) {
        for (size_t lane = 0; lane < PATH(lanes); lane++) sum += sums[i][lane];
    }
    return sum;
}

TARGET double PATH(run)(touchstone_stream_kernel kernel, bool non_temporal, double *to,
                        const double *x, const double *y, double scalar, size_t count) {
    PATH(vector) *t = (PATH(vector) *)to;
    const PATH(vector) *u = (const PATH(vector) *)x, *v = (const PATH(vector) *)y;
#define RUN(name)                                           \
    if (non_temporal) PATH(name##_nt)(t, u, v, scalar, count); \
    else PATH(name##_plain)(t, u, v, scalar, count);        \
    break;
    switch (kernel) {
        case TOUCHSTONE_STREAM_COPY: RUN(copy)
        case TOUCHSTONE_STREAM_SCALE: RUN(scale)
        case TOUCHSTONE_STREAM_ADD: RUN(add)
        case TOUCHSTONE_STREAM_TRIAD: RUN(triad)
        case TOUCHSTONE_STREAM_WRITE: RUN(write)
        case TOUCHSTONE_STREAM_READ: return PATH(read)(u, count);
    }
    return 0;
}
