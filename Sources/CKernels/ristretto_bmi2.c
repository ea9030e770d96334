// The heavy part of an sr25519 verification compiled for MULX; its twin is the Swift of Primitives.
// Sources: RFC 9496, sections 4.2 and 4.3; Hisil et al., "Twisted Edwards Curves Revisited" (2008), section 3.
#include "touchstone_ristretto.h"

#if defined(__x86_64__)
#include "field_bmi2.h"

bool touchstone_ristretto_supported(void) {
    return __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
}

static const fe curve_d = {
    {0x34dca135978a3, 0x1a8283b156ebd, 0x5e7a26001c029, 0x739c663a03cbb, 0x52036cee2b6ff}};
static const fe two_d = {
    {0x69b9426b2f159, 0x35050762add7a, 0x3cf44c0038052, 0x6738cc7407977, 0x2406d9dc56dff}};
static const fe root_of_minus_one = {
    {0x61b274a0ea0b0, 0x0d5a5fc8f189d, 0x7ef5e9cbd0c60, 0x78595a6804c9e, 0x2b8324804fc1d}};
static const fe inverse_root_of_minus_one_minus_d = {
    {0x0fdaa805d40ea, 0x2eb482e57d339, 0x007610274bc58, 0x6510b613dc8ff, 0x786c8905cfaff}};

// x = X/Z, y = Y/Z; T = XY/Z.
typedef struct {
    fe x, y, z, t;
} extended;

// x = X/Z, y = Y/T: a sum or a double before its last multiplications.
typedef struct {
    fe x, y, z, t;
} completed;

// A point to be added often.
typedef struct {
    fe y_plus_x, y_minus_x, z, two_d_t;
} niels;

// A non-negative root of 1/v, or of sqrt(-1)/v if that is no square. Returns whether it was one.
BMI2 static bool inverse_root(fe v, fe *root) {
    fe v3 = fe_mul(fe_square(v), v);
    fe a = fe_mul(fe_square(v3), v);
    // a to the power (p - 5) / 8 = 2^252 - 3.
    fe a9 = fe_mul(fe_square_times(fe_square(a), 2), a);
    fe a5 = fe_mul(fe_square(fe_mul(a9, fe_square(a))), a9);
    fe a10 = fe_mul(fe_square_times(a5, 5), a5);
    fe a20 = fe_mul(fe_square_times(a10, 10), a10);
    fe a40 = fe_mul(fe_square_times(a20, 20), a20);
    fe a50 = fe_mul(fe_square_times(a40, 10), a10);
    fe a100 = fe_mul(fe_square_times(a50, 50), a50);
    fe a200 = fe_mul(fe_square_times(a100, 100), a100);
    fe a250 = fe_mul(fe_square_times(a200, 50), a50);
    fe r = fe_mul(v3, fe_mul(fe_square_times(a250, 2), a));

    canonical check = fe_canonical(fe_mul(v, fe_square(r)));
    bool correct = same(check, fe_canonical(fe_one));
    bool flipped = same(check, fe_canonical(fe_negate(fe_one)));
    bool flipped_by_root = same(check, fe_canonical(fe_negate(root_of_minus_one)));
    if (flipped || flipped_by_root) r = fe_mul(r, root_of_minus_one);
    *root = fe_magnitude(r);
    return correct || flipped;
}

BMI2 static bool decode(const uint8_t bytes[32], extended *point) {
    canonical words;
    memcpy(&words, bytes, sizeof words);
    fe s = fe_load(words);
    if (!same(words, fe_canonical(s)) || words.words[0] & 1) return false;
    fe ss = fe_square(s);
    fe u1 = fe_sub(fe_one, ss), u2 = fe_add(fe_one, ss);
    fe u2_squared = fe_square(u2);
    fe v = fe_negate(fe_add(fe_mul(curve_d, fe_square(u1)), u2_squared));
    fe root;
    bool was_square = inverse_root(fe_mul(v, u2_squared), &root);
    fe x_denominator = fe_mul(root, u2);
    fe y_denominator = fe_mul(fe_mul(root, x_denominator), v);
    point->x = fe_magnitude(fe_mul(fe_add(s, s), x_denominator));
    point->y = fe_mul(u1, y_denominator);
    point->z = fe_one;
    point->t = fe_mul(point->x, point->y);
    return was_square && !fe_negative(point->t) && !same(fe_canonical(point->y), fe_canonical(fe_zero));
}

