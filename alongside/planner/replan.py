"""Something has changed: who has to move, and who has not? The earlier plan goes on, and every move has a cause.

Everybody whose place still exists keeps it. Only those near the change are looked at again: who lost a place, who is
new, who could use what became free, and who would have to make way for them. A patient moves only when that wins more
than the `stability`; nobody keeps a place that the fairness of the plan gives to a higher tier.
"""

import math
import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from alongside.planner.assign import Assignment, fill, of_choice
from alongside.planner.carrying import Carried, Earlier, carry
from alongside.planner.certify import certify, gain_of_all
from alongside.planner.claims import settle_claims, take_all
from alongside.planner.crowd import everybody
from alongside.planner.exchange import exchange
from alongside.planner.moves import moves_between
from alongside.planner.nearby import holders_of, make_room, mark, neighbours, options_open_to, who_wants
from alongside.planner.plan import Plan
from alongside.planner.prices import good_prices
from alongside.planner.problem import Problem
from alongside.planner.relaxation import exact_choice
from alongside.planner.shared import EFFORTS, EXACT, STEP
from alongside.planner.solve import POLICIES, known, tiers_of
from alongside.planner.stage import Stage, surpluses
from alongside.planner.stages import room_of, whole_stage
from alongside.planner.tables import Bools, Floats, InputError, Ints

STABILITY = 2.0
MOST = 1e9
TRIES = 20
MOST_TRIES = 10_000
PATIENCE = 1_000


@dataclass(frozen=True, eq=False)
class Replanned:
    """A plan that goes on from an earlier one, and who is not where they were.

    `moves` has one row each: patient_id, from_site_id, from_week, to_site_id, to_week (blank: no place), cause,
    because_of (for whom they made way, if it is one patient) and words.
    """

    plan: Plan
    moves: pl.DataFrame
    stability: float


def replan(
    problem: Problem,
    before: Earlier,
    policy: str | None = None,
    stability: float = STABILITY,
    seed: int = 0,
    effort: str = "fast",
) -> Replanned:
    """Go on from the places of an earlier plan: the same for the same problem, places, policy, stability and seed.

    `stability` is what moving a patient who has a place must win, in worth: 2 is a place for one more patient of
    priority 4 who has just joined the list; with infinity nobody moves who need not. Without `policy` it is that of the
    earlier plan. InputError when the policy or effort is not known or the stability is not a number from 0.
    """
    policy = policy or (before.plan.policy if before.plan else POLICIES[0])
    known(policy, effort)
    if math.isnan(stability) or stability < 0:
        raise InputError("The stability must be a number from 0 upwards: give what a move must win")
    began = time.perf_counter()
    work = _Work(problem, before, policy, min(stability, MOST), seed)
    gain = gain_of_all(work.stage, work.prices)
    work.settle()
    tiers, prices = certify(problem, work.stage, work.chosen, work.tier, work.names, work.weight, work.prices, gain)
    moves = moves_between(problem, before, work.carried, work.chosen, work.short)
    seconds = time.perf_counter() - began
    plan = Plan(work.chosen, policy, seed, effort, tiers, work.tier, prices, seconds)
    return Replanned(plan, moves, stability)


