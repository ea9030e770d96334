// A sum of two multiples on edwards25519, by formulas that work on four field elements at a time,
// as the node's crate has them; its twin is EdwardsPoint.times in Primitives. The field's products,
// doubling and addition are calls, as in the crate: inlined, it took 16 % less time than there.
// Negatives are carried for the same reason; without, their limbs would be small enough as well.
// Sources: Hisil, Wong, Carter and Dawson, "Twisted Edwards Curves Revisited" (2008), sections 3.1,
// 3.3 and 4.2, for a = -1; Hankerson, Menezes and Vanstone, "Guide to Elliptic Curve Cryptography"
// (2004), algorithm 3.51.
#include "touchstone_curve.h"

#if defined(__x86_64__)
#include "field_avx2.h"

bool touchstone_double_scalar_avx2_supported(void) {
    return __builtin_cpu_supports("avx2");
}

// (X, Y, Z, T)
typedef fe4 extended;

// A point to be added often: (Y - X, Y + X, 2Z, 2dT), or these times one factor.
typedef fe4 cached;

// Limbs of 51 bits, the lowest perhaps a little above.
INLINE touchstone_field carried(touchstone_field x) {
    const uint64_t mask = ((uint64_t)1 << 51) - 1;
    touchstone_field r;
    r.limbs[0] = (x.limbs[0] & mask) + 19 * (x.limbs[4] >> 51);
    for (int i = 1; i < 5; i++) r.limbs[i] = (x.limbs[i] & mask) + (x.limbs[i - 1] >> 51);
    return r;
}

INLINE fe4 joined(touchstone_field a, touchstone_field b, touchstone_field c, touchstone_field d) {
    a = carried(a), b = carried(b), c = carried(c), d = carried(d);
    fe4 r;
#define LOW(x) ((int)(x.limbs[i] & 0x3ffffff))
#define HIGH(x) ((int)(x.limbs[i] >> 26))
    for (int i = 0; i < 5; i++) {
        r.limbs[i] = _mm256_setr_epi32(LOW(a), LOW(b), HIGH(a), HIGH(b), LOW(c), LOW(d), HIGH(c),
                                       HIGH(d));
    }
    return r;
}

INLINE touchstone_point parted(extended p) {
    touchstone_point r;
    for (int i = 0; i < 5; i++) {
        uint32_t words[8];
        _mm256_storeu_si256((__m256i *)words, p.limbs[i]);
        r.x.limbs[i] = words[0] + ((uint64_t)words[2] << 26);
        r.y.limbs[i] = words[1] + ((uint64_t)words[3] << 26);
        r.z.limbs[i] = words[4] + ((uint64_t)words[6] << 26);
        r.t.limbs[i] = words[5] + ((uint64_t)words[7] << 26);
    }
    return r;
}

CALL extended doubled(extended p) {
    const fe4 sums = fe4_add(SHUFFLE(p, 0, 1, 0, 1), SHUFFLE(p, 1, 0, 1, 0));
    // (XX, YY, ZZ, -(X + Y)^2)
    const fe4 s = fe4_squared_negating_d(BLEND(p, sums, LANE_D));
    const fe4 xx = SHUFFLE(s, 0, 0, 0, 0), yy = SHUFFLE(s, 1, 1, 1, 1), zero = fe4_zero();
    // (XX + YY, XX - YY, 2ZZ + XX - YY, XX + YY - (X + Y)^2), within 2^(1.01, 1.01, 2.01, 1.6): the
    // negatives of the formulas' H, G, F and E.
    fe4 r = BLEND(BLEND(zero, fe4_add(s, s), LANE_C), s, LANE_D);
    r = fe4_add(r, xx);
    r = fe4_add(r, BLEND(zero, yy, LANE_A | LANE_D));
    r = fe4_add(r, BLEND(zero, fe4_carried(fe4_negated(yy)), LANE_B | LANE_C));
    return fe4_mul(SHUFFLE(r, 2, 0, 2, 0), SHUFFLE(r, 3, 1, 1, 3));
}

