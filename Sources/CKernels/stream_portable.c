// The bandwidth kernels with the registers that every processor of the architecture has: 16 bytes
// on x86-64 and aarch64.
#include "stream.h"

#define PATH(name) stream_portable_##name
#define TARGET
#define VECTOR_BYTES 16
#include "stream_kernels.h"
