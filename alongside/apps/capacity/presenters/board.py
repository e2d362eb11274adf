"""The board: figures by specialty, a strip of weeks, and where they are from."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl
from django.urls import reverse

from alongside.apps.capacity.facts import MEASURES, kind_of
from alongside.apps.capacity.queries.board import MEASURES as FIGURES
from alongside.apps.directory.models import Site
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web import words
from alongside.web.charts import heat
from alongside.web.charts.figure import Figure
from alongside.web.query import query
from alongside.web.tables import Column

FIGURE_COLUMNS = [
    Column("sessions", "All sessions", "number"),
    Column("minutes", "All minutes", "number"),
    Column("offered_sessions", "Offered sessions", "number", note="to the area"),
    Column("offered_minutes", "Offered minutes", "number"),
    Column("held_minutes", "Held minutes", "number"),
    Column("booked_minutes", "Booked minutes", "number"),
    Column("left_minutes", "Minutes left", "number"),
    Column("lost_minutes", "Lost minutes", "number", note="days gone by"),
]
BY_FUNCTION = [Column("name", "Treatment function", link="href"), *FIGURE_COLUMNS]
BY_WEEK = [
    Column("code", "Code"),
    Column("name", "Treatment function"),
    Column("starts_on", "Week beginning", "date"),
    *FIGURE_COLUMNS,
]
BEDS = [
    Column("level", "Level of care", link="href"),
    Column("offered", "Offered bed nights", "number"),
    Column("held", "Held", "number"),
    Column("booked", "Booked", "number"),
    Column("left", "Left", "number"),
]


def by_function(gross: pl.DataFrame, params: Any) -> list[dict[str, Any]]:
    """One line for each treatment function, which leads to its sessions."""
    totals = gross.group_by("treatment_function").agg(pl.col(FIGURES).sum()).sort("treatment_function")
    sessions = reverse("capacity:list-sessions")
    kept = {key: params.get(key) for key in ("site", "organisation", "sector")}
    return [
        row
        | {
            "name": treatment_function_name(row["treatment_function"]),
            "href": sessions + query(kept, function=row["treatment_function"]),
        }
        for row in totals.iter_rows(named=True)
    ]


def by_week(gross: pl.DataFrame, start: date) -> list[dict[str, Any]]:
    return [
        row
        | {
            "code": row["treatment_function"],
            "name": treatment_function_name(row["treatment_function"]),
            "starts_on": start + timedelta(weeks=row["week"]),
        }
        for row in gross.iter_rows(named=True)
    ]


def totals_of(gross: pl.DataFrame) -> dict[str, Any]:
    sums = {name: int(gross[name].sum()) for name in FIGURES}
    return sums | {"name": "All treatment functions"}


def strip(gross: pl.DataFrame, start: date, weeks: int, measure: str) -> Figure:
    """Hours of one measure by treatment function and week; functions without any are left to the table."""
    codes = gross.filter(pl.col(measure) > 0)["treatment_function"].unique().sort().to_list()
    found = {(row[0], row[1]): row[2] for row in gross.select("treatment_function", "week", measure).iter_rows()}
    values = [[round(found.get((code, week), 0) / 60) for week in range(weeks)] for code in codes]
    headings = [f"{start + timedelta(weeks=week):%-d %b}" for week in range(weeks)]
    title = f"Theatre hours: {dict(MEASURES)[measure].lower()}"
    return heat(title, [treatment_function_name(code) for code in codes], headings, values, first="Treatment function")


def stats(totals: dict[str, Any], sees_all: bool) -> list[dict[str, Any]]:
    taken = totals["held_minutes"] + totals["booked_minutes"]
    offered = totals["offered_minutes"]
    share = words.percent(taken / offered, 0) if offered else "none offered"
    return [
        {
            "figure": hours(totals["minutes"]),
            "label": f"theatre hours in {words.plural(totals['sessions'], 'session')}",
            "note": "Own lists and offered" if sees_all else "Our own lists, and what others offer",
        },
        {
            "figure": hours(offered),
            "label": "hours offered to the area",
            "note": f"in {words.plural(totals['offered_sessions'], 'session')}",
        },
        {"figure": hours(taken), "label": "hours held or booked", "note": f"{share} of what is offered"},
        {
            "figure": hours(totals["left_minutes"]),
            "label": "hours left to take",
            "note": f"{hours(totals['lost_minutes'])} hours were lost" if totals["lost_minutes"] else "",
            "tone": "good" if totals["left_minutes"] else "",
        },
    ]


def hours(minutes: int) -> str:
    return words.number(round(minutes / 60))


def provenance(sources: Sequence[tuple[str, int]], show: int = 4) -> list[dict[str, Any]]:
    """Where the sessions on the board are from; the rest is counted."""
    shown = [{"kind": kind_of(words_), "text": words_, "count": count} for words_, count in sources[:show]]
    rest = sum(count for _, count in sources[show:])
    if rest:
        shown.append({"kind": "entered", "text": f"{len(sources) - show} more sources", "count": rest})
    return shown


def beds(found: pl.DataFrame) -> list[dict[str, Any]]:
    totals = found.group_by("level").agg(pl.col("offered", "held", "booked", "left").sum()).sort("level")
    href = reverse("capacity:list-beds")
    return [
        row | {"level": Site.CriticalCare(row["level"]).label, "href": href + query({}, level=row["level"])}
        for row in totals.iter_rows(named=True)
    ]
