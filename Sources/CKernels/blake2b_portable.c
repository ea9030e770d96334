// The portable BLAKE2b compression function: the twin of every SIMD kernel, and the only one on
// other processors.
// Source: RFC 7693, sections 3.1 and 3.2.
#include <string.h>

#include "blake2b.h"

static inline uint64_t load(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

static inline uint64_t rotate(uint64_t word, int count) {
    return word >> count | word << (64 - count);
}

#define G(a, b, c, d, x, y)           \
    a = a + b + m[x];                 \
    d = rotate(d ^ a, 32);            \
    c = c + d;                        \
    b = rotate(b ^ c, 24);            \
    a = a + b + m[y];                 \
    d = rotate(d ^ a, 16);            \
    c = c + d;                        \
    b = rotate(b ^ c, 63);

#define ROUND(s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15) \
    G(v0, v4, v8, v12, s0, s1)                                                      \
    G(v1, v5, v9, v13, s2, s3)                                                      \
    G(v2, v6, v10, v14, s4, s5)                                                     \
    G(v3, v7, v11, v15, s6, s7)                                                     \
    G(v0, v5, v10, v15, s8, s9)                                                     \
    G(v1, v6, v11, v12, s10, s11)                                                   \
    G(v2, v7, v8, v13, s12, s13)                                                    \
    G(v3, v4, v9, v14, s14, s15)

void blake2b_compress_portable(uint64_t h[8], const uint8_t *message, size_t blocks,
                               uint64_t counter, uint64_t last, uint64_t final) {
    for (size_t block = 0; block < blocks; block++, message += BLAKE2B_BLOCK) {
        counter += block + 1 == blocks ? last : BLAKE2B_BLOCK;
        uint64_t m[16];
        for (int i = 0; i < 16; i++) m[i] = load(message + 8 * i);

        uint64_t v0 = h[0], v1 = h[1], v2 = h[2], v3 = h[3];
        uint64_t v4 = h[4], v5 = h[5], v6 = h[6], v7 = h[7];
        uint64_t v8 = blake2b_iv[0], v9 = blake2b_iv[1], v10 = blake2b_iv[2], v11 = blake2b_iv[3];
        uint64_t v12 = blake2b_iv[4] ^ counter, v13 = blake2b_iv[5];
        uint64_t v14 = blake2b_iv[6] ^ (block + 1 == blocks ? final : 0), v15 = blake2b_iv[7];
        BLAKE2B_ROUNDS(ROUND)
        h[0] ^= v0 ^ v8;
        h[1] ^= v1 ^ v9;
        h[2] ^= v2 ^ v10;
        h[3] ^= v3 ^ v11;
        h[4] ^= v4 ^ v12;
        h[5] ^= v5 ^ v13;
        h[6] ^= v6 ^ v14;
        h[7] ^= v7 ^ v15;
    }
}
