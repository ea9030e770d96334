#!/usr/bin/env python3
"""Root of the simulated chain's first state, computed apart from the program.

Usage: state_oracle.py ACCOUNTS SEED [SIGNERS]     both layouts; signers (default 0) need py-sr25519-bindings

Keys and values follow Sources/Chain/State; the trie is PrimitivesTests/Oracle/trie_oracle.py. The
prefixes of twox-128 are read from the Swift source's names by the xxhash algorithm written here.
"""
import hashlib, pathlib, re, sys

root = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(root / "Tests/PrimitivesTests/Oracle"))
import trie_oracle

MASK = (1 << 64) - 1
P1, P2, P3, P4, P5 = (0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9,
                      0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5)


def rotate(x, n):
    return (x << n | x >> (64 - n)) & MASK


def xxh64(data, seed):
    def turn(lane, word):
        return rotate((lane + word * P2) & MASK, 31) * P1 & MASK
    i, n = 0, len(data)
    if n >= 32:
        lanes = [(seed + P1 + P2) & MASK, (seed + P2) & MASK, seed, (seed - P1) & MASK]
        while i + 32 <= n:
            for k in range(4):
                lanes[k] = turn(lanes[k], int.from_bytes(data[i + 8 * k:i + 8 * k + 8], "little"))
            i += 32
        h = sum(rotate(x, r) for x, r in zip(lanes, (1, 7, 12, 18))) & MASK
        for x in lanes:
            h = ((h ^ turn(0, x)) * P1 + P4) & MASK
    else:
        h = (seed + P5) & MASK
    h = (h + n) & MASK
    while i + 8 <= n:
        h = (rotate(h ^ turn(0, int.from_bytes(data[i:i + 8], "little")), 27) * P1 + P4) & MASK
        i += 8
    if i + 4 <= n:
        h = (rotate(h ^ int.from_bytes(data[i:i + 4], "little") * P1 & MASK, 23) * P2 + P3) & MASK
        i += 4
    for byte in data[i:]:
        h = rotate(h ^ byte * P5 & MASK, 11) * P1 & MASK
    h = (h ^ h >> 33) * P2 & MASK
    h = (h ^ h >> 29) * P3 & MASK
    return h ^ h >> 32


def twox128(name):
    return b"".join(xxh64(name.encode(), seed).to_bytes(8, "little") for seed in (0, 1))


def digest(domain, seed, counter):
    text = b"touchstone " + domain + seed.to_bytes(8, "little") + counter.to_bytes(8, "little")
    return hashlib.blake2b(text, digest_size=32).digest()


def item(key, count, seed):
    name = 0
    for byte in key:
        name = (name * 31 + byte) & MASK
    return b"".join(digest(b"item", seed ^ name, i) for i in range((count + 31) // 32))[:count]


def main(accounts, seed, signers=0):
    source = (root / "Sources/Chain/State/PalletItems.swift").read_text()
    pairs = {}
    for pallet, name, size in re.findall(r'PalletItem\("(\w+)", "(\w+)", bytes: ([\d_]+)', source):
        key = twox128(pallet) + twox128(name)
        pairs[key] = item(key, int(size.replace("_", "")), seed)
    pairs[b":code"] = item(b":code", 1_100_000, seed)
    info = bytes(4) + bytes(4) + (1).to_bytes(4, "little") + bytes(4)
    info += (10**15).to_bytes(16, "little") + bytes(32) + (1 << 127).to_bytes(16, "little")
    prefix = twox128("System") + twox128("Account")
    for account in range(accounts):
        if account < signers:
            import sr25519
            name = sr25519.pair_from_seed(digest(b"signer", seed, account))[0]
        else:
            name = digest(b"account", seed, account)
        pairs[prefix + hashlib.blake2b(name, digest_size=16).digest() + name] = info
    for version in (0, 1):
        print(f"V{version}", len(pairs), trie_oracle.root(pairs, version).hex())


main(*map(int, sys.argv[1:]))
