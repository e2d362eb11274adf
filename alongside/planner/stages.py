"""From a problem to a stage: which options are open, over which room?"""

import numpy as np

from alongside.planner.problem import Problem
from alongside.planner.stage import Stage, fitting, select
from alongside.planner.tables import Bools, Floats, Ints


def stage_of(problem: Problem, value: Floats, mine: Bools, room: Floats) -> tuple[Stage, Ints]:
    """The options of some patients that the room could ever hold, as a stage, and which options they are."""
    o, cells = problem.options, len(problem.cells)
    after = np.where(problem.wards.after >= 0, problem.wards.after + cells, -1)
    after = np.concatenate([np.full(cells, -1), after]).astype(np.int32)
    ward = (o.ward + cells).astype(np.int32)
    whole = Stage(o.start, o.cell, ward, o.minutes, o.nights, o.later, value, room.copy(), after, pools(problem))
    kept = np.flatnonzero(np.repeat(mine, np.diff(o.start)) & fitting(whole.table, room) & (value > 0))
    return select(whole, kept), kept


def pools(problem: Problem) -> Ints:
    """For each cell and ward a number that all weeks of the same cell or ward share."""
    cells, wards = problem.cells, problem.wards
    theatre = cells.site.astype(np.int64) * (len(problem.functions) + 1) + cells.function
    beds = (wards.site.astype(np.int64) + len(problem.sites)) * (len(problem.functions) + 1)
    return np.asarray(np.unique(np.concatenate([theatre, beds]), return_inverse=True)[1])
