#!/usr/bin/env python3
"""Error rates of the rule for percentiles, written anew with numpy and scipy (numpy 2, scipy 1.14 or later).

Usage: percentile_rates.py    per cent of 20,000 runs called within / beyond a limit on the 99th percentile

Blocks of 1,000 operations; the share of slow ones in a block varies by a gamma distribution whose standard deviation is
`clustering` times its mean. The table in docs/METHODOLOGY.md is from here; PercentileSimulationTests holds the Swift code to it.
"""
import numpy as np
from scipy import stats

SHARE, TRIALS, RUNS, ALPHA = 0.01, 1000, 20_000, 0.05


def rates(draw, share, clustering, blocks, heeds_clusters=True):
    mean = np.full((RUNS, blocks), share * TRIALS)
    if clustering:
        shape = clustering**-2
        mean *= draw.gamma(shape, 1 / shape, size=mean.shape)
    slow = np.minimum(draw.poisson(mean), TRIALS)
    total, seen = blocks * TRIALS, slow.sum(1)
    p = seen / total
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = ((slow - TRIALS * p[:, None]) ** 2 / (TRIALS * p * (1 - p))[:, None]).sum(1) / (blocks - 1)
    effect = np.maximum(1, np.nan_to_num(effect, nan=1))
    ratio = stats.t.isf(ALPHA, blocks - 1) / stats.norm.isf(ALPHA)
    caution = effect * ratio**2 if heeds_clusters else np.ones(RUNS)
    trials = np.floor(total / caution)
    within = stats.binom.cdf(np.ceil(seen / caution), trials, SHARE) <= ALPHA
    beyond = stats.binom.sf(np.floor(seen / caution) - 1, trials, SHARE) <= ALPHA
    return "%.1f / %.1f" % (within.mean() * 100, beyond.mean() * 100)


def main():
    draw = np.random.default_rng(99)
    for clustering in (0, 0.5, 1):
        for blocks in (12, 20, 40):
            cells = [rates(draw, share, clustering, blocks) for share in (0.005, 0.007, 0.01, 0.0143, 0.02)]
            print(clustering, blocks, *cells, sep=" | ")
        print(clustering, "12, clusters disregarded, 0.01:", rates(draw, 0.01, clustering, 12, False))


main()
