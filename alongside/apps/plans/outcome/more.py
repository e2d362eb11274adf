"""What would place more people? Which sites' sessions have the longest queue of patients that they could treat (M-84)?

A rough estimate from the plan: how many of those who wait for a site's sessions would fit into more of them. Planning
again with the sessions added gives the answer.
"""

from typing import Any

import numpy as np

from alongside.apps.plans.facts import Facts
from alongside.domain.treatment_functions import treatment_function_name
from alongside.planner.explain import Explanations
from alongside.planner.problem import Problem

SESSION_MINUTES = 240
SESSIONS_A_WEEK = 3
SHOWN = 8


def more_sessions(facts: Facts, explained: Explanations) -> list[dict[str, Any]]:
    """For the site and function pairs that would help most: about how many more with three more sessions a week."""
    problem, plan = explained.problem, explained.plan
    wanted = candidates(problem, plan.chosen)
    extra = SESSIONS_A_WEEK * facts.plan.weeks * SESSION_MINUTES
    rows = []
    for (site, function), minutes in wanted.items():
        fit = int(np.searchsorted(np.cumsum(minutes), extra, side="right"))
        rows.append(
            {
                "site": problem.sites.names[site],
                "function": problem.functions[function],
                "function_name": treatment_function_name(problem.functions[function]),
                "waiting": len(minutes),
                "sessions_a_week": SESSIONS_A_WEEK,
                "about": fit,
            }
        )
    rows.sort(key=lambda row: (-int(str(row["about"])), -int(str(row["waiting"])), str(row["site"])))
    return rows[:SHOWN]


def candidates(problem: Problem, chosen: Any) -> dict[tuple[int, int], Any]:
    """By site and function the minutes of the patients without a place who could go there, first in the plan first."""
    o, patients = problem.options, problem.patients
    waiting = chosen[o.patient] < 0
    pairs = np.unique(np.stack([o.site[waiting], o.patient[waiting]], axis=1), axis=0)
    site, who = pairs[:, 0], pairs[:, 1]
    order = np.lexsort((-patients.weeks_waited[who], patients.priority[who], patients.function[who], site))
    site, who = site[order], who[order]
    key = site.astype(np.int64) * (len(problem.functions) + 1) + patients.function[who]
    starts = np.flatnonzero(np.concatenate((np.ones(min(1, len(key)), bool), key[1:] != key[:-1])))
    return {
        (int(site[start]), int(patients.function[who[start]])): patients.minutes[who[start:end]]
        for start, end in zip(starts, [*starts[1:], len(key)], strict=True)
    }
