"""Priority greedy, what is done by hand today: by clinical priority, then by the longest wait, everybody takes the best
place that still has room, which is the nearest one, or an earlier week that is worth the journey."""

from typing import Any

import numpy as np

from alongside.planner.compiled import compiled
from alongside.planner.problem import Problem
from alongside.planner.tables import Floats, Ints
from bench.peers.command import room_of, run


def decide(problem: Problem) -> tuple[Ints, dict[str, Any]]:
    """One patient after the other."""
    queue = np.lexsort((-problem.patients.weeks_waited, problem.patients.priority))
    chosen, o = np.full(len(queue), -1), problem.options
    _choose(queue, o.start, o.cell, o.ward, o.minutes, o.nights, o.value, *room_of(problem), chosen)
    return chosen, {}


@compiled
def _choose(
    queue: Ints,
    start: Ints,
    cell: Ints,
    ward: Ints,
    minutes: Ints,
    nights: Ints,
    value: Floats,
    left: Floats,
    beds: Floats,
    chosen: Ints,
) -> None:
    for patient in queue:
        best, at = 0.0, -1
        for k in range(start[patient], start[patient + 1]):
            if value[k] > best and minutes[k] <= left[cell[k]] and nights[k] <= beds[ward[k]]:
                best, at = value[k], k
        if at >= 0:
            left[cell[at]] -= minutes[at]
            beds[ward[at]] -= nights[at]
            chosen[patient] = at


if __name__ == "__main__":
    run(__doc__, decide)
