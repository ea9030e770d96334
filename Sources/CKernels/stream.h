// What the code paths of the bandwidth kernels share.
#pragma once

#include "touchstone_stream.h"

typedef double stream_run(touchstone_stream_kernel kernel, bool non_temporal, double *to,
                          const double *x, const double *y, double scalar, size_t count);

stream_run stream_portable_run;
stream_run stream_avx2_run;
