"""What is decided together: the options of some patients over the room that is left."""

from dataclasses import dataclass, replace

import numpy as np

from alongside.planner.tables import Floats, Ints


@dataclass(frozen=True, eq=False)
class Stage:
    """A sub-problem: options of some patients (dense from 0, in order) over resources.

    Resources are cells first, then wards: `room` is how much of each is left, `cell` and `ward` index into it. `pool`
    numbers resources that differ only in their week alike.
    """

    owner: Ints
    start: Ints
    cell: Ints
    ward: Ints
    minutes: Floats
    nights: Floats
    value: Floats
    room: Floats
    pool: Ints

    @property
    def patients(self) -> int:
        """How many patients have an option."""
        return len(self.start)

    @property
    def stays(self) -> Ints:
        """The options that need a bed."""
        return np.flatnonzero(self.nights)


def select(stage: Stage, kept: Ints) -> Stage:
    """The same stage with only the kept options, patients without any left out."""
    owner = stage.owner[kept]
    first = np.concatenate((np.ones(min(1, len(owner)), bool), owner[1:] != owner[:-1]))
    return replace(
        stage,
        owner=np.cumsum(first) - 1,
        start=np.flatnonzero(first),
        cell=stage.cell[kept],
        ward=stage.ward[kept],
        minutes=stage.minutes[kept],
        nights=stage.nights[kept],
        value=stage.value[kept],
    )


def pooled(stage: Stage) -> Stage:
    """The stage with all weeks together: each patient's best option in each pool of theatre time."""
    pool = stage.pool[stage.cell]
    order = np.lexsort((-stage.value, pool, stage.owner))
    owner, group = stage.owner[order], pool[order]
    best = order[np.concatenate(([True], (owner[1:] != owner[:-1]) | (group[1:] != group[:-1])))]
    chosen = select(stage, best)
    room = np.asarray(np.bincount(stage.pool, stage.room), float)
    return replace(
        chosen, cell=stage.pool[chosen.cell], ward=stage.pool[chosen.ward], room=room, pool=np.arange(len(room))
    )
