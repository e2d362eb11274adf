"""Which plan is best? Prices, then places, then exchanges; for tiers also claims, and a bound for each."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from alongside.planner.assign import Assignment, assign, of_choice
from alongside.planner.claims import settle_claims
from alongside.planner.improve import Search, improve
from alongside.planner.plan import Plan, Tier
from alongside.planner.prices import good_prices
from alongside.planner.problem import Problem
from alongside.planner.relaxation import exact_choice
from alongside.planner.rerouting import bound_with_rerouting
from alongside.planner.stage import Stage, of_patients
from alongside.planner.stages import stage_of
from alongside.planner.tables import Floats, InputError, Ints

SMALL = 500
STEP = 12.0
PINNED = "pinned patients"
POLICIES = ("tiers", "weighted")
Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Effort:
    """How long to look: steps for prices, the search for exchanges, rounds for the bounds of later tiers."""

    steps: int
    search: Search
    rounds: int


EFFORTS = {
    "fast": Effort(300, Search(turns=1, core=30, tries=1.0), 6),
    "best": Effort(900, Search(turns=4, core=50, tries=2.0, near=0.1), 10),
}


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
    work = _Work(problem, policy, EFFORTS[effort], seed, progress or (lambda share, words: None))
    work.place_pinned()
    work.place_the_others()
    seconds = time.perf_counter() - began
    return Plan(work.chosen, policy, seed, effort, work.tiers(), work.tier_of, work.prices, seconds)


def tiers_of(problem: Problem, policy: str) -> tuple[list[str], Ints]:
    """Who comes first, in order: those pinned by hand, then everybody or one priority after the other."""
    patients = problem.patients
    order = patients.priority.astype(np.int64) if policy == "tiers" else np.zeros(len(patients), np.int64)
    order = np.where(patients.pinned, -1, order)
    codes, tier_of = np.unique(order, return_inverse=True)
    names = {-1: PINNED, 0: "all patients"}
    return [names.get(int(code), f"priority {code}") for code in codes], tier_of


class _Work:
    """A plan in the making: pinned patients first, then all tiers together, each counting STEP times the next."""

    def __init__(self, problem: Problem, policy: str, effort: Effort, seed: int, progress: Progress) -> None:
        self.problem, self.effort, self.seed, self.progress = problem, effort, seed, progress
        self.names, tier_of = tiers_of(problem, policy)
        self.tier_of = tier_of.astype(np.int16)
        self.value = problem.values(policy)
        self.first = int(bool(self.names) and self.names[0] == PINNED)
        self.room = np.concatenate([problem.cells.minutes, problem.wards.nights]).astype(float)
        self.chosen = np.full(len(problem.patients), -1, np.int64)
        self.prices = np.zeros((len(self.names), len(self.room)))
        self.bounds = np.zeros(len(self.names))

    def place_pinned(self) -> None:
        """Patients put somewhere by hand have their place before all others."""
        if self.first:
            stage, option = stage_of(self.problem, self.value, self.tier_of == 0, self.room)
            found, self.prices[0], self.bounds[0] = self._search(stage)
            self._keep(found, option)
            self.room = found.room

    def place_the_others(self) -> None:
        """All tiers share the room, and then whoever could claim a place from a lower tier has it."""
        stage, option = stage_of(self.problem, self.value, self.tier_of >= self.first, self.room)
        last = len(self.names) - 1
        if last < self.first:
            return
        self.progress(0.1, "Sharing out theatre time and beds")
        patient = self.problem.options.patient[option[stage.start[:-1]]]
        tier = self.tier_of[patient].astype(np.int64) - self.first
        weight = STEP ** np.arange(last - self.first, -1, -1.0)
        scaled = replace(stage, value=stage.value * np.repeat(weight[tier], np.diff(stage.start)))
        found, prices, total = self._search(scaled)
        self.progress(0.6, "Letting nobody lose a place to a lower priority")
        settle_claims(found, tier, prices)
        self._keep(found, option)
        self.prices[self.first :] = prices / weight[:, None]
        self.progress(0.7, "Working out how much better any plan could be")
        self._certify(stage, tier, weight, total)
        self.progress(1.0, "Done")

    def _search(self, stage: Stage) -> tuple[Assignment, Floats, float]:
        """The best plan of a stage, its prices and its bound."""
        prices, bound = good_prices(stage, self.effort.steps, self.seed)
        found = improve(assign(stage, prices), prices, self.effort.search, self.seed)
        if 0 < len(stage.value) <= SMALL:
            found = max(found, of_choice(stage, exact_choice(stage), prices), key=lambda one: one.worth)
        return found, prices, bound

    def _keep(self, found: Assignment, option: Ints) -> None:
        taken = option[found.chosen[found.chosen >= 0]]
        self.chosen[self.problem.options.patient[taken]] = taken

    def _certify(self, stage: Stage, tier: Ints, weight: Floats, total: float) -> None:
        """For each tier the most it could have while the tiers before it keep what they have in this plan."""
        got = self._got()[self.first :]
        for one in range(len(weight)):
            if len(weight) == 1:
                bound = total
            elif one == 0:
                bound = good_prices(of_patients(stage, tier == 0), self.effort.steps, self.seed)[1]
            else:
                among = of_patients(stage, tier <= one)
                bound = bound_with_rerouting(among, tier[tier <= one], got[:one], self.seed, self.effort.rounds)
            if one == len(weight) - 1:
                bound = min(bound, total - float(weight[:-1] @ got[:-1]))
            self.bounds[self.first + one] = max(bound, got[one])

    def _got(self) -> Floats:
        taken = self.chosen[self.chosen >= 0]
        who = self.problem.options.patient[taken]
        return np.asarray(np.bincount(self.tier_of[who], self.value[taken], len(self.names)), float)

    def tiers(self) -> tuple[Tier, ...]:
        """What each tier has and could have had."""
        got, size = self._got(), np.bincount(self.tier_of, minlength=len(self.names))
        placed = np.bincount(self.tier_of[self.chosen >= 0], minlength=len(self.names))
        return tuple(
            Tier(name, float(got[one]), max(float(self.bounds[one]), float(got[one])), int(size[one]), int(placed[one]))
            for one, name in enumerate(self.names)
        )
