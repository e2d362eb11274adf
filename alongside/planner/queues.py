"""Who comes first for the same capacity? Offers in the order of the plan's own prices, and what they want together."""

from dataclasses import dataclass

import numpy as np

from alongside.planner.plan import Plan
from alongside.planner.problem import Problem
from alongside.planner.site_verdicts import room_left
from alongside.planner.tables import Bools, Floats, Ints

NEVER = 1.0


@dataclass(frozen=True, eq=False)
class Queue:
    """Cumulative amounts along sorted keys: how much is wanted in a group by all who come up to a given point."""

    keys: Floats
    total: Floats

    @classmethod
    def of(cls, group: Ints, point: Floats, amount: Floats | Ints) -> "Queue":
        """Amounts in groups, by the point at which each comes (NEVER: not at all)."""
        comes = point < NEVER
        keys = group[comes] + point[comes]
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], np.concatenate(([0.0], np.cumsum(amount[comes][order]))))

    def upto(self, first_group: Ints, group: Ints, point: Floats) -> Floats:
        """The amount from the start of `first_group` up to `point` in `group`."""
        last = np.searchsorted(self.keys, group + np.minimum(point, 1 - 1e-9), side="right")
        first = np.searchsorted(self.keys, first_group, side="left")
        return np.asarray(self.total[last] - self.total[first])


def pool_of_cells(problem: Problem) -> Ints:
    """A number for the capacity that can stand in for each cell: same site and function in any week, when weeks
    interchange; else the cell alone."""
    if not problem.weeks_interchange:
        return np.arange(len(problem.cells))
    key = problem.cells.site.astype(np.int64) * (len(problem.functions) + 1) + problem.cells.function
    return np.asarray(np.unique(key, return_inverse=True)[1])


def surplus_of(problem: Problem, plan: Plan) -> tuple[Floats, Floats, Floats]:
    """Each option's surplus at the prices of its patient's tier, and what it pays for theatre and for the bed.

    A price that is too low to say why a patient has no place (the room that a tier found was too little for anybody) is
    raised until it does: that of the bed when only the bed lacks, else that of theatre time. Then order within it is by
    worth per night or minute.
    """
    o, cells = problem.options, len(problem.cells)
    tier = plan.tier_of[o.patient].astype(np.int64)
    value = problem.values(plan.policy)
    price = plan.prices.copy()
    minutes, nights = room_left(problem, plan)
    bed_lacks = (o.nights > nights[o.ward]) & (o.minutes <= minutes[o.cell])
    for amount, resource, other, its, lacks in (
        (o.nights, o.ward + cells, o.minutes, o.cell, bed_lacks),
        (o.minutes, o.cell, o.nights, o.ward + cells, ~bed_lacks & (o.minutes > 0)),
    ):
        left = value - other * price[tier, its]
        at = np.flatnonzero((plan.chosen[o.patient] < 0) & lacks & (left > amount * price[tier, resource]))
        np.maximum.at(price, (tier[at], resource[at]), left[at] / amount[at])
    theatre, bed = o.minutes * price[tier, o.cell], o.nights * price[tier, o.ward + cells]
    return value - theatre - bed, theatre, bed


def best_in_pool(patient: Ints, pool: Ints, surplus: Floats) -> Ints:
    """Each patient's option of most surplus in each pool, by patient and pool."""
    order = np.lexsort((-surplus, pool, patient))
    p, g = patient[order], pool[order]
    first = np.concatenate(([True], (p[1:] != p[:-1]) | (g[1:] != g[:-1])))
    return np.asarray(order[first])


def point_of(shortfall: Floats, cost: Floats, never: Bools) -> Floats:
    """The share by which the price must fall before the offer beats what the patient holds; NEVER when none will do."""
    share = np.divide(shortfall, cost, out=np.full(len(cost), np.inf), where=cost > 0)
    share = np.where(shortfall <= 0, 0.0, share)
    return np.where(never, np.inf, share)


def shortfall(room: Ints, wanted: Floats, own: Floats) -> Floats:
    """What is lacking when `wanted` comes in equal parts to all weeks, of which each has `room`.

    Room that does not hold what a patient needs (`own`) is no help to that patient.

    >>> shortfall(np.array([0, 5, 30]), np.array([30.0, 30.0]), np.array([1.0, 10.0])).tolist()
    [15.0, 20.0]
    """
    usable = np.where(room[None, :] >= own[:, None], room[None, :], 0)
    return np.asarray(np.maximum(wanted[:, None] / len(room) - usable, 0).sum(1))
