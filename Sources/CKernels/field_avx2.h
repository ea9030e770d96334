// Four elements of the field modulo p = 2^255 - 19 side by side, for AVX2: ten limbs of 26 and 25
// bits by turns, multiplied by VPMULUDQ.
//
// A vector holds two limbs of each of the four elements A, B, C and D, in the order
// (A0, B0, A1, B1, C0, D0, C1, D1), so that interleaving with zero gives four 64-bit factors.
//
// "Within 2^b" says that even limbs are below 2^(26 + b) and odd ones below 2^(25 + b). A product
// is within 2^0.01. Its first factor may be within 2^2.5 and its second within 2^1.75: times 19
// that still fits 32 bits, and no sum of products reaches 2^64.
// Sources: Bernstein, "Curve25519: new Diffie-Hellman speed records" (2006), section 4 (the radix
// 2^25.5); Faz-Hernandez and Lopez, "Fast Implementation of Curve25519 Using AVX2" (2015); the
// documentation of curve25519-dalek's vector backend (order of the lanes, bounds).
#pragma once

#include <immintrin.h>
#include <stdint.h>

#define AVX2 __attribute__((target("avx2")))
#define CALL static __attribute__((noinline)) AVX2
#define INLINE static inline __attribute__((always_inline)) AVX2

typedef struct {
    __m256i limbs[5];
} fe4;

INLINE __m256i even_limb(__m256i x) {
    return _mm256_unpacklo_epi32(x, _mm256_setzero_si256());
}

INLINE __m256i odd_limb(__m256i x) {
    return _mm256_unpackhi_epi32(x, _mm256_setzero_si256());
}

// Ten vectors of four 64-bit limbs below 2^32 in the order above.
INLINE fe4 packed(const __m256i z[10]) {
    fe4 r;
    for (int i = 0; i < 5; i++) {
        __m256i even = _mm256_shuffle_epi32(z[2 * i], 0xd8);
        __m256i odd = _mm256_shuffle_epi32(z[2 * i + 1], 0x8d);
        r.limbs[i] = _mm256_blend_epi32(even, odd, 0xcc);
    }
    return r;
}

// Another order of the elements: `a` is the place that A is taken from, and so on, with 0 for A and
// 3 for D. The arguments are literals.
#define SHUFFLE(x, a, b, c, d)                                                                 \
    permuted((x), _mm256_setr_epi32(PLACE(a), PLACE(b), PLACE(a) + 2, PLACE(b) + 2, PLACE(c), \
                                    PLACE(d), PLACE(c) + 2, PLACE(d) + 2))
#define PLACE(lane) ((lane) + ((lane) & 2))

INLINE fe4 permuted(fe4 x, __m256i order) {
    for (int i = 0; i < 5; i++) x.limbs[i] = _mm256_permutevar8x32_epi32(x.limbs[i], order);
    return x;
}

// `x` with the elements of `y` in the lanes named, a literal.
#define BLEND(x, y, lanes) blended((x), (y), _mm256_setr_epi32(MASK(lanes)))
#define LANE_A 1
#define LANE_B 2
#define LANE_C 4
#define LANE_D 8
#define MASK(l) \
    BIT(l, 1), BIT(l, 2), BIT(l, 1), BIT(l, 2), BIT(l, 4), BIT(l, 8), BIT(l, 4), BIT(l, 8)
#define BIT(lanes, bit) ((lanes) & (bit) ? -1 : 0)

// The mask is constant, so this becomes one VPBLENDD a vector.
INLINE fe4 blended(fe4 x, fe4 y, __m256i mask) {
    for (int i = 0; i < 5; i++) x.limbs[i] = _mm256_blendv_epi8(x.limbs[i], y.limbs[i], mask);
    return x;
}

INLINE fe4 fe4_zero(void) {
    fe4 r;
    for (int i = 0; i < 5; i++) r.limbs[i] = _mm256_setzero_si256();
    return r;
}

INLINE fe4 fe4_add(fe4 x, fe4 y) {
    for (int i = 0; i < 5; i++) x.limbs[i] = _mm256_add_epi32(x.limbs[i], y.limbs[i]);
    return x;
}

// 2p - x, not reduced, for limbs that are at most those of 2p; so are those of the result.
INLINE fe4 fe4_negated(fe4 x) {
    const int even = 0x7fffffe, odd = 0x3fffffe, first = even - 36;
    x.limbs[0] = _mm256_sub_epi32(
        _mm256_setr_epi32(first, first, odd, odd, first, first, odd, odd), x.limbs[0]);
    for (int i = 1; i < 5; i++) {
        x.limbs[i] = _mm256_sub_epi32(
            _mm256_setr_epi32(even, even, odd, odd, even, even, odd, odd), x.limbs[i]);
    }
    return x;
}

// The same value within 2^0.01: every limb gives its upper bits to the next one at once.
INLINE fe4 fe4_carried(fe4 x) {
    const __m256i bits = _mm256_setr_epi32(26, 26, 25, 25, 26, 26, 25, 25);
    const __m256i low = _mm256_setr_epi32(0x3ffffff, 0x3ffffff, 0x1ffffff, 0x1ffffff, 0x3ffffff,
                                          0x3ffffff, 0x1ffffff, 0x1ffffff);
    __m256i over[5];
    for (int i = 0; i < 5; i++) {
        // Of (A0, B0, A1, B1): what leaves A1 and B1 comes first, for the next vector.
        over[i] = _mm256_shuffle_epi32(_mm256_srlv_epi32(x.limbs[i], bits), 0x4e);
        x.limbs[i] = _mm256_and_si256(x.limbs[i], low);
    }
    // What leaves limb 9 counts 19 times in limb 0.
    __m256i before = _mm256_mullo_epi32(over[4], _mm256_set1_epi32(19));
    for (int i = 0; i < 5; i++) {
        x.limbs[i] = _mm256_add_epi32(x.limbs[i], _mm256_blend_epi32(before, over[i], 0xcc));
        before = over[i];
    }
    return x;
}

