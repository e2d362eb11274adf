"""How much better could any plan be than one that goes on from another? Known prices certify it in a few passes."""

from collections.abc import Callable

import numpy as np

from alongside.planner.claims import take_all
from alongside.planner.compiled import compiled
from alongside.planner.crowd import everybody
from alongside.planner.plan import Tier
from alongside.planner.prices import polyak, scale_of
from alongside.planner.problem import Problem
from alongside.planner.shares import begun_by_share
from alongside.planner.stage import Stage, Table, fits, of_patients, price_of
from alongside.planner.tables import Floats, Ints

STEPS = 40
AIM = 2e-3
HEAT = 0.1
SPARE = 0.02
Gain = Callable[[], list[float]]


def certify(
    problem: Problem,
    stage: Stage,
    chosen: Ints,
    tier: Ints,
    names: list[str],
    weight: Floats,
    prices: Floats,
    all_gain: Gain,
) -> tuple[tuple[Tier, ...], Floats]:
    """What each tier has and the most it could have had while the tiers before it keep what they have.

    `stage` holds all options, worth `weight` times as much as in their own tier; `prices` are those of the lowest and
    `all_gain` what everybody gains at them. Also the prices of every tier, one row each.
    """
    held = chosen[chosen >= 0]
    of = tier[problem.options.patient[held]]
    got = np.bincount(of, stage.value[held], len(names))
    size, placed = np.bincount(tier, minlength=len(names)), np.bincount(of, minlength=len(names))
    tiers = []
    for one, name in enumerate(names):
        if one == len(names) - 1:
            bound = sum(all_gain()) + float(prices @ stage.room)
        else:
            left = stage.room.copy()
            take_all(stage.table, held[of <= one], left, 1)
            bound = _upper(of_patients(stage, tier <= one), np.where(left <= SPARE * stage.room, prices, 0.0))
        worth, bound = float(got[one] / weight[one]), float((bound - got[:one].sum()) / weight[one])
        tiers.append(Tier(name, worth, max(bound, worth), int(size[one]), int(placed[one])))
    return tuple(tiers), prices / weight[:, None]


def gain_of_all(stage: Stage, prices: Floats) -> Gain:
    """What everybody gains with their best option at these prices (0 or above), of those that the room could hold.

    Asked from now on beside other work, by share of the list.
    """
    t = stage.table
    return begun_by_share(lambda first, last: _gained_by(t, prices, stage.room, (first, last)), stage.patients)


@compiled
def _gained_by(t: Table, prices: Floats, room: Floats, some: tuple[int, int]) -> float:
    gained = 0.0
    for patient in range(some[0], some[1]):
        best = 0.0
        for option in range(t.start[patient], t.start[patient + 1]):
            if t.value[option] > best:
                surplus = t.value[option] - price_of(t, option, prices)
                if surplus > best and fits(t, option, room):
                    best = surplus
        gained += best
    return gained


def _upper(stage: Stage, prices: Floats) -> float:
    """The bound of the upper tiers alone: who is below them does not raise their prices."""
    if not len(stage.value):
        return 0.0
    crowd = everybody(stage)
    slope = crowd.slope(prices, HEAT * float(stage.value.mean()))
    return polyak(crowd, prices, STEPS, AIM, scale_of(slope))[1]
