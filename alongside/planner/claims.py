"""Could anybody without a place take one from patients of a lower tier? Then they do, until nobody could.

What it keeps is the fairness theorem: nobody without a place would fit anywhere on their shortlist if all patients of
lower tiers gave way.
"""

import numpy as np

from alongside.planner.assign import Assignment, fill, take_in_order
from alongside.planner.compiled import compiled
from alongside.planner.stage import Table, fitting, surpluses, use
from alongside.planner.tables import Floats, Ints


def room_for(plan: Assignment, tier: Ints, one: int) -> Floats:
    """The room that patients of one tier would find if all lower tiers gave way; `tier` by patient of the stage."""
    room = plan.stage.room.copy()
    take_all(plan.stage.table, plan.chosen[(plan.chosen >= 0) & (tier <= one)], room, 1)
    return room


def claims(plan: Assignment, tier: Ints, one: int) -> Ints:
    """The options that patients of one tier without a place could take if all lower tiers gave way."""
    stage = plan.stage
    asking = np.repeat((plan.chosen < 0) & (tier == one), np.diff(stage.start)) & (stage.value > 0)
    return np.flatnonzero(asking & fitting(stage.table, room_for(plan, tier, one)))


def settle(plan: Assignment, tier: Ints, one: int, prices: Floats) -> None:
    """One tier takes what it can claim, changing the plan; of those lower, the lowest tier and worth leave first."""
    stage, asking = plan.stage, claims(plan, tier, one)
    if not len(asking):
        return
    surplus = surpluses(stage.table, prices)
    lower = np.flatnonzero((plan.chosen >= 0) & (tier > one))
    held = plan.chosen[lower]
    plan.room = room_for(plan, tier, one)
    plan.chosen[lower] = -1
    asking = asking[np.argsort(-surplus[asking], kind="stable")]
    take_in_order(stage.table, asking, stage.owner[asking], plan.chosen, plan.room)
    order = np.lexsort((-surplus[held], tier[lower]))
    take_in_order(stage.table, held[order], lower[order], plan.chosen, plan.room)


def settle_claims(plan: Assignment, tier: Ints, prices: Floats) -> None:
    """All tiers of a stage take what they can claim, the highest first; then what room is left is filled."""
    for one in range(int(tier.max(initial=0))):
        settle(plan, tier, one, prices)
    fill(plan, surpluses(plan.stage.table, prices))


@compiled
def take_all(t: Table, options: Ints, room: Floats, sign: int) -> None:
    """Take all of these options out of the room; with sign -1, give them back."""
    for option in options:
        use(t, option, room, sign)
