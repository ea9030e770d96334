#!/usr/bin/env python3
"""sr25519 cases judged by schnorrkel itself (python3 -m pip install py-sr25519-bindings==0.2.4).

Usage: sr25519_cases.py fixtures SEED          the committed adversarial cases
       sr25519_cases.py differential SEED N    N cases of every family, for `touchstone-bench check-sr25519`

Writes JSON lines {"public", "message", "signature", "valid", "about"}: hexadecimal strings, the verdict, and what the
case is. Signing draws randomness from the system, so signatures (not families) differ from run to run.
The group arithmetic below follows RFC 9496 and RFC 8032 and serves to build cases only; it judges none.
"""
import json
import random
import sys

import sr25519

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
INVERSE_ROOT_A_MINUS_D = 54469307008909316920995813868745141605393597292927456921205312896311721017578
MARKER = 1 << 255


def magnitude(x):
    x %= P
    return P - x if x & 1 else x


def inverse_root(v):
    r = pow(v, 3, P) * pow(pow(v, 7, P), (P - 5) // 8, P) % P
    check = v * r * r % P
    if check in (P - 1, -ROOT % P):
        r = r * ROOT % P
    return magnitude(r)


def add(p, q):
    (x1, y1), (x2, y2) = p, q
    t = D * x1 * x2 * y1 * y2 % P
    return ((x1 * y2 + y1 * x2) * pow(1 + t, P - 2, P) % P, (y1 * y2 + x1 * x2) * pow(1 - t, P - 2, P) % P)


def times(k, p):
    r = (0, 1)
    for bit in bin(k)[2:]:
        r = add(r, r)
        if bit == "1":
            r = add(r, p)
    return r


def x_of(y, sign):
    """The x of an Edwards point, or None."""
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if x * x % P != xx:
        x = x * ROOT % P
    if x * x % P != xx:
        return None
    return P - x if x & 1 != sign else x


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (x_of(BASE_Y, 0), BASE_Y)


def encode(p):
    """RFC 9496, section 4.3.2, for Z = 1."""
    x, y = p
    t = x * y % P
    u1, u2 = (1 + y) * (1 - y) % P, x * y % P
    r = inverse_root(u1 * u2 * u2 % P)
    d1, d2 = r * u1 % P, r * u2 % P
    z_inverse = d1 * d2 * t % P
    if t * z_inverse % P & 1:
        x, y, d2 = y * ROOT % P, x * ROOT % P, d1 * INVERSE_ROOT_A_MINUS_D % P
    if x * z_inverse % P & 1:
        y = -y
    return magnitude(d2 * (1 - y)).to_bytes(32, "little")


def torsion():
    """The eight points of order dividing 8."""
    y = 3
    while True:
        x = x_of(y, 0)
        if x is not None:
            point = times(L, (x, y))
            if times(4, point) != (0, 1):
                return [times(i, point) for i in range(8)]
        y += 1


TORSION = torsion()


def number(x):
    return (x % 2**256).to_bytes(32, "little")


def edwards(p):
    """RFC 8032's encoding."""
    return number(p[1] | (p[0] & 1) << 255)


def flipped(data, r):
    bad = bytearray(data)
    bit = r.randrange(8 * len(bad))
    bad[bit // 8] ^= 1 << bit % 8
    return bytes(bad)


def pair(r):
    return sr25519.pair_from_seed(r.randbytes(32))


MESSAGE_BYTES = [0, 1, 31, 32, 33, 64, 100, 142, 143, 144, 145, 165, 166, 167, 255, 331, 332, 333, 598]


def good(r, keys=None):
    """A signature that is valid: key, message, signature."""
    keys = keys or pair(r)
    message = r.randbytes(r.choice(MESSAGE_BYTES))
    return keys[0], message, sr25519.sign(keys, message)


def encodings(r):
    """32-byte strings that point decoding must think about: (bytes, about)."""
    yield number(0), "identity"
    yield number(MARKER), "identity with bit 255"
    for x in range(1, 19):
        yield number(x), "small encoding"
    for x in range(19):
        yield number(P + x), "non-canonical encoding"
        yield number(P + x | MARKER), "non-canonical encoding with bit 255"
    yield number(P - 1), "p - 1"
    yield number(2**256 - 1), "all ones"
    for i, point in enumerate(TORSION):
        yield edwards(point), f"Ed25519 encoding of torsion point {i}"
        yield encode(point), f"encoding of torsion point {i}"
    key = pair(r)[0]
    s = int.from_bytes(key, "little")
    yield number(P - s), "negated encoding"
    yield number(s | MARKER), "encoding with bit 255"
    yield number(s ^ 1), "odd encoding"
    for _ in range(8):
        yield number(r.randrange(P) & ~1), "random even encoding"
        yield r.randbytes(32), "random bytes"


def adversarial(r):
    """Every family once: (key, message, signature, about)."""
    for data, about in encodings(r):
        key, message, signature = good(r)
        yield data, message, signature, about + " as key"
        yield key, message, data + signature[32:], about + " as R"
        # Under the identity every s with R = sB is valid; this makes strictness about R visible.
        yield number(0), message, data + number(MARKER), about + " as R, identity as key, s = 0"
        yield data, message, number(0) + number(MARKER), about + " as key, identity as R, s = 0"
    for s in (0, 1, 2, L - 1, r.randrange(L)):
        r_bytes = encode(times(s, BASE))
        yield number(0), r.randbytes(32), r_bytes + number(s | MARKER), "identity as key, R = sB"
        yield number(0), r.randbytes(32), r_bytes + number(s + L | MARKER), "identity as key, s + L"
        yield number(0), r.randbytes(32), r_bytes + number(s), "identity as key, no marker"
        for point in TORSION[1:]:
            shifted = add(times(s, BASE), point)
            # A shift by the 4-torsion keeps the encoding; by the others it leaves the group.
            yield number(0), b"", encode(shifted) + number(s | MARKER), "identity as key, R = sB + torsion"
    for _ in range(3):
        key, message, signature = good(r)
        s = int.from_bytes(signature[32:], "little") & ~MARKER
        for multiple in range(1, 8):
            if s + multiple * L < 2**255:
                yield key, message, signature[:32] + number(s + multiple * L | MARKER), "s + multiple of L"
        yield key, message, signature[:32] + number(s), "no marker bit"
        yield key, message, signature[:32] + number(L - s | MARKER), "s negated"
        yield key, message, number(P - int.from_bytes(signature[:32], "little")) + signature[32:], "R negated"
        yield key, message, signature[32:] + signature[:32], "halves exchanged"
        yield pair(r)[0], message, signature, "another key"
    for s in (0, L - 1, L, L + 1, 2 * L, 2**252, 2**253, 2**255 - 1):
        key, message, signature = good(r)
        yield key, message, signature[:32] + number(s | MARKER), "s at a limit"
    for bit in range(248, 256):
        key, message, signature = good(r)
        s = int.from_bytes(signature[32:], "little")
        yield key, message, signature[:32] + number(s ^ 1 << bit), f"s with bit {bit} flipped"


def ordinary(r, keys):
    """One valid signature and six corruptions of it."""
    key, message, signature = good(r, keys)
    yield key, message, signature, "valid"
    yield key, message, flipped(signature[:32], r) + signature[32:], "bit of R"
    yield key, message, signature[:32] + flipped(signature[32:], r), "bit of s"
    yield key, message, flipped(signature, r), "bit of the signature"
    yield key, flipped(message, r) if message else b"\0", signature, "bit of the message"
    yield flipped(key, r), message, signature, "bit of the key"
    yield r.randbytes(32), message, r.randbytes(63) + bytes([r.randrange(128, 144)]), "random"


def judged(key, message, signature):
    try:
        return bool(sr25519.verify(signature, message, key))
    except BaseException:  # the binding raises on malformed input, and panics on some
        return False


def write(key, message, signature, about):
    line = {"public": key.hex(), "message": message.hex(), "signature": signature.hex()}
    print(json.dumps(line | {"valid": judged(key, message, signature), "about": about}))


def main(mode, seed, count=0):
    r = random.Random(seed)
    if mode == "fixtures":
        for case in adversarial(r):
            write(*case)
        return
    written = 0
    while True:
        # Ten rounds of ordinary cases for each of adversarial ones.
        keys = pair(r)
        batch = [case for _ in range(100) for case in ordinary(r, keys)] + list(adversarial(r))
        for case in batch:
            if written == count:
                return
            write(*case)
            written += 1


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *(int(x) for x in sys.argv[3:]))
