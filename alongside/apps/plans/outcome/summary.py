"""The figures of a plan's page: headline, by provider and specialty, reasons, waits, travel, fairness, capacity."""

from typing import Any

import polars as pl

from alongside.apps.plans.facts import Facts
from alongside.apps.plans.facts.people import DEFAULT_PRIORITY
from alongside.apps.plans.outcome.fairness import fairness
from alongside.apps.plans.outcome.places import by_function, capacity, flows, homes, left_out_minutes, proposed, travel
from alongside.apps.plans.outcome.suitable import suitable
from alongside.apps.plans.outcome.waits import waits
from alongside.apps.plans.outcome.worth import one_more, policies
from alongside.apps.plans.wording import URGENT_WEEKS
from alongside.domain.treatment_functions import treatment_function_name
from alongside.planner.explain import Explanations
from alongside.planner.plan import Plan, Tier

PRIORITY_WORDS = {1: "P1a and P1b", 2: "P2", 3: "P3"}


def summary(facts: Facts, told: pl.DataFrame, explained: Explanations) -> dict[str, Any]:
    """Everything that the page says of the whole, as plain JSON."""
    plan = explained.plan
    names = {code: organisation.name for code, organisation in facts.providers.items()}
    return {
        "waiting": told.height,
        "placed": told["site_id"].count(),
        "providers": shares(told, "provider", names),
        "functions": shares(told, "treatment_function", None),
        "reasons": reasons(told),
        "notes": notes(told),
        "waits": waits(told, facts.plan),
        "travel": travel(told),
        "fairness": fairness(told),
        "capacity": capacity(facts, explained.problem, plan),
        "minutes": by_function(facts, explained.problem, plan),
        "left_out_minutes": left_out_minutes(facts),
        "own_minutes": facts.own_minutes,
        "flows": flows(told, facts),
        "proposed": proposed(told),
        "homes": homes(told),
        "priorities": priorities(told, plan),
        "tiers": [tier(one) for one in plan.tiers],
        "objective": plan.objective,
        "bound": plan.bound,
        "worth": one_more(facts, explained.problem, plan),
        "policies": policies(explained.problem, plan),
        "suitable": suitable(facts),
        "to_review": int((told["review_by"].fill_null("") != "").sum()),
    }


def shares(told: pl.DataFrame, column: str, names: dict[str, str] | None) -> list[dict[str, Any]]:
    """Waiting and placed by a column, most waiting first."""
    counted = told.group_by(column).agg(waiting=pl.len(), placed=pl.col("site_id").count())
    counted = counted.sort(["waiting", column], descending=[True, False])
    return [
        {
            "code": code,
            "name": names.get(code, code) if names else treatment_function_name(code),
            "waiting": waiting,
            "placed": placed,
        }
        for code, waiting, placed in counted.rows()
    ]


def reasons(told: pl.DataFrame) -> list[dict[str, Any]]:
    """Why people have no place, most first."""
    left = told.filter(pl.col("site_id").is_null())
    counted = left.group_by("code").len().sort(["len", "code"], descending=[True, False])
    return [{"code": code, "count": count} for code, count in counted.rows()]


def notes(told: pl.DataFrame) -> dict[str, int]:
    """How often something was assumed because it is not recorded."""
    return {
        "priority": int(told["priority"].is_null().sum()),
        "postponed": int(told["priority"].is_in(["P5", "P6"]).sum()),
        "clock_start": int(told["clock_start"].is_null().sum()),
        "travel_limit": int(told["travel_limit_km"].is_null().sum()),
        "typical": int((told["minutes_are_typical"] | told["nights_are_typical"]).fill_null(False).sum()),
    }


def priorities(told: pl.DataFrame, plan: Plan) -> list[dict[str, Any]]:
    """Waiting and placed by clinical priority, with the bound of its step where the plan goes step by step."""
    steps = {one.name: one for one in plan.tiers}
    counted = told.group_by("planner_priority").agg(
        waiting=pl.len(), placed=pl.col("site_id").count(), soon=(pl.col("week") < URGENT_WEEKS).sum()
    )
    rows = []
    for priority, waiting, placed, soon in counted.sort("planner_priority").rows():
        step = steps.get(f"priority {priority}")
        row = {"name": PRIORITY_WORDS.get(priority) or planned_as_p4(told), "waiting": waiting, "placed": placed}
        row |= {"within_4_weeks": soon}
        rows.append(row | {"gap": step.gap if step else None})
    return rows


def planned_as_p4(told: pl.DataFrame) -> str:
    """Everything that was planned as P4, named."""
    fourth = told.filter(pl.col("planner_priority") == DEFAULT_PRIORITY)["priority"]
    codes = sorted(fourth.drop_nulls().unique().to_list())
    return ", ".join(codes + (["not recorded"] if fourth.null_count() else []))


def tier(one: Tier) -> dict[str, Any]:
    return {
        "name": one.name,
        "patients": one.patients,
        "placed": one.placed,
        "objective": one.objective,
        "bound": one.bound,
        "gap": one.gap,
    }
