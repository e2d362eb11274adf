"""Which plan is best? The whole list shares the capacity, pinned patients first, and every tier gets its bound."""

import time
from dataclasses import dataclass

import numpy as np

from alongside.planner.crowd import Crowd, crowd_of
from alongside.planner.plan import Plan, Tier
from alongside.planner.problem import Problem
from alongside.planner.shared import (
    EFFORTS,
    HELPS,
    KEPT,
    STEPS,
    Effort,
    Placed,
    Progress,
    bounds,
    settle_all_claims,
    share_out,
)
from alongside.planner.stages import room_of, whole_stage
from alongside.planner.tables import Bools, Floats, InputError, Ints

PINNED = "pinned patients"
POLICIES = ("tiers", "weighted")


def solve(
    problem: Problem, policy: str = "tiers", seed: int = 0, effort: str = "fast", progress: Progress | None = None
) -> Plan:
    """Make a plan: the same for the same problem, policy, seed and effort.

    An empty list, no capacity or nobody eligible give a plan with nobody in it. `progress` hears the share done and a
    few words. InputError when the policy or effort is not known.
    """
    known(policy, effort)
    began = time.perf_counter()
    names, tier_of = tiers_of(problem.patients.priority, problem.patients.pinned, policy)
    crowd = crowd_of(whole_stage(problem, problem.values(policy), room_of(problem)), tier_of)
    making = Making(crowd, names, tier_of, EFFORTS[effort], seed, progress)
    chosen = np.full(len(problem.patients), -1, np.int64)
    for placed in making.placed:
        chosen[placed.rows] = placed.options
    seconds = time.perf_counter() - began
    return Plan(chosen, policy, seed, effort, making.tiers, tier_of, making.prices, seconds)


def known(policy: str, effort: str) -> None:
    """InputError when there is no such policy or effort."""
    if policy not in POLICIES:
        raise InputError(f'There is no policy "{policy}": use {" or ".join(POLICIES)}')
    if effort not in EFFORTS:
        raise InputError(f'There is no effort "{effort}": use {" or ".join(EFFORTS)}')


def tiers_of(priority: Ints, pinned: Bools, policy: str) -> tuple[list[str], Ints]:
    """Who comes first, in order: those pinned by hand, then everybody or one priority after the other."""
    order = priority.astype(np.int8) if policy == "tiers" else np.zeros(len(priority), np.int8)
    order = np.where(pinned, np.int8(-1), order) if pinned.any() else order
    codes = np.flatnonzero(np.bincount(order + 1)) - 1 if len(order) else np.zeros(0, np.int64)
    names = {-1: PINNED, 0: "all patients"}
    tier_of = np.searchsorted(codes, order).astype(np.int16)
    return [names.get(int(code), f"priority {code}") for code in codes], tier_of


@dataclass(frozen=True, eq=False)
class _Shared:
    """A plan for all tiers, each counting as its `weight`; `highest` is what the first has in its own worth."""

    placed: Placed
    prices: Floats
    bound: float
    weight: Floats
    highest: float


class Making:
    """A plan in the making: pinned patients first, then all tiers together, each counting many times the next.

    `placed` are those two plans, `prices` a row per tier in that tier's worth.
    """

    def __init__(
        self, crowd: Crowd, names: list[str], tier_of: Ints, effort: Effort, seed: int, progress: Progress | None
    ) -> None:
        self.crowd, self.effort, self.seed, self.size = crowd, effort, seed, len(tier_of)
        self.progress = progress or (lambda share, words: None)
        self.first = int(bool(names) and names[0] == PINNED)
        self.prices = np.zeros((len(names), len(crowd.room)))
        self.placed: list[Placed] = []
        self.got, self.bound = np.zeros(len(names)), np.zeros(len(names))
        self.room = crowd.room
        if self.first:
            self._place_pinned()
        if len(names) > self.first:
            self._place_the_others(len(names) - self.first)
        self.progress(1.0, "Done")
        placed = np.zeros(len(names), np.int64)
        for one in self.placed:
            placed += np.bincount(one.found.tier[one.plan.chosen >= 0], minlength=len(names))
        self.tiers = tuple(
            Tier(name, float(got), max(float(bound), float(got)), int(size), int(count))
            for name, got, bound, size, count in zip(
                names, self.got, self.bound, np.bincount(tier_of, minlength=len(names)), placed, strict=True
            )
        )

    def _place_pinned(self) -> None:
        """Patients put somewhere by hand have their place before all others."""
        weight = np.eye(1, len(self.got))[0]
        only = self.crowd.weighted(weight)
        placed, self.prices[0], self.bound[0] = share_out(only, self.size, self.effort, self.seed)
        self._count(placed, weight)
        self.room = placed.plan.room

    def _place_the_others(self, count: int) -> None:
        """All tiers share the room, and then whoever could claim a place from a lower tier has it.

        If that cost the highest tier more than KEPT allows of what it would have with nobody else on the list, tiers
        are held further apart, as long as that helps it by more than HELPS.
        """
        self.progress(0.1, "Sharing out theatre time and beds")
        alone, most = self._alone() if count > 1 else (0.0, np.inf)
        found = self._shared(count, STEPS[0])
        for apart in STEPS[1:]:
            if found.highest >= KEPT * alone:
                break
            further = self._shared(count, apart)
            if further.highest <= (1 + HELPS) * found.highest:
                break
            found = further
        self._count(found.placed, found.weight)
        self.prices[self.first :] = found.prices / found.weight[self.first :, None]
        self.progress(0.7, "Working out how much better any plan could be")
        open_room = self.crowd.weighted(np.ones(len(found.weight)), self.room)
        bound = bounds(open_room, self.got, found.weight, found.bound, self.effort, self.seed)
        bound[self.first] = min(bound[self.first], most)
        self.bound[self.first :] = bound[self.first :]

    def _shared(self, count: int, apart: float) -> "_Shared":
        """The plan in which each of the tiers to come counts so many times the next."""
        weight = np.concatenate([np.zeros(self.first), apart ** np.arange(count - 1, -1, -1.0)])
        scaled = self.crowd.weighted(weight, self.room)
        placed, prices, bound = share_out(scaled, self.size, self.effort, self.seed)
        settle_all_claims(scaled, placed, self.size, prices, len(weight))
        return _Shared(placed, prices, bound, weight, placed.worth_of(self.first) / float(weight[self.first]))

    def _alone(self) -> tuple[float, float]:
        """What the highest tier would have with nobody else on the list, and the most it could have."""
        only = self.crowd.weighted(np.eye(1, len(self.got), self.first)[0], self.room)
        placed, _, bound = share_out(only, self.size, self.effort, self.seed)
        return placed.worth_of(self.first), bound

    def _count(self, placed: Placed, weight: Floats) -> None:
        """Note what a plan gives each tier."""
        self.placed.append(placed)
        tier = placed.found.tier[placed.plan.chosen >= 0]
        worth = placed.plan.stage.value[placed.taken] / weight[tier]
        self.got += np.bincount(tier, worth, len(self.got))
