"""For one patient: what does every site that offers the operation say, nearest first?"""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil

import numpy as np

from alongside.planner.claims import take_all
from alongside.planner.eligibility import NEED_INFO, REVIEW, TOO_FAR, Eligibility, Refusal
from alongside.planner.nearest import offering, refusing_bits
from alongside.planner.plan import Plan
from alongside.planner.problem import Problem
from alongside.planner.stage import Table, fits
from alongside.planner.tables import Ints


class Verdict(StrEnum):
    """What one site means for one patient in this plan."""

    PLACED = "placed here"
    FULL = "could treat, full"
    ROOM = "could treat, not chosen"
    BEYOND = "could treat, not among the nearest"
    NEED_INFO = "needs information"
    REFUSED = "cannot accept"
    TOO_FAR = "too far"
    LEFT_OUT = "left out of this plan"


@dataclass(frozen=True)
class SiteVerdict:
    """One site's verdict with its reasons; `routes` are the reviews that it asks for."""

    site_id: int | str
    name: str
    km: float | None
    verdict: Verdict
    reasons: tuple[Refusal, ...] = ()
    routes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """Everything that one patient's page says of the plan."""

    patient: int | str
    code: str
    words: str
    change: str
    sites: tuple[SiteVerdict, ...]


def too_far(km: float, limit: float) -> Refusal:
    """Distance rounded up and limit as it is, so that the two never read the same.

    >>> too_far(30.2, 20.0).message
    '31 km away; this patient can travel 20 km'
    """
    return Refusal("PLN-1", f"{ceil(km)} km away; this patient can travel {limit:g} km")


def site_verdicts(problem: Problem, plan: Plan, row: int) -> tuple[SiteVerdict, ...]:
    """Every site that offers what the patient needs, nearest first."""
    states = _shortlist_states(problem, plan, row)
    if problem.eligibility is None:
        return tuple(
            SiteVerdict(problem.sites.ids[site], problem.sites.names[site], None, state)
            for site, state in states.items()
        )
    places = offering(problem.cells, int(problem.patients.function[row]))
    if not len(places):
        return ()
    asked = problem.eligibility
    bits, km = refusing_bits(problem.patients, problem.sites, asked, np.array([row]), places)
    order = np.argsort(km[0], kind="stable")
    return tuple(
        _verdict(problem, asked, row, int(places[at]), int(bits[0, at]), float(km[0, at]), states) for at in order
    )


def _shortlist_states(problem: Problem, plan: Plan, row: int) -> dict[int, Verdict]:
    """Of the sites on the shortlist: placed here, full, or with room that was not chosen."""
    o = problem.options
    minutes, nights = room_left(problem, plan)
    room, table = np.concatenate([minutes, nights]).astype(float), table_of(problem)
    states: dict[int, Verdict] = {}
    for option in range(int(o.start[row]), int(o.start[row + 1])):
        site = int(o.site[option])
        if plan.chosen[row] == option:
            states[site] = Verdict.PLACED
        elif states.get(site) is not Verdict.PLACED:
            states[site] = (
                Verdict.ROOM if fits(table, option, room) or states.get(site) is Verdict.ROOM else Verdict.FULL
            )
    return states


def room_left(problem: Problem, plan: Plan) -> tuple[Ints, Ints]:
    """Minutes left in each cell and nights left in each ward, those of stays that reach into later weeks counted."""
    room = np.concatenate([problem.cells.minutes, problem.wards.nights]).astype(float)
    take_all(table_of(problem), plan.chosen[plan.chosen >= 0], room, 1)
    whole, cells = room.astype(np.int64), len(problem.cells)
    return whole[:cells], whole[cells:]


def table_of(problem: Problem) -> Table:
    """The options as compiled loops read them: resources are cells first, then wards."""
    o, cells, after = problem.options, len(problem.cells), problem.wards.after
    after = np.concatenate([np.full(cells, -1), np.where(after >= 0, after + cells, -1)]).astype(np.int32)
    return Table(o.start, o.cell, (o.ward + cells).astype(np.int32), o.minutes, o.nights, o.later, o.value, after)


def _verdict(
    problem: Problem, asked: Eligibility, row: int, site: int, bits: int, km: float, states: dict[int, Verdict]
) -> SiteVerdict:
    reasons = asked.reasons(row, site, bits) + _far(problem, row, km, bits)
    routes = asked.routes(row, site)
    verdict = states.get(site) or _unlisted(problem, row, site, bits)
    return SiteVerdict(problem.sites.ids[site], problem.sites.names[site], km, verdict, reasons, routes)


def _far(problem: Problem, row: int, km: float, bits: int) -> tuple[Refusal, ...]:
    return (too_far(km, float(problem.patients.max_km[row])),) if bits & TOO_FAR else ()


def _unlisted(problem: Problem, row: int, site: int, bits: int) -> Verdict:
    clinical = bits & ~int(REVIEW | TOO_FAR)
    if problem.sites.excluded[site] or problem.patients.excluded[row]:
        return Verdict.LEFT_OUT
    if clinical & int(NEED_INFO):
        return Verdict.NEED_INFO
    if clinical:
        return Verdict.REFUSED
    return Verdict.TOO_FAR if bits & int(TOO_FAR) else Verdict.BEYOND
