// The heavy part of an sr25519 verification on processors with BMI2. Sources: RFC 9496, RFC 8032.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// A field element modulo 2^255 - 19: five 51-bit limbs, least first, each below 2^54.
typedef struct {
    uint64_t limbs[5];
} touchstone_field;

// A curve point with Z = 1 to be added often: (y + x, y - x, 2dxy).
typedef struct {
    touchstone_field y_plus_x, y_minus_x, two_d_t;
} touchstone_niels;

// Whether this processor and this build can run `touchstone_ristretto_check`.
bool touchstone_ristretto_supported(void);

// Whether `key` decodes and `commitment` is the encoding of s B - k A, where A is the decoded key and B the base point.
//
// `k_digits` and `s_digits` are signed digits of k and s, one a bit, zero or odd, below 2^4 and 2^7 in magnitude.
// `base_multiples` holds the odd multiples 1, 3, ... 127 of B. Time depends on all inputs. Allocates nothing.
bool touchstone_ristretto_check(const uint8_t key[32], const uint8_t commitment[32],
                                const int8_t k_digits[256], const int8_t s_digits[256],
                                const touchstone_niels base_multiples[64]);
