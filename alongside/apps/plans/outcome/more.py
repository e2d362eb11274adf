"""What would place more people? Which sites' sessions have the longest queue of patients that they could treat (M-84)?

A rough estimate from the plan, one site and specialty at a time: how many of those without a place would fit into more
sessions there, in the order of the plan and with the beds that are left. Planning again with them gives the answer.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from alongside.apps.plans.facts import Facts
from alongside.domain.treatment_functions import treatment_function_name
from alongside.planner.explain import Explanations
from alongside.planner.problem import Problem
from alongside.planner.site_verdicts import room_left

SESSION_MINUTES = 240
SESSIONS_A_WEEK = 3
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Queue:
    """The patients without a place who could go to one site for one function, first in the plan first."""

    site: int
    function: int
    minutes: Any
    nights: Any


def more_sessions(facts: Facts, explained: Explanations) -> list[dict[str, Any]]:
    """The site that would help most for each function whose sessions are scarce, most first."""
    problem, plan = explained.problem, explained.plan
    if not plan.tiers:
        return []
    extra = SESSIONS_A_WEEK * facts.plan.weeks * SESSION_MINUTES
    _, nights = room_left(problem, plan)
    beds = np.bincount(problem.wards.site, nights, len(problem.sites))
    scarce = scarce_pools(problem, plan.cell_prices(problem))
    found: list[dict[str, Any]] = [
        {
            "site": problem.sites.names[queue.site],
            "function": problem.functions[queue.function],
            "function_name": treatment_function_name(problem.functions[queue.function]),
            "waiting": len(queue.minutes),
            "sessions_a_week": SESSIONS_A_WEEK,
            "about": fitting(queue, extra, int(beds[queue.site])),
        }
        for queue in queues(problem, plan.chosen)
        if (queue.site, queue.function) in scarce
    ]
    found.sort(key=lambda row: (-row["about"], -row["waiting"], row["site"]))
    first = {row["function"]: row for row in reversed(found)}
    return sorted(first.values(), key=lambda row: (-row["about"], row["function"]))[:SHOWN]


def scarce_pools(problem: Problem, price: Any) -> set[tuple[int, int]]:
    """The site and function pairs whose minutes had a price in most weeks: there, theatre time is what lacks."""
    key = problem.cells.site.astype(np.int64) * (len(problem.functions) + 1) + problem.cells.function
    pools, first, which = np.unique(key, return_index=True, return_inverse=True)
    share = np.bincount(which, price > 0, len(pools)) / np.bincount(which, minlength=len(pools))
    chosen = first[share > 0.5]
    return set(zip(problem.cells.site[chosen].tolist(), problem.cells.function[chosen].tolist(), strict=True))


def queues(problem: Problem, chosen: Any) -> list[Queue]:
    o, patients = problem.options, problem.patients
    waiting = chosen[o.patient] < 0
    if not waiting.any():
        return []
    pairs = np.unique(np.stack([o.site[waiting], o.patient[waiting]], axis=1), axis=0)
    site, who = pairs[:, 0].astype(np.int64), pairs[:, 1]
    order = np.lexsort((-patients.weeks_waited[who], patients.priority[who], patients.function[who], site))
    site, who = site[order], who[order]
    key = site * (len(problem.functions) + 1) + patients.function[who]
    starts = np.flatnonzero(np.concatenate((np.ones(1, bool), key[1:] != key[:-1])))
    return [
        Queue(int(site[a]), int(patients.function[who[a]]), patients.minutes[who[a:b]], patients.nights[who[a:b]])
        for a, b in zip(starts, [*starts[1:], len(key)], strict=True)
    ]


def fitting(queue: Queue, minutes: int, nights: int) -> int:
    """How many come in, one after the other, while theatre time and beds last.

    >>> fitting(Queue(0, 0, np.array([60, 60, 60]), np.array([0, 5, 0])), 120, 4)
    2
    """
    count = 0
    for need, stay in zip(queue.minutes.tolist(), queue.nights.tolist(), strict=True):
        if need <= minutes and stay <= nights:
            minutes, nights, count = minutes - need, nights - stay, count + 1
    return count
