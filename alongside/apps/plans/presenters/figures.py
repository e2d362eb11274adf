"""The pictures of a plan, each over its own table: who gains, why not, how long, how far, how fair, what is left."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from markupsafe import escape

from alongside.apps.plans.models import Plan
from alongside.apps.plans.wording import reason
from alongside.domain.plan_sharing import FEWER
from alongside.domain.waits import band_label
from alongside.web import charts
from alongside.web.charts import Bar, Change, Figure
from alongside.web.tables import Column
from alongside.web.words import long_date, short_date

PLACED, NOT_PLACED = "Placed", "Not placed"
DRAWN = 12
FEW = escape(f"{FEWER} on one side")
MARKS = {18: "18 weeks", 52: "52 weeks", 65: "65 weeks"}


def source(plan: Plan) -> str:
    return f"Alongside planner, modelled; list as of {long_date(plan.as_of)}, criteria and capacity as recorded then"


def by_provider(plan: Plan) -> Figure:
    rows = plan.summary["providers"]
    return longest(split("Placed and not placed, by provider", "Provider", rows[:DRAWN]), rows).sourced(source(plan))


def by_specialty(plan: Plan) -> Figure:
    rows = plan.summary["functions"]
    return longest(split("Placed and not placed, by specialty", "Specialty", rows[:DRAWN]), rows).sourced(source(plan))


def split(title: str, first: str, rows: list[dict[str, Any]]) -> Figure:
    """Without the rows of which this reader may not know how many are placed."""
    known = [row for row in rows if row["placed"] is not None]
    names = [row["name"] for row in known]
    series = {PLACED: [r["placed"] for r in known], NOT_PLACED: [r["waiting"] - r["placed"] for r in known]}
    return charts.stacked(title, names, series, first=first)


def longest(figure: Figure, rows: list[dict[str, Any]]) -> Figure:
    """The picture shows the longest lists; its table has them all, those who are not told apart last (PLN-6)."""
    untold = [{"label": row["name"], "s0": FEW, "s1": FEW} for row in rows if row["placed"] is None]
    return replace(figure, rows=[*split("", "", rows).rows, *untold])


def by_reason(plan: Plan) -> Figure:
    rows = plan.summary["reasons"]
    bars = [Bar(reason(row["code"]), row["count"]) for row in rows]
    return charts.bars("Why people have no place", bars, first="Reason", what="Patients").sourced(source(plan))


def by_priority(plan: Plan) -> Figure:
    rows = plan.summary["priorities"]
    figure = split("Placed and not placed, by clinical priority", "Clinical priority", rows)
    return figure.sourced(source(plan))


def wait_changes(plan: Plan) -> Figure:
    """Long waits at the end of the weeks, without and with the plan."""
    without, with_plan = plan.summary["waits"]["all_without"], plan.summary["waits"]["all_with"]
    items = [Change(f"Over {mark} weeks", without[f"over_{mark}"], with_plan[f"over_{mark}"]) for mark in MARKS]
    return charts.dumbbell(
        "Long waits at the end, without and with this plan",
        items,
        first="Waited",
        before="Without",
        after="With",
    ).sourced(source(plan))


def wait_curve(plan: Plan) -> Figure:
    waits = plan.summary["waits"]
    last = max((i for i, count in enumerate(waits["curve_without"]) if count), default=0) + 1
    labels = [band_label(band).replace("Over ", "").replace(" weeks", "") for band in range(last)]
    series = {"Without this plan": waits["curve_without"][:last], "With this plan": waits["curve_with"][:last]}
    marks = {mark: words for mark, words in MARKS.items() if mark < last}
    title = "How long people will have waited when the weeks end"
    return charts.waits(title, labels, series, marks=marks).sourced(source(plan))


def distance(plan: Plan) -> Figure:
    bars = [Bar(row["label"], row["count"]) for row in plan.summary["travel"]["bands"]]
    return charts.bars("How far those placed travel", bars, first="Straight line", what="Patients").sourced(
        source(plan)
    )


DIMENSIONS = {"deprivation": "deprivation", "sex": "sex", "age": "age", "ethnicity": "ethnic group"}


def fair(plan: Plan, dimension: str) -> Figure:
    """Share placed beside the share expected from specialty and priority alone."""
    rows = plan.summary["fairness"][dimension]
    series = {"Placed": [short(row["share"]) for row in rows], "Expected": [short(row["expected"]) for row in rows]}
    title = f"Share placed, by {DIMENSIONS[dimension]}"
    figure = charts.grouped(title, [row["label"] for row in rows], series, kind="percent", first="Group")
    return figure.sourced(source(plan))


def short(share: float | None) -> float | None:
    """Files hold no more figures than anybody can use."""
    return None if share is None else round(share, 4)


def time_used(plan: Plan) -> Figure:
    """The share of offered theatre time that is used, by site and week; None where nothing is offered."""
    capacity = plan.summary["capacity"]
    shares = [
        [round(u / m, 4) if m else None for u, m in zip(used, minutes, strict=True)]
        for used, minutes in zip(capacity["minutes_used"], capacity["minutes"], strict=True)
    ]
    title = "Offered theatre time used, by site and week"
    return heat(plan, title, shares, "percent", 1.0)


def time_left(plan: Plan) -> Figure:
    capacity = plan.summary["capacity"]
    hours = [
        [round((m - u) / 60, 2) if m else None for u, m in zip(used, minutes, strict=True)]
        for used, minutes in zip(capacity["minutes_used"], capacity["minutes"], strict=True)
    ]
    return with_totals(heat(plan, "Theatre hours left, by site and week", hours, "decimal", None), "decimal")


def beds_left(plan: Plan) -> Figure:
    capacity = plan.summary["capacity"]
    nights = [
        [n - u if n else None for u, n in zip(used, given, strict=True)]
        for used, given in zip(capacity["nights_used"], capacity["nights"], strict=True)
    ]
    return with_totals(heat(plan, "Bed nights left, by site and week", nights, "number", None), "number")


def with_totals(figure: Figure, kind: str) -> Figure:
    """The table of a picture with a column of all weeks and a line of all sites, which the page's figures add up to."""
    weeks = [column.key for column in figure.columns[1:]]
    rows = [{**row, "total": round(sum(row[week] or 0 for week in weeks), 2)} for row in figure.rows]
    last = {key: round(sum(row[key] or 0 for row in rows), 2) for key in (*weeks, "total")}
    columns = [*figure.columns, Column("total", "All weeks", kind)]
    return replace(figure, columns=columns, rows=[*rows, {"label": "All sites", **last}])


def heat(plan: Plan, title: str, values: list[list[Any]], kind: str, largest: float | None) -> Figure:
    kept = [(name, row) for name, row in zip(plan.summary["capacity"]["sites"], values, strict=True) if any_known(row)]
    weeks = [short_date(plan.starts_on + timedelta(weeks=week)).rsplit(" ", 1)[0] for week in range(plan.weeks)]
    rows = [name for name, _ in kept]
    figure = charts.heat(title, rows, weeks, [row for _, row in kept], kind=kind, largest=largest)
    return figure.sourced(f"{source(plan)}. Offered sessions and beds as entered by their owners")


def any_known(row: list[Any]) -> bool:
    return any(value is not None for value in row)


# What each picture is called in an address, so that its figures can be taken away as a file.
FIGURES: dict[str, Callable[[Plan], Figure]] = {
    "providers": by_provider,
    "specialties": by_specialty,
    "reasons": by_reason,
    "priorities": by_priority,
    "long-waits": wait_changes,
    "waits": wait_curve,
    "travel": distance,
    **{f"fair-{name}": (lambda plan, name=name: fair(plan, name)) for name in DIMENSIONS},  # type: ignore[misc]
    "used": time_used,
    "left": time_left,
    "beds": beds_left,
}
