"""Could anybody without a place take one from patients of a lower tier? Then they do, until nobody could.

What it keeps is the fairness theorem: nobody without a place would fit anywhere on their shortlist if all patients of
lower tiers gave way.
"""

import numpy as np

from alongside.planner.assign import Assignment, fill, take_in_order
from alongside.planner.compiled import compiled
from alongside.planner.stage import Table, fitting, surpluses, use
from alongside.planner.tables import Floats, Ints


def settle_claims(plan: Assignment, tier: Ints, prices: Floats) -> int:
    """Let every claim succeed, changing the plan; `tier` is that of each patient of the stage, 0 the highest.

    The number of patients who took a place that lower tiers had to leave.
    """
    surplus, claimed = surpluses(plan.stage.table, prices), 0
    for one in range(int(tier.max(initial=0))):
        claimed += _claim(plan, tier, one, surplus)
    fill(plan, surplus)
    return claimed


def claims(plan: Assignment, tier: Ints, one: int) -> Ints:
    """The options that patients of one tier without a place could take if all lower tiers gave way."""
    stage = plan.stage
    upper = (plan.chosen >= 0) & (tier <= one)
    room = stage.room.copy()
    take_all(stage.table, plan.chosen[upper], room, 1)
    asking = np.repeat((plan.chosen < 0) & (tier == one), np.diff(stage.start))
    return np.flatnonzero(asking & fitting(stage.table, room))


def _claim(plan: Assignment, tier: Ints, one: int, surplus: Floats) -> int:
    """One tier takes what it can; those of lower tiers who are in the way leave, the lowest tier and worth first."""
    stage, asking = plan.stage, claims(plan, tier, one)
    if not len(asking):
        return 0
    lower = np.flatnonzero((plan.chosen >= 0) & (tier > one))
    held, before = plan.chosen[lower], int((plan.chosen >= 0).sum()) - len(lower)
    plan.chosen[lower] = -1
    take_all(stage.table, held, plan.room, -1)
    asking = asking[np.argsort(-surplus[asking], kind="stable")]
    take_in_order(stage.table, asking, stage.owner[asking], plan.chosen, plan.room)
    order = np.lexsort((-surplus[held], tier[lower]))
    take_in_order(stage.table, held[order], lower[order], plan.chosen, plan.room)
    return int(((plan.chosen >= 0) & (tier <= one)).sum()) - before


@compiled
def take_all(t: Table, options: Ints, room: Floats, sign: int) -> None:
    """Take all of these options out of the room; with sign -1, give them back."""
    for option in options:
        use(t, option, room, sign)