// (B - A, B + A, D - C, D + C), not reduced: of a product, within 2^1.01.
INLINE fe4 fe4_differences_and_sums(fe4 x) {
    return fe4_add(BLEND(x, fe4_carried(fe4_negated(x)), LANE_A | LANE_C), SHUFFLE(x, 1, 0, 3, 2));
}

INLINE void carry(__m256i z[10], int i) {
    const __m256i low = _mm256_set1_epi64x(i % 2 ? (1 << 25) - 1 : (1 << 26) - 1);
    z[i + 1] = _mm256_add_epi64(z[i + 1], _mm256_srli_epi64(z[i], i % 2 ? 25 : 26));
    z[i] = _mm256_and_si256(z[i], low);
}

// Carries ten sums of products into limbs within 2^0.01. Two carries run side by side, from limbs
// 0 and 4. What leaves limb 9 counts 19 times in limb 0, and is cut in two to fit 32 bits.
INLINE fe4 fe4_reduced(__m256i z[10]) {
    const __m256i low25 = _mm256_set1_epi64x((1 << 25) - 1);
    const __m256i low26 = _mm256_set1_epi64x((1 << 26) - 1);
    const __m256i nineteen = _mm256_set1_epi64x(19);
    for (int i = 0; i < 4; i++) carry(z, i), carry(z, i + 4);
    carry(z, 4), carry(z, 8);
    const __m256i over = _mm256_srli_epi64(z[9], 25);
    z[9] = _mm256_and_si256(z[9], low25);
    z[0] = _mm256_add_epi64(z[0], _mm256_mul_epu32(_mm256_and_si256(over, low26), nineteen));
    z[1] = _mm256_add_epi64(z[1], _mm256_mul_epu32(_mm256_srli_epi64(over, 26), nineteen));
    carry(z, 0);
    return packed(z);
}

INLINE void unpacked(__m256i x[10], fe4 packed) {
    for (int i = 0; i < 5; i++) {
        x[2 * i] = even_limb(packed.limbs[i]);
        x[2 * i + 1] = odd_limb(packed.limbs[i]);
    }
}

CALL fe4 fe4_mul(fe4 left, fe4 right) {
    const __m256i nineteen = _mm256_set1_epi64x(19);
    __m256i x[10], y[10], x2[10], y19[10], z[10];
    unpacked(x, left), unpacked(y, right);
    // Two odd limbs make a product of twice the weight.
    for (int i = 1; i < 10; i += 2) x2[i] = _mm256_add_epi64(x[i], x[i]);
    for (int i = 1; i < 10; i++) y19[i] = _mm256_mul_epu32(y[i], nineteen);
#pragma clang loop unroll(full)
    for (int k = 0; k < 10; k++) {
        z[k] = _mm256_mul_epu32(x[0], y[k]);
#pragma clang loop unroll(full)
        for (int i = 1; i < 10; i++) {
            const int j = (k - i + 10) % 10;
            const __m256i factor = i % 2 && j % 2 ? x2[i] : x[i];
            z[k] = _mm256_add_epi64(z[k], _mm256_mul_epu32(factor, i > k ? y19[j] : y[j]));
        }
    }
    return fe4_reduced(z);
}

// The squares of A, B and C, and the negative of the square of D; `packed` is within 2^1.5.
CALL fe4 fe4_squared_negating_d(fe4 packed) {
    const __m256i nineteen = _mm256_set1_epi64x(19);
    __m256i x[10], x2[10], x19[10], z[10];
    unpacked(x, packed);
    for (int i = 0; i < 10; i++) x2[i] = _mm256_add_epi64(x[i], x[i]);
    for (int i = 5; i < 10; i++) x19[i] = _mm256_mul_epu32(x[i], nineteen);
#pragma clang loop unroll(full)
    for (int k = 0; k < 10; k++) {
        // Products of unlike limbs count twice, and so do those of two odd limbs.
        __m256i once = _mm256_setzero_si256(), twice = _mm256_setzero_si256();
#pragma clang loop unroll(full)
        for (int i = 0; i < 10; i++) {
            const int j = (k - i + 10) % 10;
            if (j < i) continue;
            const __m256i product =
                _mm256_mul_epu32(i % 2 && j % 2 ? x2[i] : x[i], j > k ? x19[j] : x[j]);
            if (i == j) {
                once = _mm256_add_epi64(once, product);
            } else {
                twice = _mm256_add_epi64(twice, product);
            }
        }
        z[k] = _mm256_add_epi64(once, _mm256_add_epi64(twice, twice));
        // 2^37 p less the sum in lane D, which is below 2^62.
        const long long limb = k == 0 ? 0x3ffffed : k % 2 ? 0x1ffffff : 0x3ffffff;
        const __m256i negated = _mm256_sub_epi64(_mm256_set1_epi64x(limb << 37), z[k]);
        z[k] = _mm256_blend_epi32(z[k], negated, 0xc0);
    }
    return fe4_reduced(z);
}
