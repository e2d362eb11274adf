"""What became of every pathway on the list, planned or set aside: one table, in the order of the list (AL-6)."""

from typing import Any

import numpy as np
import polars as pl

from alongside.apps.plans.facts import Facts
from alongside.domain.criteria import ROUTES
from alongside.planner.eligibility import REVIEW
from alongside.planner.explain import Explanations
from alongside.planner.plan import Plan
from alongside.planner.problem import Problem

TOLD = ("id", "code", "words", "would_change", "site_id", "week", "km")


def told(facts: Facts, explained: Explanations) -> pl.DataFrame:
    """The list with code, words, would_change, place (site_id, week, km) and review_by of every pathway."""
    frame = explained.frame.rename({"patient_id": "id", "change": "would_change"})
    review = pl.Series(reviewers(facts, explained.problem, explained.plan), dtype=pl.String)
    planned = frame.select(*TOLD, pl.col("^extra_.*$")).with_columns(review_by=review)
    both = pl.concat([planned, facts.aside], how="diagonal")
    return facts.listed.join(both, on="id", how="left", maintain_order="left")


def reviewers(facts: Facts, problem: Problem, plan: Plan) -> list[str]:
    """Who at the site of the place must look first; "" for most."""
    named = [""] * len(problem.patients)
    rows = np.flatnonzero(plan.chosen >= 0)
    sites = problem.options.site[plan.chosen[rows]]
    for site in np.unique(sites):
        here = rows[sites == site]
        asks = facts.eligibility.refusals(here, np.array([site]))[:, 0] & REVIEW
        for row in here[asks > 0].tolist():
            named[row] = routes_in_words(facts.eligibility.routes(row, int(site)))
    return named


def routes_in_words(routes: tuple[str, ...]) -> str:
    """
    >>> routes_in_words(("anaesthetist", "pharmacist"))
    'an anaesthetist and a pharmacist'
    """
    words: list[Any] = [ROUTES.get(route, route) for route in routes]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