CALL extended sum(extended p, cached q) {
    const fe4 factors = BLEND(p, fe4_differences_and_sums(p), LANE_A | LANE_B);
    // The formulas' (A, B, D, C), then (E, H, F, G).
    const fe4 products = fe4_mul(factors, q);
    const fe4 r = fe4_differences_and_sums(SHUFFLE(products, 0, 1, 3, 2));
    return fe4_mul(SHUFFLE(r, 0, 3, 3, 0), SHUFFLE(r, 2, 1, 2, 1));
}

CALL cached negated(cached q) {
    const fe4 exchanged = SHUFFLE(q, 1, 0, 2, 3);
    return BLEND(exchanged, fe4_carried(fe4_negated(exchanged)), LANE_D);
}

// Times 121666, since d is -121665 / 121666.
INLINE cached cache(extended p) {
    const __m256i factors = _mm256_setr_epi64x(121666, 121666, 2 * 121666, 2 * 121665);
    __m256i z[10];
    unpacked(z, BLEND(p, fe4_differences_and_sums(p), LANE_A | LANE_B));
    for (int i = 0; i < 10; i++) z[i] = _mm256_mul_epu32(z[i], factors);
    const fe4 q = fe4_reduced(z);
    return BLEND(q, fe4_carried(fe4_negated(q)), LANE_D);
}

AVX2 void touchstone_join_niels_avx2(const touchstone_niels *from, touchstone_lanes *to) {
    const touchstone_field two = {{2, 0, 0, 0, 0}};
    const cached q = joined(from->y_minus_x, from->y_plus_x, two, from->two_d_t);
    for (int i = 0; i < 5; i++) _mm256_storeu_si256((__m256i *)to + i, q.limbs[i]);
}

INLINE cached loaded(const touchstone_lanes *from) {
    cached q;
    for (int i = 0; i < 5; i++) q.limbs[i] = _mm256_loadu_si256((const __m256i *)from + i);
    return q;
}

AVX2 touchstone_point touchstone_double_scalar_avx2(const touchstone_point *point,
                                                    const int8_t a_digits[256],
                                                    const int8_t b_digits[256],
                                                    const touchstone_lanes base_multiples[64]) {
    const extended p = joined(point->x, point->y, point->z, point->t);
    const extended step = doubled(p);
    cached multiples[8];
    multiples[0] = cache(p);
    for (int i = 1; i < 8; i++) multiples[i] = cache(sum(step, multiples[i - 1]));

    int position = 255;
    while (position > 0 && a_digits[position] == 0 && b_digits[position] == 0) position--;
    const touchstone_field zero = {{0, 0, 0, 0, 0}}, one = {{1, 0, 0, 0, 0}};
    extended r = joined(zero, one, one, zero);
    for (;; position--) {
        r = doubled(r);
        int digit = a_digits[position];
        if (digit > 0) {
            r = sum(r, multiples[digit / 2]);
        } else if (digit < 0) {
            r = sum(r, negated(multiples[-digit / 2]));
        }
        digit = b_digits[position];
        if (digit > 0) {
            r = sum(r, loaded(&base_multiples[digit / 2]));
        } else if (digit < 0) {
            r = sum(r, negated(loaded(&base_multiples[-digit / 2])));
        }
        if (position == 0) return parted(r);
    }
}
#else
bool touchstone_double_scalar_avx2_supported(void) {
    return false;
}

void touchstone_join_niels_avx2(const touchstone_niels *from, touchstone_lanes *to) {
    (void)from, (void)to;
}

touchstone_point touchstone_double_scalar_avx2(const touchstone_point *point,
                                               const int8_t a_digits[256],
                                               const int8_t b_digits[256],
                                               const touchstone_lanes base_multiples[64]) {
    (void)a_digits, (void)b_digits, (void)base_multiples;
    return *point;
}
#endif
