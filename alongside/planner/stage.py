"""What is decided together: the options of some patients over the room that is left."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from alongside.planner.compiled import compiled
from alongside.planner.tables import Bools, Floats, Ints

WEEK = 7
CLOSED = -1e9


class Table(NamedTuple):
    """The columns of a stage as compiled loops take them. Patient p has the options `start[p]` up to `start[p + 1]`."""

    start: Ints
    cell: Ints
    ward: Ints
    minutes: Ints
    nights: Ints
    later: Ints
    value: Floats
    after: Ints


@dataclass(frozen=True, eq=False)
class Stage:
    """A sub-problem: options of some patients (dense from 0, in order) over resources.

    Resources are cells first, then wards: `room` is how much of each is left, `cell` and `ward` index into it. An
    option takes `minutes` of its cell and `nights` of its ward; `later` nights fall in the weeks that follow, seven in
    each, and `after` names the ward of the next week (-1: beyond the plan). `pool` numbers resources that differ only
    in their week alike.
    """

    start: Ints
    cell: Ints
    ward: Ints
    minutes: Ints
    nights: Ints
    later: Ints
    value: Floats
    room: Floats
    after: Ints
    pool: Ints
    area: Ints

    @property
    def patients(self) -> int:
        """How many patients have an option."""
        return len(self.start) - 1

    @property
    def weeks(self) -> int:
        """How many weeks a resource has, on average."""
        return round(len(self.pool) / (int(self.pool.max(initial=0)) + 1))

    @property
    def owner(self) -> Ints:
        """The patient of each option."""
        return np.repeat(np.arange(self.patients, dtype=np.int32), np.diff(self.start))

    @property
    def table(self) -> Table:
        """The columns that compiled loops read."""
        return Table(self.start, self.cell, self.ward, self.minutes, self.nights, self.later, self.value, self.after)


def select(stage: Stage, kept: Ints) -> Stage:
    """The same stage with only the kept options (ascending), patients without any left out."""
    count = np.diff(np.searchsorted(kept, stage.start))
    return replace(
        stage,
        start=np.concatenate(([0], np.cumsum(count[count > 0]))),
        cell=stage.cell[kept],
        ward=stage.ward[kept],
        minutes=stage.minutes[kept],
        nights=stage.nights[kept],
        later=stage.later[kept],
        value=stage.value[kept],
    )


def of_patients(stage: Stage, mine: Bools) -> Stage:
    """The stage of some of its patients only."""
    return select(stage, np.flatnonzero(np.repeat(mine, np.diff(stage.start))))


def pooled(stage: Stage) -> Stage:
    """The stage with all weeks together: each patient's best option in each pool of theatre time."""
    pool, patient = stage.pool[stage.cell], stage.owner
    order = np.lexsort((-stage.value, pool, patient))
    owner, group = patient[order], pool[order]
    best = order[np.concatenate(([True], (owner[1:] != owner[:-1]) | (group[1:] != group[:-1])))]
    chosen = select(stage, np.sort(best))
    room = np.asarray(np.bincount(stage.pool, stage.room), float)
    return replace(
        chosen,
        cell=stage.pool[chosen.cell].astype(np.int32),
        ward=stage.pool[chosen.ward].astype(np.int32),
        nights=chosen.nights + chosen.later,
        later=np.zeros_like(chosen.later),
        room=room,
        after=np.full(len(room), -1, np.int32),
        pool=np.arange(len(room)),
        area=np.zeros(len(room), np.int32),
    )


def total_use(stage: Stage) -> Floats:
    """What all options of a stage together would take of each resource."""
    size = len(stage.room)
    theatre = np.asarray(np.bincount(stage.cell, stage.minutes, size), float)
    return theatre + np.bincount(stage.ward, stage.nights + stage.later, size)


@compiled
def price_of(t: Table, option: int, prices: Floats) -> float:
    """What an option pays for its minutes and nights."""
    paid = t.minutes[option] * prices[t.cell[option]] + t.nights[option] * prices[t.ward[option]]
    if t.later[option] > 0:
        left, ward = t.later[option], t.after[t.ward[option]]
        while left > 0 and ward >= 0:
            paid += min(left, WEEK) * prices[ward]
            left, ward = left - WEEK, t.after[ward]
    return float(paid)


@compiled
def fits(t: Table, option: int, room: Floats) -> bool:
    """Is there room for an option?"""
    if t.minutes[option] > room[t.cell[option]] or t.nights[option] > room[t.ward[option]]:
        return False
    if t.later[option] > 0:
        left, ward = t.later[option], t.after[t.ward[option]]
        while left > 0 and ward >= 0:
            if min(left, WEEK) > room[ward]:
                return False
            left, ward = left - WEEK, t.after[ward]
    return True


@compiled
def use(t: Table, option: int, room: Floats, sign: int) -> None:
    """Take an option's minutes and nights out of `room`; with sign -1, give them back."""
    room[t.cell[option]] -= sign * t.minutes[option]
    room[t.ward[option]] -= sign * t.nights[option]
    if t.later[option] > 0:
        left, ward = t.later[option], t.after[t.ward[option]]
        while left > 0 and ward >= 0:
            room[ward] -= sign * min(left, WEEK)
            left, ward = left - WEEK, t.after[ward]


@compiled
def surpluses(t: Table, prices: Floats) -> Floats:
    """The worth of every option after paying for its minutes and nights."""
    surplus = np.empty(len(t.value))
    for option in range(len(surplus)):
        surplus[option] = t.value[option] - price_of(t, option, prices)
    return surplus


@compiled
def fitting(t: Table, room: Floats) -> Bools:
    """For every option, whether there is room for it."""
    found = np.empty(len(t.value), np.bool_)
    for option in range(len(found)):
        found[option] = fits(t, option, room)
    return found
