// Arithmetic modulo p = 2^255 - 19 on four 64-bit words, compiled for MULX by attribute.
// Values are any 256-bit integer: what carries out of bit 256 comes back times 38, since 2^256 = 38 (mod p).
#pragma once

#include <immintrin.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "touchstone_ristretto.h"

#define X64 __attribute__((target("bmi,bmi2,adx")))
#define INLINE static inline __attribute__((always_inline)) X64

typedef touchstone_field fe;
typedef unsigned long long word;

INLINE fe fe_of(uint64_t w0, uint64_t w1, uint64_t w2, uint64_t w3) {
    fe r = {{w0, w1, w2, w3}};
    return r;
}

INLINE unsigned char add_carry(unsigned char carry, word a, word b, word *sum) {
    return _addcarry_u64(carry, a, b, sum);
}

// Adds `extra` (below 2^32) to four words and folds the carry back.
INLINE fe fe_folded(word w0, word w1, word w2, word w3, word extra) {
    unsigned char c = add_carry(0, w0, extra, &w0);
    c = add_carry(c, w1, 0, &w1);
    c = add_carry(c, w2, 0, &w2);
    c = add_carry(c, w3, 0, &w3);
    // After a carry the value is below 2^32, so this addition has none.
    return fe_of(w0 + (-(word)c & 38), w1, w2, w3);
}

INLINE fe fe_add(fe a, fe b) {
    word w0, w1, w2, w3;
    unsigned char c = add_carry(0, a.words[0], b.words[0], &w0);
    c = add_carry(c, a.words[1], b.words[1], &w1);
    c = add_carry(c, a.words[2], b.words[2], &w2);
    c = add_carry(c, a.words[3], b.words[3], &w3);
    return fe_folded(w0, w1, w2, w3, -(word)c & 38);
}

INLINE fe fe_sub(fe a, fe b) {
    word w0, w1, w2, w3;
    unsigned char c = _subborrow_u64(0, a.words[0], b.words[0], &w0);
    c = _subborrow_u64(c, a.words[1], b.words[1], &w1);
    c = _subborrow_u64(c, a.words[2], b.words[2], &w2);
    c = _subborrow_u64(c, a.words[3], b.words[3], &w3);
    c = _subborrow_u64(0, w0, -(word)c & 38, &w0);
    c = _subborrow_u64(c, w1, 0, &w1);
    c = _subborrow_u64(c, w2, 0, &w2);
    c = _subborrow_u64(c, w3, 0, &w3);
    return fe_of(w0 - (-(word)c & 38), w1, w2, w3);
}

INLINE fe fe_negate(fe a) {
    return fe_sub(fe_of(0, 0, 0, 0), a);
}

// The eight words of a product, reduced to four.
INLINE fe fe_reduced(const word r[8]) {
    word h0, h1, h2, h3, w0, w1, w2, w3;
    word l0 = _mulx_u64(r[4], 38, &h0);
    word l1 = _mulx_u64(r[5], 38, &h1);
    word l2 = _mulx_u64(r[6], 38, &h2);
    word l3 = _mulx_u64(r[7], 38, &h3);
    unsigned char c = add_carry(0, r[0], l0, &w0);
    c = add_carry(c, r[1], l1, &w1);
    c = add_carry(c, r[2], l2, &w2);
    c = add_carry(c, r[3], l3, &w3);
    h3 += c;
    c = add_carry(0, w1, h0, &w1);
    c = add_carry(c, w2, h1, &w2);
    c = add_carry(c, w3, h2, &w3);
    return fe_folded(w0, w1, w2, w3, (h3 + c) * 38);
}

INLINE fe fe_mul(fe a, fe b) {
    word r[8];
    word h0, h1, h2, h3;
    r[0] = _mulx_u64(a.words[0], b.words[0], &h0);
    word l1 = _mulx_u64(a.words[0], b.words[1], &h1);
    word l2 = _mulx_u64(a.words[0], b.words[2], &h2);
    word l3 = _mulx_u64(a.words[0], b.words[3], &h3);
    unsigned char c = add_carry(0, l1, h0, &r[1]);
    c = add_carry(c, l2, h1, &r[2]);
    c = add_carry(c, l3, h2, &r[3]);
    r[4] = h3 + c;
#pragma clang loop unroll(full)
    for (int i = 1; i < 4; i++) {
        word l0 = _mulx_u64(a.words[i], b.words[0], &h0);
        l1 = _mulx_u64(a.words[i], b.words[1], &h1);
        l2 = _mulx_u64(a.words[i], b.words[2], &h2);
        l3 = _mulx_u64(a.words[i], b.words[3], &h3);
        c = add_carry(0, l1, h0, &l1);
        c = add_carry(c, l2, h1, &l2);
        c = add_carry(c, l3, h2, &l3);
        h3 += c;
        c = add_carry(0, r[i], l0, &r[i]);
        c = add_carry(c, r[i + 1], l1, &r[i + 1]);
        c = add_carry(c, r[i + 2], l2, &r[i + 2]);
        c = add_carry(c, r[i + 3], l3, &r[i + 3]);
        r[i + 4] = h3 + c;
    }
    return fe_reduced(r);
}

