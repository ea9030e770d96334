// BLAKE2b on AVX2: the four columns (then the four diagonals) of a round side by side in 256-bit
// registers. Compiled for AVX2 by attribute, so the build needs no flag;
// `touchstone_blake2b_supports` guards the call.
// Source: RFC 7693; the rotation of a, c and d instead of b, c and d keeps the latest value off the
// shuffles.
#if defined(__x86_64__)
#include <immintrin.h>

#include "blake2b.h"

#define AVX2 __attribute__((target("avx2")))
#define INLINE static inline __attribute__((always_inline)) AVX2

// Two message words (a, b) in each half of a register, from the halves' broadcast pairs `m`.
INLINE __m256i pair(const __m256i m[8], int a, int b) {
    __m256i x = m[a / 2], y = m[b / 2];
    if (a % 2 == 0) {
        return b % 2 == 0 ? _mm256_unpacklo_epi64(x, y) : _mm256_blend_epi32(x, y, 0xcc);
    }
    return b % 2 == 0 ? _mm256_alignr_epi8(y, x, 8) : _mm256_unpackhi_epi64(x, y);
}

INLINE __m256i words(const __m256i m[8], int a, int b, int c, int d) {
    return _mm256_blend_epi32(pair(m, a, b), pair(m, c, d), 0xf0);
}

// Half of G: `rotate_d` is 32 or 16 and `rotate_b` 24 or 63, as the caller's statements say.
#define HALF(x, rotate_d, rotate_b)                   \
    a = _mm256_add_epi64(_mm256_add_epi64(a, x), b);  \
    d = rotate_d(_mm256_xor_si256(d, a));             \
    c = _mm256_add_epi64(c, d);                       \
    b = rotate_b(_mm256_xor_si256(b, c));

#define ROTATE32(x) _mm256_shuffle_epi32(x, 0xb1)
#define ROTATE24(x) _mm256_shuffle_epi8(x, by24)
#define ROTATE16(x) _mm256_shuffle_epi8(x, by16)
#define ROTATE63(x) rotate63(x)

INLINE __m256i rotate63(__m256i x) {
    return _mm256_xor_si256(_mm256_srli_epi64(x, 63), _mm256_add_epi64(x, x));
}

#define ROUND(s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15) \
    HALF(words(m, s0, s2, s4, s6), ROTATE32, ROTATE24)                              \
    HALF(words(m, s1, s3, s5, s7), ROTATE16, ROTATE63)                              \
    a = _mm256_permute4x64_epi64(a, 0x93);                                          \
    d = _mm256_permute4x64_epi64(d, 0x4e);                                          \
    c = _mm256_permute4x64_epi64(c, 0x39);                                          \
    HALF(words(m, s14, s8, s10, s12), ROTATE32, ROTATE24)                           \
    HALF(words(m, s15, s9, s11, s13), ROTATE16, ROTATE63)                           \
    a = _mm256_permute4x64_epi64(a, 0x39);                                          \
    d = _mm256_permute4x64_epi64(d, 0x4e);                                          \
    c = _mm256_permute4x64_epi64(c, 0x93);

AVX2 void blake2b_compress_avx2(uint64_t h[8], const uint8_t *message, size_t blocks,
                                uint64_t counter, uint64_t last, uint64_t final) {
    __m256i by24 = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14, 15, 8, 9, 10));
    __m256i by16 = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(2, 3, 4, 5, 6, 7, 0, 1, 10, 11, 12, 13, 14, 15, 8, 9));
    // Hidden from the compiler, which otherwise turns one byte shuffle into two word shuffles.
    __asm__("" : "+x"(by24), "+x"(by16));

    const __m256i low_iv = _mm256_loadu_si256((const __m256i *)blake2b_iv);
    const __m256i high_iv = _mm256_loadu_si256((const __m256i *)(blake2b_iv + 4));
    __m256i low = _mm256_loadu_si256((const __m256i *)h);
    __m256i high = _mm256_loadu_si256((const __m256i *)(h + 4));
    for (size_t block = 0; block < blocks; block++, message += BLAKE2B_BLOCK) {
        uint64_t flag = 0;
        if (block + 1 == blocks) {
            counter += last;
            flag = final;
        } else {
            counter += BLAKE2B_BLOCK;
        }
        __m256i m[8];
        for (int i = 0; i < 8; i++) {
            m[i] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)message + i));
        }
        __m256i a = low, b = high, c = low_iv;
        __m256i d = _mm256_xor_si256(
            high_iv, _mm256_set_epi64x(0, (long long)flag, 0, (long long)counter));
        BLAKE2B_ROUNDS(ROUND)
        low = _mm256_xor_si256(low, _mm256_xor_si256(a, c));
        high = _mm256_xor_si256(high, _mm256_xor_si256(b, d));
    }
    _mm256_storeu_si256((__m256i *)h, low);
    _mm256_storeu_si256((__m256i *)(h + 4), high);
}
#endif
