"""From a problem to a stage: which options are open, over which room?"""

import numpy as np

from alongside.planner.problem import Problem
from alongside.planner.stage import Stage, fitting, select
from alongside.planner.tables import Bools, Cells, Floats, Ints, Sites, Wards

SITES_IN_AN_AREA = 80


def stage_of(problem: Problem, value: Floats, mine: Bools, room: Floats) -> tuple[Stage, Ints]:
    """The options of some patients that the room could ever hold, as a stage, and which options they are."""
    whole = whole_stage(problem, value, room)
    kept = np.flatnonzero(np.repeat(mine, np.diff(problem.options.start)) & fitting(whole.table, room) & (value > 0))
    return select(whole, kept), kept


def whole_stage(problem: Problem, value: Floats, room: Floats) -> Stage:
    """Every row of the list with every option."""
    o, cells, wards = problem.options, problem.cells, problem.wards
    after = np.where(wards.after >= 0, wards.after + len(cells), -1)
    after = np.concatenate([np.full(len(cells), -1), after]).astype(np.int32)
    ward = (o.ward + len(cells)).astype(np.int32)
    groups = pools(cells, wards, len(problem.sites), len(problem.functions))
    area = areas(problem.sites)[np.concatenate([cells.site, wards.site])]
    return Stage(o.start, o.cell, ward, o.minutes, o.nights, o.later, value, room.copy(), after, groups, area)


def room_of(problem: Problem) -> Floats:
    """The minutes of every cell, then the nights of every ward."""
    return np.concatenate([problem.cells.minutes, problem.wards.nights]).astype(float)


def pools(cells: Cells, wards: Wards, sites: int, functions: int) -> Ints:
    """For each cell and ward a number that all weeks of the same cell or ward share."""
    theatre = cells.site.astype(np.int64) * (functions + 1) + cells.function
    beds = (wards.site.astype(np.int64) + sites) * (functions + 1)
    return np.asarray(np.unique(np.concatenate([theatre, beds]), return_inverse=True)[1])


def areas(sites: Sites) -> Ints:
    """An area for each site, so that an area has at most SITES_IN_AN_AREA: halved again and again, east-west or
    north-south, whichever is longer."""
    area = np.zeros(len(sites), np.int32)
    x, y = (np.nan_to_num(one.astype(float)) for one in (sites.x_km, sites.y_km))
    waiting, made = [np.arange(len(sites))], 0
    while waiting:
        here = waiting.pop()
        if len(here) <= SITES_IN_AN_AREA:
            area[here] = made
            made += 1
            continue
        along = x if np.ptp(x[here]) >= np.ptp(y[here]) else y
        order = here[np.argsort(along[here], kind="stable")]
        waiting += [order[: len(order) // 2], order[len(order) // 2 :]]
    return area
