// Arithmetic modulo p = 2^255 - 19 on five 51-bit limbs, compiled for MULX by attribute. The same
// algorithm, and the same bounds, as FieldElement in Primitives: a product's limbs are below 2^52,
// a sum of two products' below 2^53, a difference's below 2^54, and multiplication takes limbs
// below 2^54.
// Source: Bernstein et al., "High-speed high-security signatures" (2011), section 4.
#pragma once

#include <stdint.h>

#include "touchstone_curve.h"

#define BMI2 __attribute__((target("bmi,bmi2")))
#define CALL static __attribute__((noinline)) BMI2
#define INLINE static inline __attribute__((always_inline)) BMI2

typedef touchstone_field fe;
typedef unsigned __int128 wide;

static const uint64_t limb_mask = ((uint64_t)1 << 51) - 1;
static const fe fe_zero = {{0, 0, 0, 0, 0}};
static const fe fe_one = {{1, 0, 0, 0, 0}};

INLINE fe fe_add(fe a, fe b) {
    for (int i = 0; i < 5; i++) a.limbs[i] += b.limbs[i];
    return a;
}

// Adds 4p, so `b` may be a sum of two products: no limb falls below zero.
INLINE fe fe_sub(fe a, fe b) {
    a.limbs[0] += 0x1fffffffffffb4 - b.limbs[0];
    for (int i = 1; i < 5; i++) a.limbs[i] += 0x1ffffffffffffc - b.limbs[i];
    return a;
}

// Carries five sums of products, each below 2^115, into limbs below 2^52.
INLINE fe fe_reduced(wide c0, wide c1, wide c2, wide c3, wide c4) {
    c1 += c0 >> 51;
    c2 += c1 >> 51;
    c3 += c2 >> 51;
    c4 += c3 >> 51;
    uint64_t l0 = ((uint64_t)c0 & limb_mask) + (uint64_t)(c4 >> 51) * 19;
    fe r = {{
        l0 & limb_mask,
        ((uint64_t)c1 & limb_mask) + (l0 >> 51),
        (uint64_t)c2 & limb_mask,
        (uint64_t)c3 & limb_mask,
        (uint64_t)c4 & limb_mask,
    }};
    return r;
}

INLINE fe fe_mul(fe x, fe y) {
    const uint64_t a0 = x.limbs[0], a1 = x.limbs[1], a2 = x.limbs[2];
    const uint64_t a3 = x.limbs[3], a4 = x.limbs[4];
    const uint64_t b0 = y.limbs[0], b1 = y.limbs[1], b2 = y.limbs[2];
    const uint64_t b3 = y.limbs[3], b4 = y.limbs[4];
    const uint64_t n1 = b1 * 19, n2 = b2 * 19, n3 = b3 * 19, n4 = b4 * 19;
    return fe_reduced(
        (wide)a0 * b0 + (wide)a1 * n4 + (wide)a2 * n3 + (wide)a3 * n2 + (wide)a4 * n1,
        (wide)a0 * b1 + (wide)a1 * b0 + (wide)a2 * n4 + (wide)a3 * n3 + (wide)a4 * n2,
        (wide)a0 * b2 + (wide)a1 * b1 + (wide)a2 * b0 + (wide)a3 * n4 + (wide)a4 * n3,
        (wide)a0 * b3 + (wide)a1 * b2 + (wide)a2 * b1 + (wide)a3 * b0 + (wide)a4 * n4,
        (wide)a0 * b4 + (wide)a1 * b3 + (wide)a2 * b2 + (wide)a3 * b1 + (wide)a4 * b0);
}

INLINE fe fe_square(fe x) {
    const uint64_t a0 = x.limbs[0], a1 = x.limbs[1], a2 = x.limbs[2];
    const uint64_t a3 = x.limbs[3], a4 = x.limbs[4];
    const uint64_t d0 = a0 * 2, d1 = a1 * 2, d2 = a2 * 2, n3 = a3 * 19, n4 = a4 * 19;
    return fe_reduced(
        (wide)a0 * a0 + (wide)d1 * n4 + (wide)d2 * n3,
        (wide)d0 * a1 + (wide)d2 * n4 + (wide)a3 * n3,
        (wide)d0 * a2 + (wide)a1 * a1 + (wide)(a3 * 2) * n4,
        (wide)d0 * a3 + (wide)d1 * a2 + (wide)a4 * n4,
        (wide)d0 * a4 + (wide)d1 * a3 + (wide)a2 * a2);
}
