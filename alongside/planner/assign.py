"""Who goes where at given prices? Best surplus first, then whatever still fits, then exchanges that gain.

All three keep every capacity at every moment, so a plan can be read off at any point.
"""

from dataclasses import dataclass

import numpy as np

from alongside.planner.prices import surplus_at
from alongside.planner.stage import Stage
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


def assign(stage: Stage, prices: Floats) -> Assignment:
    """Patients in order of their best surplus take their best option that fits; what is left is filled."""
    surplus = surplus_at(stage, prices, stage.stays)
    plan = Assignment(stage, np.full(stage.patients, -1, np.int64), stage.room.copy())
    if stage.patients:
        _take_in_order(plan, surplus)
        fill(plan, surplus)
    return plan


def of_choice(stage: Stage, options: Ints, prices: Floats) -> Assignment:
    """The plan in which these options are taken, in this order as far as there is room, and the rest is filled."""
    plan = Assignment(stage, np.full(stage.patients, -1, np.int64), stage.room.copy())
    place(plan, options)
    fill(plan, surplus_at(stage, prices, stage.stays))
    return plan


def _take_in_order(plan: Assignment, surplus: Floats) -> None:
    stage = plan.stage
    hopeful = np.flatnonzero(surplus > 0)
    best = np.maximum.reduceat(surplus, stage.start)
    order = hopeful[np.lexsort((-surplus[hopeful], stage.owner[hopeful], -best[stage.owner[hopeful]]))]
    place(plan, order)


def fill(plan: Assignment, surplus: Floats) -> None:
    """Put patients without a place into the room that is left, best surplus first; afterwards nobody else fits."""
    stage = plan.stage
    fits = (stage.minutes <= plan.room[stage.cell]) & (stage.nights <= plan.room[stage.ward])
    fits &= plan.chosen[stage.owner] < 0
    order = np.flatnonzero(fits)
    place(plan, order[np.argsort(-surplus[order], kind="stable")])


def place(plan: Assignment, order: Ints) -> None:
    """Take options in this order when their patient has no place yet and there is room."""
    stage = plan.stage
    room, chosen = plan.room.tolist(), plan.chosen
    placed = set(np.flatnonzero(chosen >= 0).tolist())
    columns = (
        order,
        stage.owner[order],
        stage.cell[order],
        stage.ward[order],
        stage.minutes[order],
        stage.nights[order],
    )
    for option, owner, cell, ward, minutes, nights in zip(*(column.tolist() for column in columns), strict=True):
        if owner in placed or room[cell] < minutes or room[ward] < nights:
            continue
        room[cell] -= minutes
        room[ward] -= nights
        placed.add(owner)
        chosen[owner] = option
    plan.room = np.array(room)
