"""How much more capacity at a site would give this patient a place, with everybody who would come first counted?

Adding capacity lowers its price. At some price the patient would come in, and so would everybody else for whom that
price is low enough: patients with no place who are nearer the margin, and patients placed elsewhere who would rather be
here. The answer is what all of those need together and a little more, for the gaps that whole operations leave, so that
it holds when the plan is made again with it.
"""

from dataclasses import dataclass

import numpy as np

from alongside.planner.plan import Plan
from alongside.planner.problem import Problem
from alongside.planner.tables import Bools, Floats, Frozen, Ints

MARGIN = 0.2
SLACK_MINUTES = 120
SLACK_NIGHTS = 2
SESSION_MINUTES = 240
NEVER = 1.0


@dataclass(frozen=True, eq=False)
class Extra(Frozen):
    """Per patient, what would do: at the place of `option` (-1: not asked), so many more minutes and nights."""

    option: Ints
    minutes: Ints
    nights: Ints

    def sessions(self, session_minutes: int = SESSION_MINUTES) -> Ints:
        """Whole sessions that hold the minutes."""
        return -(-self.minutes // session_minutes)


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


def extra_needed(problem: Problem, plan: Plan, session_minutes: int = SESSION_MINUTES) -> Extra:
    """For every patient who has options and no place, the smallest addition at one site that gives a place."""
    count = len(problem.patients)
    blank = Extra(np.full(count, -1, np.int64), np.zeros(count, np.int64), np.zeros(count, np.int64))
    if not len(problem.options):
        return blank
    offers = _Offers(problem, plan)
    asked = np.flatnonzero(plan.chosen[offers.patient] < 0)
    if not len(asked):
        return blank
    minutes, nights = offers.needed(asked)
    effort = np.ceil(minutes / session_minutes) + nights / 4 + minutes * 1e-9
    order = np.lexsort((effort, offers.patient[asked]))
    patient = offers.patient[asked][order]
    best = order[np.concatenate(([True], patient[1:] != patient[:-1]))]
    who = offers.patient[asked][best]
    option, more_minutes, more_nights = (one.copy() for one in (blank.option, blank.minutes, blank.nights))
    option[who] = offers.option[asked][best]
    more_minutes[who], more_nights[who] = np.ceil(minutes[best]), np.ceil(nights[best])
    return Extra(option, more_minutes, more_nights)


class _Offers:
    """Each patient's best option in each pool of capacity (a site's sessions for a function, all weeks together)."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        o = problem.options
        pool = pool_of_cells(problem)[o.cell]
        surplus, paid_theatre, paid_bed = surplus_of(problem, plan)
        best = _best_in_pool(o.patient, pool, surplus)
        self.problem, self.option = problem, best
        self.patient, self.pool, self.site = o.patient[best], pool[best].astype(np.int64), o.site[best].astype(np.int64)
        self.minutes, self.nights = o.minutes[best].astype(float), o.nights[best].astype(float)
        self.tier = plan.tier_of[self.patient].astype(np.int64)
        self.tiers = max(1, len(plan.tiers))
        placed = plan.chosen >= 0
        held = np.where(placed, surplus[plan.chosen], 0.0)[self.patient]
        home = np.where(placed, pool[plan.chosen], -1)[self.patient]
        here = home == self.pool
        self.both = _point(held - surplus[best], paid_theatre[best] + paid_bed[best], here)
        self.bed_only = _point(held - surplus[best], paid_bed[best], here | (self.nights == 0))

    def needed(self, asked: Ints) -> tuple[Floats, Floats]:
        """Minutes, and nights for those who stay, that let each asked offer be taken."""
        point = np.minimum(self.both[asked], NEVER) + MARGIN
        first = self.pool * self.tiers
        group = first + self.tier
        theatre = Queue.of(group, self.both, self.minutes)
        bed = Queue.of(group, self.both, self.nights)
        minutes = np.maximum(theatre.upto(first[asked], group[asked], point), self.minutes[asked]) + SLACK_MINUTES
        nights = bed.upto(first[asked], group[asked], point) + self._other_stays(asked, point, first, group)
        nights = np.where(self.nights[asked] > 0, np.maximum(nights, self.nights[asked]) + SLACK_NIGHTS, 0)
        return minutes, nights

    def _other_stays(self, asked: Ints, point: Floats, first: Ints, group: Ints) -> Floats:
        """Nights that patients of the site's other functions would take first."""
        at_site = self.site * self.tiers
        everybody = Queue.of(at_site + self.tier, self.bed_only, self.nights)
        same = Queue.of(group, self.bed_only, self.nights)
        of_site = everybody.upto(at_site[asked], (at_site + self.tier)[asked], point)
        return of_site - same.upto(first[asked], group[asked], point)


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
    raised until it does: then order within it is by worth per minute.
    """
    o = problem.options
    tier = plan.tier_of[o.patient].astype(np.int64)
    value = problem.values(plan.policy)
    bed = o.nights * plan.prices[tier, o.ward + len(problem.cells)]
    price = plan.prices[:, : len(problem.cells)].copy()
    unexplained = (plan.chosen[o.patient] < 0) & (value - bed > o.minutes * price[tier, o.cell]) & (o.minutes > 0)
    at = np.flatnonzero(unexplained)
    np.maximum.at(price, (tier[at], o.cell[at]), (value[at] - bed[at]) / o.minutes[at])
    theatre = o.minutes * price[tier, o.cell]
    return value - theatre - bed, theatre, bed


def _best_in_pool(patient: Ints, pool: Ints, surplus: Floats) -> Ints:
    order = np.lexsort((-surplus, pool, patient))
    p, g = patient[order], pool[order]
    first = np.concatenate(([True], (p[1:] != p[:-1]) | (g[1:] != g[:-1])))
    return np.asarray(order[first])


def _point(shortfall: Floats, cost: Floats, never: Bools) -> Floats:
    """The share by which the price must fall before the offer beats what the patient holds; NEVER when none will do."""
    share = np.divide(shortfall, cost, out=np.full(len(cost), np.inf), where=cost > 0)
    share = np.where(shortfall <= 0, 0.0, share)
    return np.where(never, np.inf, share)
