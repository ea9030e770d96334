// The bandwidth kernels in 32-byte registers. Compiled for AVX2 by attribute, so the build needs no
// flag; `touchstone_stream_supports` guards the call.
#if defined(__x86_64__)
#include "stream.h"

#define PATH(name) stream_avx2_##name
#define TARGET __attribute__((target("avx2")))
#define VECTOR_BYTES 32
#include "stream_kernels.h"
#endif
