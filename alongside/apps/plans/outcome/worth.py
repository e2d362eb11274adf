"""What would one more session or bed bring, and what would the same question come to under another policy?

Both are kept with the plan column by column, so that their pages read and work nothing out.
"""

from typing import Any

import polars as pl

from alongside.apps.plans.facts import Facts
from alongside.apps.plans.wording import TODAY
from alongside.domain.treatment_functions import treatment_function_name
from alongside.planner.greedy import in_turn
from alongside.planner.plan import Plan, Tier
from alongside.planner.problem import Problem
from alongside.planner.solve import PINNED, POLICIES, solve
from alongside.planner.worth import side_by_side, worth_of_more

Columns = dict[str, list[Any]]
# A session's length is told to half an hour.
ROUNDED_TO = 30


def one_more(facts: Facts, problem: Problem, plan: Plan) -> Columns:
    """The columns of `worth_of_more`, with the name of the specialty; sessions are as long as the site's own."""
    table = worth_of_more(problem, plan, session_lengths(facts.sessions))
    table = table.filter(~pl.col("site").is_in(sorted(facts.adjustments.excluded_sites)))
    names = [treatment_function_name(code) if code else "" for code in table["function"]]
    rounded = pl.col("worth", "patients", "weeks_waited").round(2)
    return table.with_columns(rounded, function_name=pl.Series(names, dtype=pl.String)).to_dict(as_series=False)


def session_lengths(sessions: pl.DataFrame) -> dict[tuple[int | str, str], int]:
    """The usual minutes of a session by site and function, to half an hour."""
    table = sessions.group_by("site_id", "treatment_function").agg(pl.col("theatre_minutes", "sessions").sum())
    return {
        (site, function): max(1, round(minutes / count / ROUNDED_TO)) * ROUNDED_TO
        for site, function, minutes, count in table.rows()
        if count
    }


def policies(problem: Problem, plan: Plan) -> Columns:
    """The columns of `side_by_side` for this plan, the other policy and today's way, and gaps: of the first tier."""
    plans = {plan.policy: plan}
    plans |= {one: solve(problem, one, plan.seed, plan.effort) for one in POLICIES if one != plan.policy}
    ways = {name: one.chosen for name, one in plans.items()} | {TODAY: in_turn(problem)}
    firsts = {name: first_tier(one) for name, one in plans.items()}
    known = [firsts.get(way) for way in ways]
    return (
        side_by_side(problem, ways)
        .with_columns(
            gap=pl.Series([one and one.gap for one in known], dtype=pl.Float64),
            gap_of=pl.Series([one and one.name for one in known], dtype=pl.String),
        )
        .to_dict(as_series=False)
    )


def first_tier(plan: Plan) -> Tier | None:
    """The first of those whom the planner places: later ones have wider bounds."""
    return next((tier for tier in plan.tiers if tier.name != PINNED), None)