INLINE fe fe_square(fe a) {
    const word a0 = a.words[0], a1 = a.words[1], a2 = a.words[2], a3 = a.words[3];
    word r[8], h, l, h01, h02, h03;
    // The products of different words, once.
    r[1] = _mulx_u64(a0, a1, &h01);
    l = _mulx_u64(a0, a2, &h02);
    unsigned char c = add_carry(0, l, h01, &r[2]);
    l = _mulx_u64(a0, a3, &h03);
    c = add_carry(c, l, h02, &r[3]);
    l = _mulx_u64(a1, a3, &h);
    c = add_carry(c, l, h03, &r[4]);
    word l23 = _mulx_u64(a2, a3, &r[6]);
    c = add_carry(c, l23, h, &r[5]);
    r[6] += c;
    l = _mulx_u64(a1, a2, &h);
    c = add_carry(0, r[3], l, &r[3]);
    c = add_carry(c, r[4], h, &r[4]);
    c = add_carry(c, r[5], 0, &r[5]);
    r[6] += c;
    // Twice that, and the squares.
    r[7] = r[6] >> 63;
    r[6] = r[6] << 1 | r[5] >> 63;
    r[5] = r[5] << 1 | r[4] >> 63;
    r[4] = r[4] << 1 | r[3] >> 63;
    r[3] = r[3] << 1 | r[2] >> 63;
    r[2] = r[2] << 1 | r[1] >> 63;
    r[1] = r[1] << 1;
    r[0] = _mulx_u64(a0, a0, &h);
    c = add_carry(0, r[1], h, &r[1]);
    l = _mulx_u64(a1, a1, &h);
    c = add_carry(c, r[2], l, &r[2]);
    c = add_carry(c, r[3], h, &r[3]);
    l = _mulx_u64(a2, a2, &h);
    c = add_carry(c, r[4], l, &r[4]);
    c = add_carry(c, r[5], h, &r[5]);
    l = _mulx_u64(a3, a3, &h);
    c = add_carry(c, r[6], l, &r[6]);
    c = add_carry(c, r[7], h, &r[7]);
    return fe_reduced(r);
}

INLINE fe fe_square_times(fe a, int count) {
    for (int i = 0; i < count; i++) a = fe_square(a);
    return a;
}

// The canonical value, 0 ..< p.
INLINE fe fe_canonical(fe a) {
    // Bit 255 comes back times 19; then the value is p or more exactly if adding 19 sets bit 255.
    word w0 = a.words[0], w1 = a.words[1], w2 = a.words[2], w3 = a.words[3];
    for (int pass = 0; pass < 2; pass++) {
        word extra = (w3 >> 63) * 19;
        w3 &= ~((word)1 << 63);
        unsigned char c = add_carry(0, w0, extra, &w0);
        c = add_carry(c, w1, 0, &w1);
        c = add_carry(c, w2, 0, &w2);
        add_carry(c, w3, 0, &w3);
    }
    word t0, t1, t2, t3;
    unsigned char c = add_carry(0, w0, 19, &t0);
    c = add_carry(c, w1, 0, &t1);
    c = add_carry(c, w2, 0, &t2);
    add_carry(c, w3, 0, &t3);
    return t3 >> 63 ? fe_of(t0, t1, t2, t3 & ~((word)1 << 63)) : fe_of(w0, w1, w2, w3);
}

INLINE bool fe_same_words(fe a, fe b) {
    return ((a.words[0] ^ b.words[0]) | (a.words[1] ^ b.words[1]) | (a.words[2] ^ b.words[2])
            | (a.words[3] ^ b.words[3])) == 0;
}

INLINE bool fe_equal(fe a, fe b) {
    return fe_same_words(fe_canonical(a), fe_canonical(b));
}

// Whether the canonical value is odd, which is what RFC 9496 calls negative.
INLINE bool fe_negative(fe a) {
    return fe_canonical(a).words[0] & 1;
}

INLINE fe fe_magnitude(fe a) {
    return fe_negative(a) ? fe_negate(a) : a;
}
