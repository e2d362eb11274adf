"""A plan for a crowd: which row of the list has which option, tier after tier, and how good that is.

Prices are found and places looked for among options near them; what then stands empty, or could be claimed from a lower
tier, is asked of everybody again.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from alongside.planner.assign import Assignment, assign, fill, of_choice
from alongside.planner.claims import room_for, settle
from alongside.planner.crowd import Crowd, Selection, merged
from alongside.planner.improve import Search, improve
from alongside.planner.prices import WIDE, good_prices
from alongside.planner.relaxation import exact_choice
from alongside.planner.rerouting import bound_with_rerouting
from alongside.planner.small_cells import Market, fill_cells, has_small_cells, prices_of_patients
from alongside.planner.stage import surpluses
from alongside.planner.tables import Bools, Floats, Ints

SMALL = 500
EXACT = 150
STEPS = (12.0, 48.0, 192.0, 768.0)
STEP = STEPS[0]
KEPT, HELPS = 0.998, 0.001
NEAR, NEAR_SMALL = 0.1, 0.04
STEPS_SMALL = 10
OTHER_SEED = 1_000
EVERYTHING = 1e9
Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Effort:
    """How long to look: steps for prices, the search for exchanges, rounds for the bounds of later tiers, up to how
    many options cells that hold few patients ask about all, which makes their bound certain, and the search in a long
    list, where good prices leave less to exchange."""

    steps: int
    search: Search
    rounds: int
    certain: int
    search_long: Search

    def search_in(self, crowd: Crowd, options: int) -> Search:
        """The search for so many options of a crowd."""
        return self.search_long if options > WIDE and crowd.tiers == 1 else self.search


THOROUGH = Search(turns=4, core=50, tries=2.0, near=0.1)
EFFORTS = {
    "fast": Effort(300, Search(turns=1, core=30, tries=1.0), 6, 300_000, Search(turns=1, core=20, tries=0.4)),
    "best": Effort(900, THOROUGH, 10, 3_000_000, THOROUGH),
}


@dataclass(eq=False)
class Placed:
    """A plan for the rows of a list: `found` are the options it was made from, `plan` which of them are taken."""

    found: Selection
    plan: Assignment

    @property
    def taken(self) -> Ints:
        """The taken options of the selection's stage."""
        return self.plan.chosen[self.plan.chosen >= 0]

    @property
    def rows(self) -> Ints:
        """The rows of the list that have a place, as `options`."""
        return self.found.row[self.plan.chosen >= 0]

    @property
    def options(self) -> Ints:
        """Their options among all options."""
        return self.found.option[self.taken]

    def worth_of(self, tier: int) -> float:
        """What those of one tier have together."""
        return float(self.plan.stage.value[self.plan.chosen[(self.plan.chosen >= 0) & (self.found.tier == tier)]].sum())

    def mask(self, size: int) -> Bools:
        """For each row of the list whether it has a place."""
        mask = np.zeros(size, bool)
        mask[self.rows] = True
        return mask

    def widen(self, more: Selection) -> None:
        """Let these options be taken, too."""
        both = merged(self.plan.stage, self.found, more)
        chosen = np.full(both.stage.patients, -1, np.int64)
        chosen[np.searchsorted(both.row, self.rows)] = np.searchsorted(both.option, self.options)
        self.plan, self.found = Assignment(both.stage, chosen, self.plan.room), both


def share_out(crowd: Crowd, size: int, effort: Effort, seed: int) -> tuple[Placed, Floats, float]:
    """A plan for the open options of a crowd of `size` rows, its prices, and the bound on its worth."""
    options = crowd.sizes()[0]
    small = options > SMALL and has_small_cells(crowd)
    prices, bound = good_prices(crowd, effort.steps * crowd.tiers // (2 if small else 1), seed)
    if small:
        found, plan, bound = _in_small_cells(crowd, prices, bound, options <= effort.certain, effort, seed)
    else:
        found = crowd.near(prices, EVERYTHING if options <= SMALL else NEAR)
        plan = improve(assign(found.stage, prices), prices, effort.search_in(crowd, options), seed)
    if 0 < options <= EXACT:
        plan = max(plan, of_choice(found.stage, exact_choice(found.stage), prices), key=lambda one: one.worth)
    placed = Placed(found, plan)
    fill_up(crowd, placed, size, prices)
    return placed, prices, bound


def _in_small_cells(
    crowd: Crowd, prices: Floats, bound: float, all_asked: bool, effort: Effort, seed: int
) -> tuple[Selection, Assignment, float]:
    """The better of two plans that fill cells with patients who fit together; a tighter bound when all are asked."""
    found = crowd.near(prices, EVERYTHING if all_asked else NEAR_SMALL)
    market = Market(found.stage, prices)
    of_patients, tighter = prices_of_patients(market, effort.steps // STEPS_SMALL)

    def plan_from(seed: int) -> Assignment:
        return improve(fill_cells(market, prices, of_patients, seed), prices, effort.search, seed)

    with ThreadPoolExecutor() as threads:
        plans = list(threads.map(plan_from, (seed, seed + OTHER_SEED)))
    return found, max(plans, key=lambda one: one.worth), min(bound, tighter) if all_asked else bound


def fill_up(crowd: Crowd, placed: Placed, size: int, prices: Floats) -> None:
    """Afterwards nobody without a place fits into what is left."""
    placed.widen(crowd.open_to(placed.plan.room, placed.mask(size)))
    fill(placed.plan, surpluses(placed.plan.stage.table, prices))


def settle_all_claims(crowd: Crowd, placed: Placed, size: int, prices: Floats, tiers: int) -> None:
    """Afterwards nobody without a place could take one if all lower tiers gave way."""
    for one in range(tiers - 1):
        room = room_for(placed.plan, placed.found.tier, one)
        claimed = crowd.open_to(room, placed.mask(size), one)
        if len(claimed.option):
            placed.widen(claimed)
            settle(placed.plan, placed.found.tier, one, prices)
    fill_up(crowd, placed, size, prices)


def bounds(crowd: Crowd, got: Floats, counts: Floats, total: float, effort: Effort, seed: int) -> Floats:
    """For each tier that counts, the most it could have while those before it keep what they `got`.

    `total` bounds the worth of all tiers together, each as often as it `counts`.
    """
    last, found = len(got) - 1, np.full(len(got), np.inf)
    planned = counts > 0
    found[last] = total - float(counts[:-1] @ got[:-1])
    for one in np.flatnonzero(planned) if planned.sum() > 1 else []:
        before = planned & (np.arange(last + 1) < one)
        weight = np.where(before | (np.arange(last + 1) == one), counts / counts[one], 0.0)
        kept = np.where(before, got, 0.0)
        found[one] = min(found[one], bound_with_rerouting(crowd, kept, weight, seed, effort.rounds))
    return found
