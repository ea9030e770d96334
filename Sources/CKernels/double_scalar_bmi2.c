// A sum of two multiples on edwards25519, compiled for MULX; its twin is EdwardsPoint.times in
// Primitives.
// Sources: Hisil et al., "Twisted Edwards Curves Revisited" (2008), section 3, for a = -1;
// Hankerson, Menezes and Vanstone, "Guide to Elliptic Curve Cryptography" (2004), algorithm 3.51.
#include "touchstone_curve.h"

#if defined(__x86_64__)
#include "field_bmi2.h"

bool touchstone_double_scalar_bmi2_supported(void) {
    return __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
}

typedef touchstone_point extended;

static const fe two_d = {
    {0x69b9426b2f159, 0x35050762add7a, 0x3cf44c0038052, 0x6738cc7407977, 0x2406d9dc56dff}};

// x = X/Z, y = Y/T: a sum or a double before its last multiplications.
typedef struct {
    fe x, y, z, t;
} completed;

// A point to be added often.
typedef struct {
    fe y_plus_x, y_minus_x, z, two_d_t;
} niels;

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

// The additions are calls, since the speed nearest to the node's crate is wanted, not the highest:
// on Zen 5 the verification is then within 2 % of the crate's, and inlined 4 to 9 % above.
CALL completed sum_niels(extended p, const niels *q, bool subtract) {
    return sum(p, q->y_plus_x, q->y_minus_x, fe_mul(p.z, q->z), q->two_d_t, subtract);
}

CALL completed sum_base(extended p, const touchstone_niels *q, bool subtract) {
    return sum(p, q->y_plus_x, q->y_minus_x, p.z, q->two_d_t, subtract);
}

BMI2 touchstone_point touchstone_double_scalar_bmi2(const touchstone_point *point,
                                                    const int8_t a_digits[256],
                                                    const int8_t b_digits[256],
                                                    const touchstone_niels base_multiples[64]) {
    extended multiple = *point;
    niels multiples[8];
    multiples[0] = cache(multiple);
    const niels step = cache(extend(doubled(multiple.x, multiple.y, multiple.z)));
    for (int i = 1; i < 8; i++) {
        multiple = extend(sum_niels(multiple, &step, false));
        multiples[i] = cache(multiple);
    }

    int position = 255;
    while (position > 0 && a_digits[position] == 0 && b_digits[position] == 0) position--;
    fe x = fe_zero, y = fe_one, z = fe_one;
    for (;; position--) {
        completed r = doubled(x, y, z);
        int digit = a_digits[position];
        if (digit > 0) {
            r = sum_niels(extend(r), &multiples[digit / 2], false);
        } else if (digit < 0) {
            r = sum_niels(extend(r), &multiples[-digit / 2], true);
        }
        digit = b_digits[position];
        if (digit > 0) {
            r = sum_base(extend(r), &base_multiples[digit / 2], false);
        } else if (digit < 0) {
            r = sum_base(extend(r), &base_multiples[-digit / 2], true);
        }
        if (position == 0) return extend(r);
        x = fe_mul(r.x, r.t);
        y = fe_mul(r.y, r.z);
        z = fe_mul(r.z, r.t);
    }
}
#else
bool touchstone_double_scalar_bmi2_supported(void) {
    return false;
}

touchstone_point touchstone_double_scalar_bmi2(const touchstone_point *point,
                                               const int8_t a_digits[256],
                                               const int8_t b_digits[256],
                                               const touchstone_niels base_multiples[64]) {
    (void)a_digits, (void)b_digits, (void)base_multiples;
    return *point;
}
#endif
