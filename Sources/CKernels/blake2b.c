// BLAKE2b without a key: padding and the choice of kernel.
// Source: RFC 7693, section 3.3.
#include "touchstone_blake2b.h"

#include <string.h>

#include "blake2b.h"

bool touchstone_blake2b_supports(touchstone_blake2b_kernel kernel) {
#if defined(__x86_64__)
    if (kernel == TOUCHSTONE_BLAKE2B_AVX2) return __builtin_cpu_supports("avx2");
#endif
    return kernel == TOUCHSTONE_BLAKE2B_PORTABLE;
}

void touchstone_blake2b(touchstone_blake2b_kernel kernel, uint8_t *digest, size_t digest_length,
                        const uint8_t *message, size_t length) {
    blake2b_compress *compress = blake2b_compress_portable;
#if defined(__x86_64__)
    if (kernel == TOUCHSTONE_BLAKE2B_AVX2) compress = blake2b_compress_avx2;
#else
    (void)kernel;
#endif

    uint64_t h[8];
    memcpy(h, blake2b_iv, sizeof h);
    h[0] ^= 0x01010000 ^ (uint64_t)digest_length;

    // The last block, whole or not, is compressed with the final flag; an empty message has one.
    size_t whole = length == 0 ? 0 : (length - 1) / BLAKE2B_BLOCK;
    size_t tail = length - whole * BLAKE2B_BLOCK;
    if (whole > 0) compress(h, message, whole, 0, BLAKE2B_BLOCK, 0);
    uint8_t last[BLAKE2B_BLOCK];
    memset(last, 0, sizeof last);
    if (tail > 0) memcpy(last, message + whole * BLAKE2B_BLOCK, tail);
    compress(h, last, 1, (uint64_t)(whole * BLAKE2B_BLOCK), tail, ~(uint64_t)0);

    uint8_t bytes[64];
    for (int i = 0; i < 64; i++) bytes[i] = (uint8_t)(h[i / 8] >> (8 * (i % 8)));
    memcpy(digest, bytes, digest_length);
}