class _Work:
    """The earlier plan on the new problem, on its way to being a plan again.

    All tiers are looked at together, each counting STEP times the next.
    """

    def __init__(self, problem: Problem, before: Earlier, policy: str, stability: float, seed: int) -> None:
        self.problem, self.seed = problem, seed
        self.names, self.tier = tiers_of(problem.patients.priority, problem.patients.pinned, policy)
        self.carried: Carried = carry(problem, before, self.names[-1] if self.names else "")
        self.chosen = self.carried.held.copy()
        self.weight = STEP ** np.arange(len(self.names) - 1, -1, -1.0)
        each = self.weight[self.tier]
        self.value = problem.values(policy)
        if len(self.names) > 1:
            self.value = self.value * np.repeat(each, np.diff(problem.options.start))
        self.bonus = np.where(self.carried.held >= 0, stability * each, 0.0)
        self.stage = whole_stage(problem, self.value, room_of(problem))
        self.table, self.whole, self.room = self.stage.table, self.stage.room, self.stage.room.copy()
        take_all(self.table, self.chosen[self.chosen >= 0], self.room, 1)
        self.short = self.room < 0
        self.prices = self._prices(before, policy)

    def _prices(self, before: Earlier, policy: str) -> Floats:
        """Those of the earlier plan, if it was of the same policy; else they are looked for."""
        before_then = self.carried.prices
        if before_then is not None and before.plan is not None and before.plan.policy == policy:
            return before_then
        return good_prices(everybody(self.stage), EFFORTS["fast"].steps, self.seed)[0]

    def settle(self) -> None:
        """Let those go who must, then look near the change until nobody without a place could claim one."""
        if self.short.any():
            holders = holders_of(self.table, self.chosen, self.short)
            make_room(self.table, self.chosen, self.room, self.whole, holders, self.bonus)
        asking = (self.carried.had & (self.chosen < 0)) | self.carried.arrived | self._wanting()
        marked = self.short | self.carried.raised | self.carried.vacated
        first = True
        while asking.any() or (first and marked.any()):
            mark(self.table, np.flatnonzero(asking), marked)
            near = neighbours(self.table, self.chosen, self.prices, self.bonus, marked)
            self._look_again(np.flatnonzero(near | asking), first)
            asking, marked, first = self._wanting(), np.zeros(len(self.room), bool), False

    def _wanting(self) -> Bools:
        """Who has no place and could take one from nobody, or from lower tiers."""
        left = np.repeat(self.room[None], len(self.names), 0)
        for one in range(len(self.names) - 2, -1, -1):
            lower = self.chosen[self.tier == one + 1]
            left[one] = left[one + 1]
            take_all(self.table, lower[lower >= 0], left[one], -1)
        return who_wants(self.table, self.chosen, self.tier, left)

    def _look_again(self, rows: Ints, exchanging: bool) -> None:
        """Find better places for these patients in the room that the others leave them."""
        stage, option = self._part(rows)
        if not len(option):
            return
        who = self.problem.options.patient[option[stage.start[:-1]]]
        at = np.searchsorted(option, self.chosen[who])
        held = np.where(self.chosen[who] >= 0, at, -1)
        plan = Assignment(stage, held, self.room.copy())
        fill(plan, surpluses(stage.table, self.prices))
        if exchanging:
            exchange(plan, self.prices, min(TRIES * len(option), MOST_TRIES), 0.0, self.seed, PATIENCE)
            fill(plan, surpluses(stage.table, self.prices))
            if len(self.value) <= EXACT:
                exact = of_choice(stage, exact_choice(stage), self.prices)
                plan = max(plan, exact, key=lambda one: one.worth)
        settle_claims(plan, self.tier[who].astype(np.int64), self.prices)
        self.chosen[who] = np.where(plan.chosen >= 0, option[plan.chosen], -1)
        self.room = plan.room

    def _part(self, rows: Ints) -> tuple[Stage, Ints]:
        """The options of these patients, and which they are; staying is worth more by the stability."""
        t, room = self.table, self.room.copy()
        held = self.chosen[rows]
        take_all(t, held[held >= 0], room, -1)
        option, start = options_open_to(t, rows, self.chosen, room)
        value = t.value[option]
        who = self.problem.options.patient[option]
        stays = np.flatnonzero(option == self.carried.held[who])
        value[stays] += self.bonus[who[stays]]
        columns: dict[str, Any] = {
            name: getattr(t, name)[option] for name in ("cell", "ward", "minutes", "nights", "later")
        }
        return replace(self.stage, start=start, room=room, value=value, **columns), option
