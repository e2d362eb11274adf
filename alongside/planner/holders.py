"""Of a patient whose sites are full: in what do those who hold the places there come first?"""

import numpy as np

from alongside.planner.plan import Plan
from alongside.planner.problem import Problem
from alongside.planner.queues import pool_of_cells
from alongside.planner.tables import Bools, Ints

KINDS = ("higher", "longer", "nearer", "shorter", "pinned", "fitted")
FEW = 2_000_000


def holders(problem: Problem, plan: Plan) -> dict[str, Bools]:
    """Per patient and kind, whether some holder on their shortlist comes first in that way and in none before it.

    higher: in clinical priority; longer: equal in that, waited longer; nearer: lives nearer; shorter: needs less
    theatre time or fewer nights; pinned: put there by hand; fitted: none of these, so took what was left. Always false
    for those with a place.
    """
    o, size = problem.options, len(problem.patients)
    found = np.zeros((len(KINDS), size), bool)
    held = plan.chosen[plan.chosen >= 0]
    if len(held):
        pool = pool_of_cells(problem)[o.cell]
        first = np.flatnonzero(plan.chosen[o.patient] < 0)
        first = first[np.unique(o.patient[first] * (pool.max() + 1) + pool[first], return_index=True)[1]]
        first = first[np.argsort(pool[first], kind="stable")]
        held = held[np.argsort(pool[held], kind="stable")]
        for one in np.unique(pool[first]):
            _compare(problem, _of_pool(first, pool, one), _of_pool(held, pool, one), found)
    return {f"by_{kind}": found[at] for at, kind in enumerate(KINDS)}


def _of_pool(options: Ints, pool: Ints, one: int) -> Ints:
    """The options, sorted by pool, that are in this one."""
    return options[np.searchsorted(pool[options], one) : np.searchsorted(pool[options], one, "right")]


def _compare(problem: Problem, asking: Ints, held: Ints, found: Bools) -> None:
    """Mark what is true of each who asks at one pool of capacity, some at a time."""
    step = max(1, FEW // max(1, len(held)))
    for start in range(0, len(asking), step):
        some = asking[start : start + step]
        said = _ways(problem, some, held)
        for at, kind in enumerate(said):
            found[at, problem.options.patient[some]] |= kind.any(1)


def _ways(problem: Problem, asking: Ints, held: Ints) -> list[Bools]:
    """For each kind a table, asking x holders; every pair is in one kind at most."""
    o, patients = problem.options, problem.patients
    mine, theirs = o.patient[asking][:, None], o.patient[held][None, :]
    priority, waited = patients.priority, patients.weeks_waited
    ways = [
        priority[theirs] < priority[mine],
        waited[theirs] > waited[mine],
        o.km[held][None, :] < o.km[asking][:, None],
        (o.minutes[held][None, :] < o.minutes[asking][:, None]) | (o.nights[held][None, :] < o.nights[asking][:, None]),
        np.broadcast_to(patients.pinned[theirs], (len(asking), len(held))),
        np.ones((len(asking), len(held)), bool),
    ]
    left = np.ones((len(asking), len(held)), bool)
    said = []
    for way in ways:
        said.append(left & way)
        left &= ~way
    return said
