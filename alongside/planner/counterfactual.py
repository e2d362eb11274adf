"""How much more capacity at a site would give this patient a place, with everybody who comes first counted?

Adding capacity lowers its price. At some price the patient would come in, and so would everybody else for whom that
price is low enough: patients with no place who are nearer the margin, and patients placed elsewhere who would rather be
here. Those come before this patient at the site. The answer is what all of them need together, over all weeks of the
plan, less the room that stands empty, and a little more for the gaps that whole operations leave, so that it holds when
the plan is made again with it. Of the sites on the patient's shortlist the one that needs least is told.
"""

from dataclasses import dataclass

import numpy as np

from alongside.planner.plan import Plan
from alongside.planner.problem import SESSION_MINUTES, Problem
from alongside.planner.queues import NEVER, Queue, best_in_pool, point_of, pool_of_cells, shortfall, surplus_of
from alongside.planner.site_verdicts import room_left
from alongside.planner.tables import Floats, Frozen, Ints

MARGIN = 0.1
SLACK_SHARE = 0.1
SLACK_MINUTES = 60
SLACK_NIGHTS = 1


@dataclass(frozen=True, eq=False)
class Extra(Frozen):
    """Per patient, what would do: at the site of `option` (-1: not asked), so many more minutes and nights.

    They are spread over the weeks in which that site has sessions for the patient's function, or in the option's week
    alone when weeks do not interchange; `before` counts the patients who would take a place there first.
    """

    option: Ints
    minutes: Ints
    nights: Ints
    before: Ints

    def sessions(self, session_minutes: int = SESSION_MINUTES) -> Ints:
        """Whole sessions that hold the minutes."""
        return -(-self.minutes // session_minutes)


def extra_needed(problem: Problem, plan: Plan, session_minutes: int = SESSION_MINUTES) -> Extra:
    """For every patient who has options and no place, the smallest addition at one site that gives a place."""
    count = len(problem.patients)
    blank = Extra(np.full(count, -1, np.int64), *(np.zeros(count, np.int64) for _ in range(3)))
    if not len(problem.options):
        return blank
    offers = _Offers(problem, plan)
    asked = np.flatnonzero(plan.chosen[offers.patient] < 0)
    if not len(asked):
        return blank
    minutes, nights, before = offers.needed(asked)
    effort = np.ceil(minutes / session_minutes) + nights / 4 + minutes * 1e-9
    order = np.lexsort((effort, offers.patient[asked]))
    patient = offers.patient[asked][order]
    best = order[np.concatenate(([True], patient[1:] != patient[:-1]))]
    who = offers.patient[asked][best]
    found = [one.copy() for one in (blank.option, blank.minutes, blank.nights, blank.before)]
    found[0][who] = offers.option[asked][best]
    for column, amount in zip(found[1:], (minutes, nights, before), strict=True):
        column[who] = np.ceil(amount[best])
    return Extra(*found)


class _Offers:
    """Each patient's best option in each pool of capacity (a site's sessions for a function, all weeks together)."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        o = problem.options
        pool = pool_of_cells(problem)[o.cell]
        surplus, paid_theatre, paid_bed = surplus_of(problem, plan)
        best = best_in_pool(o.patient, pool, surplus)
        self.problem, self.option, self.room = problem, best, room_left(problem, plan)
        self.patient, self.pool, self.site = o.patient[best], pool[best].astype(np.int64), o.site[best].astype(np.int64)
        self.minutes, self.nights = o.minutes[best].astype(float), o.nights[best].astype(float)
        self.tier = plan.tier_of[self.patient].astype(np.int64)
        self.tiers = max(1, len(plan.tiers))
        placed = plan.chosen >= 0
        held = np.where(placed, surplus[plan.chosen], 0.0)[self.patient]
        home = np.where(placed, pool[plan.chosen], -1)[self.patient]
        here = home == self.pool
        self.both = point_of(held - surplus[best], paid_theatre[best] + paid_bed[best], here)
        self.bed_only = point_of(held - surplus[best], paid_bed[best], here | (self.nights == 0))

    def needed(self, asked: Ints) -> tuple[Floats, Floats, Floats]:
        """Minutes, and nights for those who stay, that let each asked offer be taken; and how many come before."""
        mine = np.minimum(self.both[asked], NEVER)
        point = mine + MARGIN
        first = self.pool * self.tiers
        group = first + self.tier

        def wanted(amount: Floats, upto: Floats) -> Floats:
            return Queue.of(group, self.both, amount).upto(first[asked], group[asked], upto)

        before = np.maximum(wanted(np.ones(len(group)), mine) - 1, 0)
        own = self.minutes[asked], self.nights[asked]
        theatre = np.maximum(wanted(self.minutes, point), own[0]) * (1 + SLACK_SHARE) + SLACK_MINUTES
        beds = np.maximum(wanted(self.nights, point), own[1]) * (1 + SLACK_SHARE) + SLACK_NIGHTS
        minutes, nights = self._beyond_room(asked, theatre, beds, self._other_stays(asked, point, first, group))
        return minutes, nights, before

    def _beyond_room(self, asked: Ints, theatre: Floats, beds: Floats, others: Floats) -> tuple[Floats, Floats]:
        """What is wanted, spread evenly over the weeks, beyond the room that each week has left for this patient."""
        o, cells = self.problem.options, self.problem.cells
        pool = pool_of_cells(self.problem)
        ward = np.zeros(len(cells), np.int64)
        ward[o.cell] = o.ward
        minutes, nights = np.zeros(len(asked)), np.zeros(len(asked))
        for one in np.unique(self.pool[asked]):
            at = np.flatnonzero(self.pool[asked] == one)
            here = np.flatnonzero(pool == one)
            own = self.minutes[asked[at]], self.nights[asked[at]]
            minutes[at] = shortfall(self.room[0][here], theatre[at], own[0])
            nights[at] = shortfall(self.room[1][ward[here]], beds[at], own[1])
            more = shortfall(self.room[1][ward[here]], beds[at] + others[at], own[1])
            nights[at] = np.where((nights[at] > 0) & (own[1] > 0), more, 0)
        idle = (minutes <= 0) & (nights <= 0)
        return np.where(idle, theatre, minutes), nights

    def _other_stays(self, asked: Ints, point: Floats, first: Ints, group: Ints) -> Floats:
        """Nights that patients of the site's other functions would take first."""
        at_site = self.site * self.tiers
        everybody = Queue.of(at_site + self.tier, self.bed_only, self.nights)
        same = Queue.of(group, self.bed_only, self.nights)
        of_site = everybody.upto(at_site[asked], (at_site + self.tier)[asked], point)
        return of_site - same.upto(first[asked], group[asked], point)
