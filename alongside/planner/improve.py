"""Can the plan be made better? Cells are packed anew and places exchanged, in turns, as long as the effort lasts."""

from dataclasses import dataclass

import numpy as np

from alongside.planner.assign import Assignment, fill
from alongside.planner.crowd import near_best
from alongside.planner.exchange import exchange
from alongside.planner.pack import pack
from alongside.planner.small_cells import FEW
from alongside.planner.stage import select, surpluses
from alongside.planner.tables import Floats, Ints
from alongside.planner.tight import tight

HEAT = 0.01
MOST_TIMES = 4.0
WIDE, WIDE_TRIES, WIDE_CORE = 2_000_000, 500_000, 20


@dataclass(frozen=True)
class Search:
    """How hard to look: options within `near` of a patient's best; in each turn every cell is packed with its `core`
    nearest the margin, and each option is tried `tries` times for an exchange, more often where cells are small and
    less often in a list of millions."""

    turns: int
    core: int
    tries: float
    near: float = 0.05


def improve(plan: Assignment, prices: Floats, search: Search, seed: int) -> Assignment:
    """The best plan that was found from this one; never worth less."""
    if not (plan.chosen >= 0).any():
        return plan
    times = _times(plan)
    kept, best = narrowed(plan, prices, search.near / times)
    wide = len(kept) > WIDE
    rounds, core = (1, WIDE_CORE) if wide else (2, search.core)
    pack(best, prices, core, rounds)
    heat = HEAT * best.worth / int((best.chosen >= 0).sum())
    tries = WIDE_TRIES if wide else int(search.tries * len(kept) * times)
    for turn in range(search.turns):
        trial = Assignment(best.stage, best.chosen.copy(), best.room.copy())
        exchange(trial, prices, tries, heat, seed + turn)
        pack(trial, prices, core, rounds)
        best = max(best, trial, key=lambda one: one.worth)
    whole = widened(plan, kept, best)
    fill(whole, surpluses(plan.stage.table, prices))
    return tight(max(plan, whole, key=lambda one: one.worth), search.turns * search.tries, seed)


def _times(plan: Assignment) -> float:
    """How many times as often to try where cells hold few patients, whose places depend on what just fits."""
    held = plan.chosen[plan.chosen >= 0]
    in_a_cell = len(held) / len(np.unique(plan.stage.cell[held]))
    return min(max(1.0, FEW / in_a_cell), MOST_TIMES)


def narrowed(plan: Assignment, prices: Floats, near: float) -> tuple[Ints, Assignment]:
    """The plan with only options near their patient's best, and those held; and which options these are."""
    wanted = near_best(plan.stage.table, prices, near)
    wanted[plan.chosen[plan.chosen >= 0]] = True
    kept = np.flatnonzero(wanted)
    stage = select(plan.stage, kept)
    held = np.searchsorted(kept, plan.chosen[plan.chosen >= 0])
    chosen = np.full(stage.patients, -1, np.int64)
    chosen[stage.owner[held]] = held
    return kept, Assignment(stage, chosen, plan.room.copy())


def widened(plan: Assignment, kept: Ints, small: Assignment) -> Assignment:
    """The plan of a narrowed stage as one of the whole stage."""
    held = kept[small.chosen[small.chosen >= 0]]
    chosen = np.full(plan.stage.patients, -1, np.int64)
    chosen[plan.stage.owner[held]] = held
    return Assignment(plan.stage, chosen, small.room)
