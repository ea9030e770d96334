// The heavy part of an sr25519 verification on processors with AVX2, or with BMI2: a sum of two
// multiples on edwards25519.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// A field element modulo 2^255 - 19: five 51-bit limbs, least first, each below 2^54.
typedef struct {
    uint64_t limbs[5];
} touchstone_field;

// A curve point in extended coordinates: x = X/Z, y = Y/Z, T = XY/Z.
typedef struct {
    touchstone_field x, y, z, t;
} touchstone_point;

// A curve point with Z = 1 to be added often: (y + x, y - x, 2dxy).
typedef struct {
    touchstone_field y_plus_x, y_minus_x, two_d_t;
} touchstone_niels;

// Whether this processor and this build can run `touchstone_double_scalar_bmi2`.
bool touchstone_double_scalar_bmi2_supported(void);

// Returns a A + b B, where A is `*point` and B the base point. Its limbs are below 2^52.
//
// `a_digits` and `b_digits` are signed digits of a and b, one a bit, zero or odd, below 2^4 and 2^7
// in magnitude. `base_multiples` holds the odd multiples 1, 3, ... 127 of B. Time depends on all
// inputs. Allocates nothing.
touchstone_point touchstone_double_scalar_bmi2(const touchstone_point *point,
                                               const int8_t a_digits[256],
                                               const int8_t b_digits[256],
                                               const touchstone_niels base_multiples[64]);

// Four field elements side by side: 40 limbs of 26 and 25 bits in the order of field_avx2.h.
typedef struct {
    uint32_t limbs[40];
} touchstone_lanes;

// Whether this processor and this build can run the two functions below.
bool touchstone_double_scalar_avx2_supported(void);

// Writes `*from` as `touchstone_double_scalar_avx2` reads it.
void touchstone_join_niels_avx2(const touchstone_niels *from, touchstone_lanes *to);

// The same sum as above by the parallel formulas. `base_multiples` are best aligned to 32 bytes.
touchstone_point touchstone_double_scalar_avx2(const touchstone_point *point,
                                               const int8_t a_digits[256],
                                               const int8_t b_digits[256],
                                               const touchstone_lanes base_multiples[64]);
