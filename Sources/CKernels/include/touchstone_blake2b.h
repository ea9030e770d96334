// BLAKE2b without a key, in one call.
// Source: RFC 7693.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The compression functions. All give the same digests; they differ in speed.
typedef enum {
    TOUCHSTONE_BLAKE2B_PORTABLE = 0,
    TOUCHSTONE_BLAKE2B_AVX2 = 1,
} touchstone_blake2b_kernel;

// Whether this processor and this build can run `kernel`.
bool touchstone_blake2b_supports(touchstone_blake2b_kernel kernel);

// Writes the `digest_length` bytes (1...64) of BLAKE2b of `length` bytes at `message` to `digest`.
// `message` may be null when `length` is 0. Allocates nothing. The caller has asked
// `touchstone_blake2b_supports` first: an unsupported kernel falls back to the portable one.
void touchstone_blake2b(touchstone_blake2b_kernel kernel, uint8_t *digest, size_t digest_length,
                        const uint8_t *message, size_t length);