BMI2 static canonical encode(extended p) {
    fe u1 = fe_mul(fe_add(p.z, p.y), fe_sub(p.z, p.y));
    fe u2 = fe_mul(p.x, p.y);
    fe root;
    inverse_root(fe_mul(u1, fe_square(u2)), &root);
    fe denominator1 = fe_mul(root, u1), denominator = fe_mul(root, u2);
    fe z_inverse = fe_mul(fe_mul(denominator1, denominator), p.t);
    fe x = p.x, y = p.y;
    if (fe_negative(fe_mul(p.t, z_inverse))) {
        x = fe_mul(p.y, root_of_minus_one);
        y = fe_mul(p.x, root_of_minus_one);
        denominator = fe_mul(denominator1, inverse_root_of_minus_one_minus_d);
    }
    if (fe_negative(fe_mul(x, z_inverse))) y = fe_negate(y);
    return fe_canonical(fe_magnitude(fe_mul(denominator, fe_sub(p.z, y))));
}

INLINE extended extend(completed p) {
    extended r = {fe_mul(p.x, p.t), fe_mul(p.y, p.z), fe_mul(p.z, p.t), fe_mul(p.x, p.y)};
    return r;
}

INLINE niels cache(extended p) {
    niels r = {fe_add(p.y, p.x), fe_sub(p.y, p.x), p.z, fe_mul(p.t, two_d)};
    return r;
}

INLINE completed doubled(fe x, fe y, fe z) {
    fe xx = fe_square(x), yy = fe_square(y), zz = fe_square(z);
    fe sum = fe_square(fe_add(x, y));
    completed r;
    r.y = fe_add(yy, xx);
    r.x = fe_sub(sum, r.y);
    r.z = fe_sub(yy, xx);
    r.t = fe_sub(fe_add(fe_add(zz, zz), xx), yy);
    return r;
}

// `plus` and `minus` are exchanged, and so are the last two words, to subtract.
INLINE completed sum(extended p, fe plus, fe minus, fe zz, fe two_d_t, bool subtract) {
    fe a = fe_mul(fe_add(p.y, p.x), subtract ? minus : plus);
    fe b = fe_mul(fe_sub(p.y, p.x), subtract ? plus : minus);
    fe tt = fe_mul(p.t, two_d_t), zz2 = fe_add(zz, zz);
    fe z = fe_add(zz2, tt), t = fe_sub(zz2, tt);
    completed r = {fe_sub(a, b), fe_add(a, b), subtract ? t : z, subtract ? z : t};
    return r;
}

INLINE completed sum_niels(extended p, const niels *q, bool subtract) {
    return sum(p, q->y_plus_x, q->y_minus_x, fe_mul(p.z, q->z), q->two_d_t, subtract);
}

INLINE completed sum_base(extended p, const touchstone_niels *q, bool subtract) {
    return sum(p, q->y_plus_x, q->y_minus_x, p.z, q->two_d_t, subtract);
}

BMI2 bool touchstone_ristretto_check(const uint8_t key[32], const uint8_t commitment[32],
                                    const int8_t k_digits[256], const int8_t s_digits[256],
                                    const touchstone_niels base_multiples[64]) {
    extended a;
    if (!decode(key, &a)) return false;
    // s B - k A is s B + k (-A).
    a.x = fe_negate(a.x);
    a.t = fe_negate(a.t);
    niels multiples[8];
    multiples[0] = cache(a);
    niels step = cache(extend(doubled(a.x, a.y, a.z)));
    for (int i = 1; i < 8; i++) {
        a = extend(sum_niels(a, &step, false));
        multiples[i] = cache(a);
    }

    int position = 255;
    while (position > 0 && k_digits[position] == 0 && s_digits[position] == 0) position--;
    fe x = fe_zero, y = fe_one, z = fe_one;
    for (;; position--) {
        completed r = doubled(x, y, z);
        int digit = k_digits[position];
        if (digit > 0) {
            r = sum_niels(extend(r), &multiples[digit / 2], false);
        } else if (digit < 0) {
            r = sum_niels(extend(r), &multiples[-digit / 2], true);
        }
        digit = s_digits[position];
        if (digit > 0) {
            r = sum_base(extend(r), &base_multiples[digit / 2], false);
        } else if (digit < 0) {
            r = sum_base(extend(r), &base_multiples[-digit / 2], true);
        }
        if (position == 0) {
            canonical encoded = encode(extend(r));
            return memcmp(&encoded, commitment, sizeof encoded) == 0;
        }
        x = fe_mul(r.x, r.t);
        y = fe_mul(r.y, r.z);
        z = fe_mul(r.z, r.t);
    }
}
#else
bool touchstone_ristretto_supported(void) {
    return false;
}

bool touchstone_ristretto_check(const uint8_t key[32], const uint8_t commitment[32],
                                const int8_t k_digits[256], const int8_t s_digits[256],
                                const touchstone_niels base_multiples[64]) {
    (void)key, (void)commitment, (void)k_digits, (void)s_digits, (void)base_multiples;
    return false;
}
#endif
