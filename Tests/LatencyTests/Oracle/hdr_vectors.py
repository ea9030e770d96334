#!/usr/bin/env python3
"""Histograms written by another implementation (python3 -m pip install hdrhistogram==0.10.8).

Usage: hdr_vectors.py > ../Fixtures/hdr-vectors.json

Each case has what was recorded ([value, count] pairs), what that package encodes, and, computed from the sorted values and
not by the package: the exact values at the ranks of p50, p99 and p99.9, and how many values lie above a limit.
"""
import json
import random

from hdrh.histogram import HdrHistogram

HOUR = 3_600_000_000_000


def case(name, lowest, highest, digits, pairs, limit):
    histogram = HdrHistogram(lowest, highest, digits)
    for value, count in pairs:
        assert histogram.record_value(value, count)
    ordered = sorted(pairs)
    total = sum(count for _, count in ordered)

    def at(permille):
        rank, seen = -(-total * permille // 1000), 0
        for value, count in ordered:
            seen += count
            if seen >= rank:
                return value
        return None

    return {
        "name": name, "lowest": lowest, "highest": highest, "digits": digits, "pairs": pairs,
        "encoded": histogram.encode().decode(), "total": total, "limit": limit,
        "above": sum(count for value, count in pairs if value > limit),
        "exact": {str(p): at(p) for p in (500, 990, 999)} if total else {},
    }


def main():
    draw = random.Random(20_210)
    disk = [[int(draw.lognormvariate(11, 0.4)), 1] for _ in range(400)]
    disk += [[int(draw.lognormvariate(15, 0.3)), 1] for _ in range(9)]
    cases = [
        case("empty", 1, HOUR, 3, [], 1000),
        case("one value", 1, HOUR, 3, [[52_341, 1]], 1000),
        case("zero and neighbours", 1, HOUR, 3, [[0, 2], [1, 1], [3, 5], [4, 1]], 2),
        case("edges of buckets", 1, HOUR, 3,
             [[2047, 1], [2048, 1], [2049, 1], [4095, 1], [4096, 1], [HOUR, 1]], 4000),
        case("reads of a disk", 1, HOUR, 3, disk, 500_000),
        case("great counts", 1, HOUR, 3, [[40, 1 << 40], [90, (1 << 34) + 7], [7_000_000, 129]], 64),
        case("coarser, in microseconds", 1000, HOUR, 2, [[v * 1000, 3] for v in range(40, 900, 7)], 400_000),
        case("finer", 1, 10_000_000, 4, [[v, 1] for v in range(10, 900_000, 4711)], 250_000),
    ]
    print(json.dumps(cases, indent=0))


main()
