"""Which plan is best? Prices, then places, then exchanges, for everybody at once or tier by tier."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from alongside.planner.assign import assign, of_choice
from alongside.planner.improve import improve
from alongside.planner.plan import Plan, Tier
from alongside.planner.prices import good_prices
from alongside.planner.problem import Problem
from alongside.planner.relaxation import exact_choice
from alongside.planner.stage import Stage
from alongside.planner.tables import Bools, Floats, InputError, Ints
from alongside.planner.tier_bound import bound_with_rerouting

SMALL = 500
PINNED = "pinned patients"
POLICIES = ("tiers", "weighted")
Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Effort:
    """How long to look: steps for prices, passes of exchanges, tries in each, rounds for the bounds of later tiers."""

    steps: int
    passes: int
    tries: int
    rounds: int


EFFORTS = {"fast": Effort(400, 1, 30_000, 5), "best": Effort(1600, 8, 200_000, 12)}


def solve(
    problem: Problem, policy: str = "tiers", seed: int = 0, effort: str = "fast", progress: Progress | None = None
) -> Plan:
    """Make a plan: the same for the same problem, policy, seed and effort.

    An empty list, no capacity or nobody eligible give a plan with nobody in it. `progress` hears the share done and a
    few words. InputError when the policy or effort is not known.
    """
    if policy not in POLICIES:
        raise InputError(f'There is no policy "{policy}": use {" or ".join(POLICIES)}')
    if effort not in EFFORTS:
        raise InputError(f'There is no effort "{effort}": use {" or ".join(EFFORTS)}')
    began = time.perf_counter()
    names, tier_of = tiers_of(problem, policy)
    growing = _Growing(problem, policy, EFFORTS[effort], seed, tier_of)
    for number, name in enumerate(names):
        if progress:
            progress(number / len(names), f"Placing {name}")
        growing.decide(number, name)
    if progress:
        progress(1.0, "Done")
    prices = np.array(growing.prices).reshape(len(names), len(problem.cells) + len(problem.wards))
    seconds = time.perf_counter() - began
    return Plan(growing.chosen, policy, seed, effort, tuple(growing.tiers), tier_of.astype(np.int16), prices, seconds)


def tiers_of(problem: Problem, policy: str) -> tuple[list[str], Ints]:
    """Who is decided together, in order: those pinned by hand, then everybody or one priority after the other."""
    patients = problem.patients
    order = patients.priority.astype(np.int64) if policy == "tiers" else np.zeros(len(patients), np.int64)
    order = np.where(patients.pinned, -1, order)
    codes, tier_of = np.unique(order, return_inverse=True)
    names = {-1: PINNED, 0: "all patients"}
    return [names.get(int(code), f"priority {code}") for code in codes], tier_of


class _Growing:
    """The plan as it grows, tier by tier."""

    def __init__(self, problem: Problem, policy: str, effort: Effort, seed: int, tier_of: Ints) -> None:
        self.problem, self.policy, self.effort, self.seed, self.tier_of = problem, policy, effort, seed, tier_of
        self.value = problem.values(policy)
        self.room = np.concatenate([problem.cells.minutes, problem.wards.nights]).astype(float)
        self.open_room = self.room
        self.chosen = np.full(len(problem.patients), -1, np.int64)
        self.tiers: list[Tier] = []
        self.prices: list[Floats] = []

    def decide(self, number: int, name: str) -> None:
        """Place one tier in the room that earlier tiers left."""
        mine = self.tier_of == number
        stage, option = stage_of(self.problem, self.value, mine, self.room)
        prices, bound = good_prices(stage, self.effort.steps, self.seed)
        found = improve(assign(stage, prices), prices, self.effort.passes, self.effort.tries)
        if 0 < len(stage.value) <= SMALL:
            found = max(found, of_choice(stage, exact_choice(stage), prices), key=lambda one: one.worth)
        bound = self._bound(number, bound)
        taken = option[found.chosen[found.chosen >= 0]]
        self.chosen[self.problem.options.patient[taken]] = taken
        self.room = found.room
        self.prices.append(prices)
        if name == PINNED:
            self.open_room = found.room
        self.tiers.append(Tier(name, found.worth, max(bound, found.worth), int(mine.sum()), len(taken)))

    def _bound(self, number: int, alone: float) -> float:
        """The bound of this tier; pinned patients stay where they are, other earlier tiers may be re-routed."""
        first = 1 if self.tiers and self.tiers[0].name == PINNED else 0
        if number <= first:
            return alone
        among = (self.tier_of >= first) & (self.tier_of <= number)
        stage, option = stage_of(self.problem, self.value, among, self.open_room)
        tier = (self.tier_of[self.problem.options.patient[option]] - first).astype(np.int64)
        kept = np.array([one.objective for one in self.tiers[first:number]])
        return bound_with_rerouting(stage, tier, kept, self.effort.steps // 4, self.seed, self.effort.rounds)


def stage_of(problem: Problem, value: Floats, mine: Bools, room: Floats) -> tuple[Stage, Ints]:
    """The options of some patients that the room could ever hold, as a stage, and which options they are."""
    o = problem.options
    ward = o.ward.astype(np.int64) + len(problem.cells)
    fits = (o.minutes <= room[o.cell]) & (o.nights <= room[ward])
    kept = np.flatnonzero(mine[o.patient] & fits & (value > 0))
    patient = o.patient[kept]
    first = np.concatenate((np.ones(min(1, len(kept)), bool), patient[1:] != patient[:-1]))
    stage = Stage(
        np.cumsum(first) - 1,
        np.flatnonzero(first),
        o.cell[kept].astype(np.int64),
        ward[kept],
        o.minutes[kept].astype(float),
        o.nights[kept].astype(float),
        value[kept],
        room.copy(),
        pools(problem),
    )
    return stage, kept


def pools(problem: Problem) -> Ints:
    """For each cell and ward a number that all weeks of the same cell or ward share."""
    cells, wards = problem.cells, problem.wards
    theatre = cells.site.astype(np.int64) * (len(problem.functions) + 1) + cells.function
    beds = (wards.site.astype(np.int64) + len(problem.sites)) * (len(problem.functions) + 1)
    return np.asarray(np.unique(np.concatenate([theatre, beds]), return_inverse=True)[1])
