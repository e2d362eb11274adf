"""What of the offered capacity is used and left, by site and week, and who travels from where to where?

Sites and sessions that somebody left out by hand are neither offered nor left: they are counted on their own.
"""

from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl

from alongside.apps.plans.facts import Facts
from alongside.planner.plan import Plan
from alongside.planner.problem import Problem
from alongside.planner.site_verdicts import room_left

KM_MARKS = (10, 20, 30, 50)


def capacity(facts: Facts, problem: Problem, plan: Plan) -> dict[str, Any]:
    """For every site with sessions: minutes and nights offered and used in each week."""
    minutes, nights = room_left(problem, plan)
    weeks = facts.plan.weeks
    cells, wards = problem.cells, problem.wards

    def grid(site: Any, week: Any, amount: Any) -> Any:
        table = np.zeros((len(problem.sites), weeks), np.int64)
        inside = (week < weeks) & ~problem.sites.excluded[site]
        np.add.at(table, (site[inside], week[inside]), amount[inside])
        return table.tolist()

    return {
        "sites": [site.name for site in facts.sites],
        "minutes": grid(cells.site, cells.week, cells.minutes),
        "minutes_used": grid(cells.site, cells.week, cells.minutes - minutes),
        "nights": grid(wards.site, wards.week, wards.nights),
        "nights_used": grid(wards.site, wards.week, wards.nights - nights),
    }


def by_function(facts: Facts, problem: Problem, plan: Plan) -> list[dict[str, Any]]:
    """Minutes offered and used by treatment function."""
    left, _ = room_left(problem, plan)
    cells = problem.cells
    rows = []
    for index, function in enumerate(problem.functions):
        here = (cells.function == index) & ~problem.sites.excluded[cells.site]
        offered, remaining = int(cells.minutes[here].sum()), int(left[here].sum())
        if offered:
            rows.append({"function": function, "offered": offered, "used": offered - remaining})
    return rows


def left_out_minutes(facts: Facts) -> int:
    """Theatre minutes of the sites and sessions that somebody left out by hand."""
    gone = facts.adjustments
    rows = facts.sessions.select("site_id", "treatment_function", "week", "theatre_minutes").rows()
    return sum(
        minutes
        for site, function, week, minutes in rows
        if site in gone.excluded_sites or (site, function, week) in gone.excluded_cells
    )


def proposed(told: pl.DataFrame) -> dict[str, list[int]]:
    """By site code: how many have a place there, and how many of them must be reviewed first."""
    placed = told.filter(pl.col("site_id").is_not_null())
    review = (pl.col("review_by").fill_null("") != "").sum()
    counted = placed.group_by("site_id").agg(pl.len(), review.alias("review")).sort("site_id")
    return {site: [count, first] for site, count, first in counted.rows()}


def flows(told: pl.DataFrame, facts: Facts) -> list[dict[str, Any]]:
    """How many of each provider's list go to each site, most first."""
    names = {site.code: site.name for site in facts.sites}
    placed = told.filter(pl.col("site_id").is_not_null())
    counted = (
        placed.group_by("provider", "site_id")
        .len()
        .sort(["len", "provider", "site_id"], descending=[True, False, False])
    )
    return [
        {"provider": provider, "site": site, "site_name": names[site], "count": count}
        for provider, site, count in counted.rows()
    ]


def homes(told: pl.DataFrame) -> dict[str, str]:
    """The site at which most of each provider's list waits: where its flows begin on the map."""
    counted = told.filter(pl.col("site_code").is_not_null()).group_by("provider", "site_code").len()
    counted = counted.sort(["provider", "len", "site_code"], descending=[False, True, False])
    return dict(counted.unique("provider", keep="first", maintain_order=True).select("provider", "site_code").rows())


def travel(told: pl.DataFrame) -> dict[str, Any]:
    """Straight-line kilometres from the middle of the home district to the place."""
    km = told.filter(pl.col("site_id").is_not_null())["km"].cast(pl.Float64)
    bands = [0.0, *map(float, KM_MARKS), float("inf")]
    counts = [int(((km >= low) & (km < high)).sum()) for low, high in pairwise(bands)]
    labels = [f"Under {KM_MARKS[0]} km"]
    labels += [f"{low} to {high} km" for low, high in pairwise(KM_MARKS)]
    labels += [f"{KM_MARKS[-1]} km or more"]
    return {
        "median": km.median(),
        "p90": km.quantile(0.9),
        "furthest": km.max(),
        "bands": [{"label": label, "count": count} for label, count in zip(labels, counts, strict=True)],
    }
