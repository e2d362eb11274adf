"""Who goes where at given prices? Best surplus first, then whatever still fits.

Both keep every capacity at every moment, so a plan can be read off at any point.
"""

from dataclasses import dataclass

import numpy as np

from alongside.planner.compiled import compiled
from alongside.planner.stage import Stage, Table, fits, fitting, surpluses, use
from alongside.planner.tables import Floats, Ints


@dataclass(eq=False)
class Assignment:
    """A plan under construction: the chosen option of each patient of the stage (-1: none) and the room left."""

    stage: Stage
    chosen: Ints
    room: Floats

    @property
    def worth(self) -> float:
        """What the chosen options are worth together."""
        return float(self.stage.value[self.chosen[self.chosen >= 0]].sum())


def nobody(stage: Stage) -> Assignment:
    """The plan in which nobody has a place."""
    return Assignment(stage, np.full(stage.patients, -1, np.int64), stage.room.copy())


def assign(stage: Stage, prices: Floats) -> Assignment:
    """Patients in order of their best surplus take their best option that fits; what is left is filled."""
    plan = nobody(stage)
    surplus = surpluses(stage.table, prices)
    best = _best_surplus(stage.start, surplus)
    hopeful = np.flatnonzero(best > 0)
    order = hopeful[np.argsort(-best[hopeful], kind="stable")]
    _take_best_that_fits(stage.table, order, surplus, plan.chosen, plan.room)
    fill(plan, surplus)
    return plan


def of_choice(stage: Stage, options: Ints, prices: Floats) -> Assignment:
    """The plan in which these options are taken, in this order as far as there is room, and the rest is filled."""
    plan = nobody(stage)
    take_in_order(stage.table, options, stage.owner[options], plan.chosen, plan.room)
    fill(plan, surpluses(stage.table, prices))
    return plan


def fill(plan: Assignment, surplus: Floats) -> None:
    """Put patients without a place into the room that is left, best surplus first; afterwards nobody else fits."""
    table, owner = plan.stage.table, plan.stage.owner
    order = np.flatnonzero(fitting(table, plan.room) & (plan.chosen[owner] < 0))
    order = order[np.argsort(-surplus[order], kind="stable")]
    take_in_order(table, order, owner[order], plan.chosen, plan.room)


@compiled
def _best_surplus(start: Ints, surplus: Floats) -> Floats:
    best = np.zeros(len(start) - 1)
    for patient in range(len(best)):
        for option in range(start[patient], start[patient + 1]):
            best[patient] = max(best[patient], surplus[option])
    return best


@compiled
def _take_best_that_fits(t: Table, order: Ints, surplus: Floats, chosen: Ints, room: Floats) -> None:
    """Each patient in this order takes the option of most surplus above 0 for which there is room."""
    for patient in order:
        best, at = 0.0, -1
        for option in range(t.start[patient], t.start[patient + 1]):
            if surplus[option] > best and fits(t, option, room):
                best, at = surplus[option], option
        if at >= 0:
            chosen[patient] = at
            use(t, at, room, 1)


@compiled
def take_in_order(t: Table, options: Ints, owner: Ints, chosen: Ints, room: Floats) -> None:
    """Options in this order are taken when their patient has no place yet and there is room."""
    for at in range(len(options)):
        if chosen[owner[at]] < 0 and fits(t, options[at], room):
            chosen[owner[at]] = options[at]
            use(t, options[at], room, 1)
