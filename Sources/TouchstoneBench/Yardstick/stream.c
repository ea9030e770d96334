// STREAM's four kernels as its description and run rules give them, behind a C call, so that the
// benchmark can alternate with them in one process and over the same arrays.
// Source: J. D. McCalpin, "STREAM: Sustainable Memory Bandwidth in High Performance Computers",
// cs.virginia.edu/stream: copy c = a, scale b = q c, add c = a + b, triad a = b + q c; OpenMP over
// a static schedule; time of a pass around the whole parallel loop. Written anew, not taken from
// it.
#include <omp.h>
#include <stddef.h>
#include <time.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

static void plain(int kernel, double *restrict to, const double *restrict x,
                  const double *restrict y, double q, ptrdiff_t count, int threads) {
    switch (kernel) {
        case 0:
#pragma omp parallel for num_threads(threads) schedule(static)
            for (ptrdiff_t i = 0; i < count; i++) to[i] = x[i];
            break;
        case 1:
#pragma omp parallel for num_threads(threads) schedule(static)
            for (ptrdiff_t i = 0; i < count; i++) to[i] = q * x[i];
            break;
        case 2:
#pragma omp parallel for num_threads(threads) schedule(static)
            for (ptrdiff_t i = 0; i < count; i++) to[i] = x[i] + y[i];
            break;
        default:
#pragma omp parallel for num_threads(threads) schedule(static)
            for (ptrdiff_t i = 0; i < count; i++) to[i] = x[i] + q * y[i];
            break;
    }
}

// The triad as a compiler with an option for streaming stores would make it; -1 = not on this
// processor.
static int streaming(double *restrict to, const double *restrict x, const double *restrict y,
                     double q, ptrdiff_t count, int threads) {
#if defined(__SSE2__)
#pragma omp parallel num_threads(threads)
    {
        __m128d factor = _mm_set1_pd(q);
#pragma omp for schedule(static)
        for (ptrdiff_t i = 0; i < count; i += 8) {
            for (ptrdiff_t j = i; j < i + 8; j += 2) {
                _mm_stream_pd(to + j, _mm_add_pd(_mm_load_pd(x + j),
                                                 _mm_mul_pd(factor, _mm_load_pd(y + j))));
            }
        }
        _mm_sfence();
    }
    return 0;
#else
    (void)to, (void)x, (void)y, (void)q, (void)count, (void)threads;
    return -1;
#endif
}

// Mean seconds of a pass over passes that take at least `least` seconds together, after one that
// does not count; negative when the kernel cannot be run. `kernel` is 0 copy, 1 scale, 2 add,
// 3 triad, 4 triad with streaming stores. `count` is a multiple of 8.
double yardstick_stream_seconds(int kernel, double *to, const double *x, const double *y, double q,
                                ptrdiff_t count, int threads, double least) {
    double total = 0;
    int passes = -1;
    while (passes < 1 || total < least) {
        double start = now();
        if (kernel == 4) {
            if (streaming(to, x, y, q, count, threads) != 0) return -1;
        } else {
            plain(kernel, to, x, y, q, count, threads);
        }
        double took = now() - start;
        if (++passes > 0) total += took;
    }
    return total / passes;
}
