"""What is the most a tier could have, when earlier tiers may be re-routed but keep their worth?

Keeping an earlier tier's worth is one more constraint and so has a price of its own: the weight of that tier's worth in
worth of the last. Any weights and prices certify a bound, as the prices of capacity do.
"""

from dataclasses import replace

import numpy as np

from alongside.planner.prices import best_options, good_prices
from alongside.planner.stage import Stage
from alongside.planner.tables import Floats, Ints

STEPS = 100
START = 12.0
FACTOR = 1.5


def bound_with_rerouting(stage: Stage, tier: Ints, kept: Floats, seed: int, rounds: int) -> float:
    """The lowest bound found on the worth of the last tier.

    `tier` is the tier of each patient of `stage`, 0 up to the last; `kept` is what each tier before the last holds.
    """
    last = len(kept)
    option_tier = np.repeat(tier, np.diff(stage.start))
    weight = np.append(START ** np.arange(last, 0, -1.0), 1.0)
    factor, side = np.full(last, FACTOR), np.zeros(last)
    best, prices = np.inf, None
    for _ in range(rounds):
        scaled = replace(stage, value=stage.value * weight[option_tier])
        prices, total = good_prices(scaled, STEPS, seed, prices)
        best = min(best, total - float(weight[:last] @ kept))
        chosen = best_options(scaled.table, prices)
        chosen = chosen[chosen >= 0]
        got = np.bincount(option_tier[chosen], stage.value[chosen], last + 1)[:last]
        now = np.where(got < kept, 1.0, -1.0)
        factor = np.where(now * side < 0, np.sqrt(factor), factor)
        side = now
        weight[:last] *= factor**now
    return best
