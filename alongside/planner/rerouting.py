"""What is the most a tier could have, when earlier tiers may be re-routed but keep their worth?

Keeping an earlier tier's worth is one more constraint and so has a price of its own: the weight of that tier's worth in
worth of the last. Any weights and prices certify a bound, as the prices of capacity do.
"""

import numpy as np

from alongside.planner.crowd import Crowd
from alongside.planner.prices import good_prices
from alongside.planner.tables import Floats

STEPS = 100
FACTOR = 2.0


def bound_with_rerouting(crowd: Crowd, kept: Floats, weight: Floats, seed: int, rounds: int) -> float:
    """The lowest bound found on the worth of one tier, when the tiers before it keep at least `kept`.

    `weight` is that of each tier to begin with: 1 for the tier asked about, 0 for those that are not planned.
    """
    earlier = np.flatnonzero(kept > 0)
    weight = weight.copy()
    factor, side = np.full(len(weight), FACTOR), np.zeros(len(weight))
    best, prices = np.inf, None
    for _ in range(rounds):
        scaled = crowd.weighted(weight)
        prices, total = good_prices(scaled, STEPS, seed, prices)
        best = min(best, total - float(weight[earlier] @ kept[earlier]))
        if not len(earlier):
            break
        got = scaled.worth_by_tier(prices, len(weight)) / np.maximum(weight, 1e-12)
        now = np.where(got < kept, 1.0, -1.0)
        factor = np.where(now * side < 0, np.sqrt(factor), factor)
        side = now
        weight[earlier] *= (factor**now)[earlier]
    return best
