"""What is the most a tier could have, when earlier tiers may be re-routed but keep their worth?

Keeping an earlier tier's worth is one more constraint and so has a price of its own, in worth of this tier. Any such
price certifies a bound, as the prices of capacity do.
"""

from dataclasses import replace

import numpy as np

from alongside.planner.prices import best_options, good_prices
from alongside.planner.stage import Stage
from alongside.planner.tables import Floats, Ints


def bound_with_rerouting(stage: Stage, tier: Ints, kept: Floats, steps: int, seed: int, rounds: int) -> float:
    """The lowest bound found on the worth of the last tier.

    `tier` is the tier of each option of `stage`, 0 up to the last; `kept` is what each tier before the last holds.
    """
    last = len(kept)
    weight = np.append(np.full(last, 3.0), 1.0)
    factor = np.full(last, 2.0)
    side = np.zeros(last)
    best, prices = np.inf, None
    for _ in range(rounds):
        scaled = replace(stage, value=stage.value * weight[tier])
        prices, bound = good_prices(scaled, steps, seed, prices)
        best = min(best, bound - float(weight[:last] @ kept))
        chosen = best_options(scaled, prices)
        got = np.bincount(tier[chosen], stage.value[chosen], last + 1)[:last]
        now = np.where(got < kept, 1.0, -1.0)
        factor = np.where(now * side < 0, np.sqrt(factor), factor)
        side = now
        weight[:last] *= factor**now
    return best
